/** Parts of a run's page. */
export type RunTab = "steps" | "about" | "log";

/** What the address of a run says beside its id. */
export interface RunSearch {
  step?: string;
  tab?: RunTab;
}

/** Keeps what is known. */
export function readRunSearch(search: Record<string, unknown>): RunSearch {
  const { step, tab } = search;
  return {
    ...(typeof step === "string" || typeof step === "number" ? { step: String(step) } : {}),
    ...(tab === "about" || tab === "log" ? { tab } : {}),
  };
}

/** What the address of a source says. */
export interface SourceSearch {
  line?: number;
  /** Another version than what is in the file. */
  hash?: string;
}

/** Keeps what is known. */
export function readSourceSearch(search: Record<string, unknown>): SourceSearch {
  const line = Number(search.line);
  const { hash } = search;
  return {
    ...(Number.isInteger(line) && line > 0 ? { line } : {}),
    ...(typeof hash === "string" || typeof hash === "number" ? { hash: String(hash) } : {}),
  };
}

/** What the address of a picture says: the chosen part. */
export function readGraphSearch(search: Record<string, unknown>): { node?: string } {
  return typeof search.node === "string" ? { node: search.node } : {};
}

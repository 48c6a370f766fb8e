/** Text that was typed and not saved yet. */
export interface Draft {
  text: string;
  /** Of the file that it was typed into; missing for one that was never saved. */
  baseHash?: string;
  /** What was in that file. */
  base: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** The part of `localStorage` that is needed. */
export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const PREFIX = "bulkhead.workflow-draft.";
/** Kept at most; the oldest go first. */
const MAX_DRAFTS = 20;
const MAX_TEXT = 512 * 1024;
const MAX_AGE_MS = 30 * 86_400_000;

/** Unsaved texts of one person in this browser: they outlive a reload and a closed tab. */
export class Drafts {
  readonly #prefix: string;

  /** Without storage nothing is kept. */
  constructor(private readonly storage: DraftStorage | undefined, person: string) {
    this.#prefix = `${PREFIX}${person}.`;
  }

  get(key: string): Draft | undefined {
    try {
      const draft = JSON.parse(this.storage?.getItem(this.#prefix + key) ?? "null") as Draft | null;
      const whole = draft && typeof draft.text === "string" && typeof draft.base === "string" && draft.at > 0;
      return whole ? draft : undefined;
    } catch {
      return undefined;
    }
  }

  /** False when it could not be kept: the text is too long, or storage is full or refused. */
  put(key: string, draft: Draft): boolean {
    if (draft.text.length + draft.base.length > MAX_TEXT) return false;
    if (!this.storage) return false;
    try {
      this.storage.setItem(this.#prefix + key, JSON.stringify(draft));
      this.#prune(this.storage, draft.at);
      return true;
    } catch {
      return false;
    }
  }

  remove(key: string): void {
    try {
      this.storage?.removeItem(this.#prefix + key);
    } catch {
      // Where storage is refused nothing was kept.
    }
  }

  #prune(storage: DraftStorage, now: number): void {
    const kept: { key: string; at: number }[] = [];
    for (let index = 0; index < storage.length; index++) {
      const key = storage.key(index)!;
      if (key.startsWith(this.#prefix)) kept.push({ key, at: this.get(key.slice(this.#prefix.length))?.at ?? 0 });
    }
    kept.sort((left, right) => right.at - left.at);
    for (const [index, { key, at }] of kept.entries()) {
      if (index >= MAX_DRAFTS || now - at > MAX_AGE_MS) storage.removeItem(key);
    }
  }
}

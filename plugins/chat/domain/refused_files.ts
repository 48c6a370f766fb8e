/** Ends of names from a setting such as `exe, .msi`: lower case, with their dot. */
export function refusedEnds(setting: unknown): string[] {
  const said = typeof setting === "string" ? setting : "";
  return said.toLowerCase().split(/[\s,;]+/).map((end) => end.replace(/^[*.]+/, "")).filter(Boolean).map((end) =>
    `.${end}`
  );
}

/** What stands unseen at the end of a name. */
const UNSEEN_END = /(?<![\s.\u200b-\u200f\u202a-\u202e\u2060\ufeff])[\s.\u200b-\u200f\u202a-\u202e\u2060\ufeff]+$/u;

/** Is a file of this name not taken? Blanks and dots at its end, which systems leave out, do not help it. */
export function isRefused(name: string, ends: readonly string[]): boolean {
  const plain = name.toLowerCase().replace(UNSEEN_END, "");
  return ends.some((end) => plain.endsWith(end));
}

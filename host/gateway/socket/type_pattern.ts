/**
 * Does a type of event fit one of these patterns? A pattern is exact (`chat.message.sent`), has `*` for one segment
 * (for one or more as its last segment), or `**` for any tail.
 */
export class TypeMatcher {
  readonly #exact = new Set<string>();
  readonly #patterns: string[][] = [];
  readonly #seen = new Map<string, boolean>();

  constructor(patterns: readonly string[]) {
    for (const pattern of patterns) {
      if (pattern.includes("*")) this.#patterns.push(pattern.split("."));
      else this.#exact.add(pattern);
    }
  }

  matches(type: string): boolean {
    if (this.#exact.has(type)) return true;
    if (this.#patterns.length === 0) return false;
    const seen = this.#seen.get(type);
    if (seen !== undefined) return seen;
    const segments = type.split(".");
    const answer = this.#patterns.some((pattern) => fits(pattern, segments));
    if (this.#seen.size < 1_000) this.#seen.set(type, answer);
    return answer;
  }
}

function fits(pattern: string[], segments: string[]): boolean {
  for (let index = 0; index < pattern.length; index++) {
    const part = pattern[index]!;
    if (part === "**") return true;
    if (index >= segments.length) return false;
    const last = index === pattern.length - 1;
    if (part === "*" && last) return true;
    if (part !== "*" && part !== segments[index]) return false;
  }
  return pattern.length === segments.length;
}

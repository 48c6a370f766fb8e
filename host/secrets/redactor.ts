/** Values shorter than this are left: they would blank out ordinary words. */
const MIN_LENGTH = 6;

/**
 * Takes secrets out of texts that are logged: each value, also as it stands inside JSON or a URL, becomes `[secret NAME]`.
 */
export class Redactor {
  #pattern: RegExp | undefined;
  #names = new Map<string, string>();

  /** Sets what is to be found from now on. */
  update(values: Iterable<readonly [name: string, value: string]>): void {
    this.#names = new Map();
    for (const [name, value] of values) {
      if (value.length < MIN_LENGTH) continue;
      for (const form of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())]) {
        this.#names.set(form, name);
      }
    }
    const longestFirst = [...this.#names.keys()].sort((a, b) => b.length - a.length);
    this.#pattern = longestFirst.length === 0 ? undefined : new RegExp(
      longestFirst.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"),
      "g",
    );
  }

  redact(text: string): string {
    if (!this.#pattern) return text;
    return text.replace(this.#pattern, (form) => `[secret ${this.#names.get(form)}]`);
  }
}

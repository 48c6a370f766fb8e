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

  /** The same in every text and name inside of anything that is JSON; what holds none stays as it is. */
  redactValue<T>(value: T): T {
    return this.#pattern ? this.#walk(value) as T : value;
  }

  #walk(value: unknown): unknown {
    if (typeof value === "string") return this.redact(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.#walk(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.redact(key), this.#walk(item)]));
  }

  redact(text: string): string {
    if (!this.#pattern) return text;
    return text.replace(this.#pattern, (form) => `[secret ${this.#names.get(form)}]`);
  }
}

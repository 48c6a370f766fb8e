/**
 * Puts the messages of one tick together as a JSON-RPC batch. Sockets that follow the same events have the same
 * messages waiting, so the last text is kept: with 500 of them it is built once instead of 500 times.
 */
export class Joiner {
  #parts: string[] = [];
  #text = "";

  /** One message as it is, several as an array. */
  join(parts: string[]): string {
    if (parts.length === 1) return parts[0]!;
    if (!this.#isLast(parts)) {
      this.#parts = parts;
      this.#text = `[${parts.join(",")}]`;
    }
    return this.#text;
  }

  /** Lets go of the kept text. */
  clear(): void {
    this.#parts = [];
    this.#text = "";
  }

  #isLast(parts: string[]): boolean {
    const last = this.#parts;
    if (parts.length !== last.length) return false;
    for (let index = 0; index < parts.length; index++) if (parts[index] !== last[index]) return false;
    return true;
  }
}

/** Keeps the last part of what a process writes to stderr and hands whole lines on. */
export class StderrTail {
  #text = "";
  #line = "";
  /** Resolves when the stream has ended. */
  readonly done: Promise<void>;

  constructor(stream: ReadableStream<Uint8Array>, onLine: (line: string) => void, readonly maxChars = 8_192) {
    this.done = this.#read(stream, onLine).catch(() => {});
  }

  get text(): string {
    return this.#text;
  }

  async #read(stream: ReadableStream<Uint8Array>, onLine: (line: string) => void): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      const text = decoder.decode(chunk, { stream: true });
      this.#text = (this.#text + text).slice(-this.maxChars);
      const lines = (this.#line + text).split("\n");
      this.#line = lines.pop()!.slice(-this.maxChars);
      for (const line of lines) if (line.trim() !== "") onLine(line.slice(0, this.maxChars));
    }
    if (this.#line.trim() !== "") onLine(this.#line);
  }
}

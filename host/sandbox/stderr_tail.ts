import { AUDIT_MARK } from "./permission_audit.ts";

export interface StderrReader {
  /** A whole line that the process wrote, without the runtime's audit. */
  line(line: string): void;
  /** A whole line of the runtime's audit. */
  audit(line: string): void;
}

/** Bytes that are read a second, after a burst of the same size: a process that writes more has to wait. */
const BYTES_PER_SECOND = 8 * 1024 * 1024;

/** Keeps the last part of what a process writes to stderr and hands whole lines on. */
export class StderrTail {
  #text = "";
  /** What came since the last end of a line. */
  #line = "";
  /** The beginning of a line into which the runtime's audit fell. */
  #carried = "";
  /** Resolves when the stream has ended. */
  readonly done: Promise<void>;

  constructor(stream: ReadableStream<Uint8Array>, readonly reader: StderrReader, readonly maxChars = 8_192) {
    this.done = this.#read(stream).catch(() => {});
  }

  get text(): string {
    return this.#text;
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let owed = 0;
    let at = performance.now();
    for await (const chunk of stream) {
      this.#take(decoder.decode(chunk, { stream: true }));
      const now = performance.now();
      owed = Math.max(0, owed - (now - at) * BYTES_PER_SECOND / 1_000) + chunk.length;
      at = now;
      if (owed > BYTES_PER_SECOND) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const rest = this.#carried + this.#line;
    if (rest !== "") this.#keep(rest, "");
  }

  #take(text: string): void {
    const lines = (this.#line + text).split("\n");
    this.#line = lines.pop()!.slice(-this.maxChars);
    for (const line of lines) {
      const mark = line.lastIndexOf(AUDIT_MARK);
      if (mark < 0) {
        this.#keep(this.#carried + line, "\n");
        this.#carried = "";
      } else {
        if (mark > 0) this.#carried = (this.#carried + line.slice(0, mark)).slice(-this.maxChars);
        this.reader.audit(line.slice(mark));
      }
    }
  }

  #keep(line: string, end: string): void {
    this.#text = (this.#text + line + end).slice(-this.maxChars);
    if (line.trim() !== "") this.reader.line(line.slice(0, this.maxChars));
  }
}

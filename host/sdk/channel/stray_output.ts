import type { RecordBuffer } from "./console_capture.ts";

/** Stands where a standard output stood: what a library prints becomes log lines instead of damaging the channel. */
export class StrayOutput {
  readonly #decoder = new TextDecoder();
  readonly #level: "info" | "warn";
  readonly #buffer: RecordBuffer;
  #line = "";

  constructor(buffer: RecordBuffer, level: "info" | "warn") {
    this.#buffer = buffer;
    this.#level = level;
  }

  writeSync(bytes: Uint8Array): number {
    this.text(this.#decoder.decode(bytes, { stream: true }));
    return bytes.length;
  }

  write(bytes: Uint8Array): Promise<number> {
    return Promise.resolve(this.writeSync(bytes));
  }

  get writable(): WritableStream<Uint8Array> {
    return new WritableStream({ write: (bytes) => void this.writeSync(bytes) });
  }

  isTerminal(): boolean {
    return false;
  }

  close(): void {}

  /** Adds text; each whole line is one record. */
  text(text: string): void {
    const lines = (this.#line + text).split("\n");
    this.#line = lines.pop()!.slice(-16_384);
    for (const line of lines) this.#buffer.add(this.#level, [line]);
  }
}

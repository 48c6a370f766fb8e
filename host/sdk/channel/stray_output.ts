import type { RecordBuffer } from "./console_capture.ts";

/** Takes what libraries print to stdout: whole lines become log records instead of damaging the channel. */
export class StrayOutput {
  readonly #decoder = new TextDecoder();
  readonly #buffer: RecordBuffer;
  #line = "";

  constructor(buffer: RecordBuffer) {
    this.#buffer = buffer;
  }

  /** Takes bytes as `Deno.stdout.writeSync` does. */
  write(bytes: Uint8Array): number {
    const lines = (this.#line + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#line = lines.pop()!.slice(-16_384);
    for (const line of lines) this.#buffer.add("info", [line]);
    return bytes.length;
  }
}

import type { FileSink } from "./tar_reader.ts";

/** Keeps files in memory. */
export class MemorySink implements FileSink {
  readonly files = new Map<string, Uint8Array>();
  #current?: { path: string; bytes: Uint8Array; filled: number };

  open(path: string, sizeBytes: number): void {
    this.#current = { path, bytes: new Uint8Array(sizeBytes), filled: 0 };
  }

  write(bytes: Uint8Array): void {
    const current = this.#current!;
    current.bytes.set(bytes, current.filled);
    current.filled += bytes.length;
  }

  close(): void {
    const { path, bytes } = this.#current!;
    this.files.set(path, bytes);
  }
}

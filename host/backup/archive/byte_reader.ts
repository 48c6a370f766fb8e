import { BackupError } from "../backup_error.ts";

/** Takes pieces of a wanted size from chunks of any size. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();
  /** Bytes that were taken. */
  offset = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** At least one and at most `max` bytes; undefined at the end. */
  async some(max: number): Promise<Uint8Array | undefined> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return undefined;
      this.#rest = value;
    }
    const part = this.#rest.subarray(0, max);
    this.#rest = this.#rest.subarray(part.length);
    this.offset += part.length;
    return part;
  }

  /** Exactly so many bytes, or fewer at the end. */
  async upTo(count: number): Promise<Uint8Array> {
    const found = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      const part = await this.some(count - filled);
      if (part === undefined) return found.subarray(0, filled);
      found.set(part, filled);
      filled += part.length;
    }
    return found;
  }

  /** Exactly so many bytes. Rejects with {@linkcode BackupError} when there are fewer. */
  async exactly(count: number): Promise<Uint8Array> {
    const found = await this.upTo(count);
    if (found.length < count) throw new BackupError("damaged", "The backup is damaged: it was cut off");
    return found;
  }

  /** Ends the source, read or not. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

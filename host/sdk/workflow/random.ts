import { createHash } from "node:crypto";

/**
 * The random numbers of one run: SHA-256 over its secret seed and a counter. The same seed gives the same sequence at
 * each replay; without the seed nobody can foretell it, so tokens made in a run stay secret.
 */
export class RunRandom {
  readonly #seed: string;
  #counter = 0;
  #block: Uint8Array = new Uint8Array(0);
  #at = 0;

  /** `seed` is any text; runs get 128 random bits. */
  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Fills the bytes and answers them. */
  bytes(target: Uint8Array): Uint8Array {
    for (let index = 0; index < target.length; index++) {
      if (this.#at === this.#block.length) {
        this.#block = createHash("sha256").update(`${this.#seed}:${this.#counter++}`).digest();
        this.#at = 0;
      }
      target[index] = this.#block[this.#at++]!;
    }
    return target;
  }

  /** In [0, 1), 53 bits, as Math.random. */
  number(): number {
    const view = new DataView(this.bytes(new Uint8Array(8)).buffer);
    return Number(view.getBigUint64(0) >> 11n) / 2 ** 53;
  }

  /** A version 4 UUID. */
  uuid(): `${string}-${string}-${string}-${string}-${string}` {
    const bytes = this.bytes(new Uint8Array(16));
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = bytes.toHex();
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}

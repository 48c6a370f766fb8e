import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { PlannedFile } from "./plan.ts";

/**
 * Pieces in which files are read, hashed and written. They fit into a core's own cache: pieces four times as large took up to three
 * times as long to write, and the more so the less memory lay together.
 */
const PIECE_BYTES = 256 * 1024;

/** It was there when the folder was listed. */
export class VanishedError extends Error {
  override readonly name = "VanishedError";
  constructor(readonly path: string) {
    super(`"${path}" went away while the backup was made`);
  }
}

/** Opens a plain file: neither through a link that somebody has just put there, nor waiting for the other end of a pipe. */
export function openPlain({ path, source }: Pick<PlannedFile, "path" | "source">): number {
  let file: number;
  try {
    file = openSync(source, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw isGone(error) ? new VanishedError(path) : error;
  }
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new VanishedError(path);
}

/**
 * Memory for pieces, two in turn: while one is written the next is read. New memory for each would cost more than reading
 * into it.
 */
export class Pieces {
  readonly #pair: Uint8Array<ArrayBuffer>[] = [];
  #turn = 0;

  /** The next piece of an open file, at most `max` bytes; empty at the end. */
  read(file: number, max: number): Uint8Array {
    const memory = this.#next(max);
    return memory.subarray(0, readSync(file, memory, 0, memory.length, null));
  }

  /** What stands from a place of an open file on, at most `max` bytes; zeros where it has ended. */
  fill(file: number, from: number, max: number): Uint8Array {
    const memory = this.#next(max);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < memory.length; filled += count) {
      count = readSync(file, memory, filled, memory.length - filled, from + filled);
    }
    return memory.fill(0, filled);
  }

  #next(max: number): Uint8Array {
    this.#turn = 1 - this.#turn;
    const length = Math.min(PIECE_BYTES, max);
    const kept = this.#pair[this.#turn];
    if (kept && kept.length >= length) return kept.subarray(0, length);
    return this.#pair[this.#turn] = new Uint8Array(length);
  }
}

function isGone(error: unknown): boolean {
  return ["ENOENT", "ELOOP", "ENXIO"].includes((error as { code?: string }).code ?? "");
}

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { PlannedFile } from "./plan.ts";
import type { ViewBytes } from "./snapshot.ts";

/** Pieces in which files are read. */
const PIECE_BYTES = 1024 ** 2;
/** Files whose owner may change them while they are read are read in one go up to here, and copied aside first above. */
const WHOLE_BYTES = 4 * 1024 ** 2;
/** Named by their content, or written once. */
const UNCHANGING = /^(files|packages)\//;

/** It was there when the folder was listed. */
export class VanishedError extends Error {
  override readonly name = "VanishedError";
  constructor(readonly path: string) {
    super(`"${path}" went away while the backup was made`);
  }
}

/** The bytes of one file, whose number is known before the first is read. */
export interface Content {
  sizeBytes: number;
  /** A piece stays as it is until the one after the next is asked for: memory is used again. */
  pieces(): Iterable<Uint8Array>;
}

/** A file of the plan, or a database whose bytes are taken where they are. */
export type ContentFile = PlannedFile & { view?: ViewBytes };

/** Opens what has to go into the archive. Throws {@linkcode VanishedError}. */
export function openContent(file: ContentFile, stage: string, memory: Pieces): Content {
  const { view, sizeBytes } = file;
  if (view) return { sizeBytes, pieces: () => view.pieces(memory) };
  if (UNCHANGING.test(file.path) || file.kind === "database") {
    return { sizeBytes, pieces: () => read(file, memory) };
  }
  if (sizeBytes <= WHOLE_BYTES) {
    const bytes = concat(Array.from(read(file, new Pieces(), WHOLE_BYTES), (piece) => piece.slice()));
    return { sizeBytes: bytes.length, pieces: () => [bytes] };
  }
  // With memory of its own: the last piece that went out may still be on its way to the disk.
  const aside = new Pieces();
  const copy = `${stage}/changing`;
  const target = Deno.openSync(copy, { write: true, create: true, truncate: true, mode: 0o600 });
  let copied = 0;
  try {
    for (const piece of read(file, aside, Infinity)) {
      for (let rest = piece; rest.length > 0;) rest = rest.subarray(target.writeSync(rest));
      copied += piece.length;
    }
  } finally {
    target.close();
  }
  return { sizeBytes: copied, pieces: () => read({ ...file, source: copy, sizeBytes: copied }, memory) };
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

/** Exactly `sizeBytes` without `max`; all that is there, up to about `max`, with it. */
function* read(planned: Pick<PlannedFile, "path" | "source" | "sizeBytes">, pieces: Pieces, max?: number) {
  const file = openPlain(planned);
  try {
    const wanted = max ?? planned.sizeBytes;
    for (let done = 0; done < wanted;) {
      const piece = pieces.read(file, wanted - done);
      if (piece.length === 0) {
        if (max === undefined) throw new VanishedError(planned.path);
        return;
      }
      done += piece.length;
      yield piece;
    }
  } finally {
    closeSync(file);
  }
}

function isGone(error: unknown): boolean {
  return ["ENOENT", "ELOOP", "ENXIO"].includes((error as { code?: string }).code ?? "");
}

function concat(pieces: Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

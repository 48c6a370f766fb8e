import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { PlannedFile } from "./plan.ts";

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
  pieces(): Iterable<Uint8Array>;
}

/** Opens what has to go into the archive. Throws {@linkcode VanishedError}. */
export function openContent(file: PlannedFile, stage: string): Content {
  if (UNCHANGING.test(file.path) || file.kind === "database") {
    return {
      sizeBytes: file.sizeBytes,
      pieces: () => read(file),
    };
  }
  if (file.sizeBytes <= WHOLE_BYTES) {
    const bytes = concat([...read(file, WHOLE_BYTES)]);
    return { sizeBytes: bytes.length, pieces: () => [bytes] };
  }
  const copy = `${stage}/changing`;
  const target = Deno.openSync(copy, { write: true, create: true, truncate: true, mode: 0o600 });
  let sizeBytes = 0;
  try {
    for (const piece of read(file, Infinity)) {
      for (let rest = piece; rest.length > 0;) rest = rest.subarray(target.writeSync(rest));
      sizeBytes += piece.length;
    }
  } finally {
    target.close();
  }
  return { sizeBytes, pieces: () => read({ ...file, source: copy, sizeBytes }) };
}

/** Exactly `sizeBytes` without `max`; all that is there, up to about `max`, with it. */
function* read({ path, source, sizeBytes }: Pick<PlannedFile, "path" | "source" | "sizeBytes">, max?: number) {
  let file: number;
  try {
    // Neither through a link that somebody has just put there, nor waiting for the other end of a pipe.
    file = openSync(source, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw isGone(error) ? new VanishedError(path) : error;
  }
  try {
    if (!fstatSync(file).isFile()) throw new VanishedError(path);
    const wanted = max ?? sizeBytes;
    for (let done = 0; done < wanted;) {
      const piece = new Uint8Array(Math.min(PIECE_BYTES, wanted - done));
      const count = readSync(file, piece, 0, piece.length, null);
      if (count === 0) {
        if (max === undefined) throw new VanishedError(path);
        return;
      }
      done += count;
      yield piece.subarray(0, count);
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

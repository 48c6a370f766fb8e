import { closeSync } from "node:fs";
import { openPlain, Pieces, VanishedError } from "./plain_file.ts";
import type { PlannedFile } from "./plan.ts";
import type { ViewBytes } from "./snapshot.ts";

/** Files whose owner may change them while they are read are read in one go up to here, and copied aside first above. */
const WHOLE_BYTES = 4 * 1024 ** 2;
/** Named by their content, or written once. */
const UNCHANGING = /^(files|packages)\//;

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

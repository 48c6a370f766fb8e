import { Buffer } from "node:buffer";
import { closeSync, fstatSync, readSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { openPlain, type Pieces } from "./plain_file.ts";

/** An open view of one database as it was at the barrier. */
export interface Snapshot {
  path: string;
  db: DatabaseSync;
  /** Frames of the write-ahead log that the view needs, 0 = the file alone is the view; undefined = not known. */
  frames: number | undefined;
}

/** The bytes of a view, taken from the files that SQLite keeps still for it. */
export interface ViewBytes {
  sizeBytes: number;
  /** All of them; closes the view behind them. */
  pieces(memory: Pieces): Iterable<Uint8Array>;
}

/** The write-ahead log as https://sqlite.org/fileformat2.html#the_write_ahead_log has it. */
const WAL_MAGIC = 0x377f0682;
const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const SALT_BYTES = 8;

/**
 * The view of a database in WAL mode, read in large pieces. As long as a view is open SQLite writes no later page into the
 * database file, and does not begin the log anew (https://sqlite.org/wal.html): the view is the file, and over it the newest
 * of the log's first `frames` frames of each page. Undefined where anything is not as it has to be for that: then SQLite
 * has to copy the database itself.
 */
export function openView({ path, db, frames }: Snapshot): ViewBytes | undefined {
  if (frames === undefined) return undefined;
  const number = (name: string) => Number(db.prepare(`PRAGMA ${name}`).get()![name]);
  const [pageBytes, pages] = [number("page_size"), number("page_count")];
  const sizeBytes = pageBytes * pages;
  // Looked at, not opened. What a file claims of itself must not fill the disk.
  if (Deno.lstatSync(path).size + frames * pageBytes < sizeBytes) return undefined;
  const opened: number[] = [];
  const end = () => {
    // First the view: closing a file lets go of every lock that this process has on it.
    if (db.isOpen) db.close();
    for (const file of opened) closeSync(file);
  };
  try {
    const file = openPlain({ path, source: path });
    opened.push(file);
    let log: Log = { file, at: new Map() };
    if (frames > 0) {
      const wal = openPlain({ path, source: `${path}-wal` });
      opened.push(wal);
      const found = readLog(wal, { frames, pageBytes, pages });
      // SQLite needs the view now, and closing its files would let go of it: they stay open until the process ends.
      if (!found) return undefined;
      log = found;
    }
    return { sizeBytes, pieces: (memory) => read({ file, log, sizeBytes, pageBytes }, memory, end) };
  } catch (error) {
    end();
    throw error;
  }
}

interface Log {
  file: number;
  /** Where in it the newest content of a page stands. */
  at: Map<number, number>;
}

function readLog(
  file: number,
  { frames, pageBytes, pages }: { frames: number; pageBytes: number; pages: number },
): Log | undefined {
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  const header = Buffer.alloc(WAL_HEADER_BYTES);
  if (fstatSync(file).size < WAL_HEADER_BYTES + frames * frameBytes) return undefined;
  readSync(file, header, 0, header.length, 0);
  // The last bit of the magic number says in which order its checksums are made.
  if ((header.readUInt32BE(0) & ~1) !== WAL_MAGIC || header.readUInt32BE(8) !== pageBytes) return undefined;
  const salt = header.subarray(16, 16 + SALT_BYTES);
  const frame = Buffer.alloc(FRAME_HEADER_BYTES);
  const at = new Map<number, number>();
  let committed = 0;
  for (let number = 0; number < frames; number++) {
    const offset = WAL_HEADER_BYTES + number * frameBytes;
    readSync(file, frame, 0, frame.length, offset);
    if (!frame.subarray(8, 8 + SALT_BYTES).equals(salt)) return undefined;
    at.set(frame.readUInt32BE(0), offset + FRAME_HEADER_BYTES);
    committed = frame.readUInt32BE(4);
  }
  // A view ends with a commit, which says how large the database is then.
  return committed === pages ? { file, at } : undefined;
}

function* read(
  { file, log, sizeBytes, pageBytes }: { file: number; log: Log; sizeBytes: number; pageBytes: number },
  memory: Pieces,
  end: () => void,
): Generator<Uint8Array> {
  const pages = [...log.at.keys()].sort((a, b) => a - b);
  let next = 0;
  try {
    for (let from = 0; from < sizeBytes;) {
      const piece = memory.fill(file, from, sizeBytes - from);
      for (; next < pages.length; next++) {
        const at = (pages[next]! - 1) * pageBytes - from;
        if (at >= piece.length) break;
        readSync(log.file, piece, at, pageBytes, log.at.get(pages[next]!)!);
      }
      from += piece.length;
      yield piece;
    }
  } finally {
    end();
  }
}

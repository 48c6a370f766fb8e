import { DatabaseSync } from "node:sqlite";
import { BackupError } from "../backup_error.ts";
import type { Snapshot } from "./snapshot.ts";

export interface Barrier extends Disposable {
  snapshots: Snapshot[];
  /** For how long nothing could be written. */
  barrierMs: number;
  /** Databases whose writers did not let go in time: their snapshot is of a moment between two of their own writes. */
  unsettled: string[];
  /** Files that look like databases and are none. */
  broken: { path: string; reason: string }[];
}

export interface BarrierOptions {
  /** The host's own; it has to be held. */
  main: string;
  /** Longest time for which writers may be held; default 40. */
  maxMs?: number;
  /** Tried so many times before whoever does not let go is left; default 20. */
  attempts?: number;
}

/** Between two attempts writers get the time that they wait for. */
const REST_MS = 100;

/**
 * Opens a view of every database at one moment. For that moment all of them are locked against writers; readers never
 * notice. Everything slow (opening, reading schemas) happens before, all copying after. A plugin that keeps its own database
 * locked holds up nothing but itself.
 */
export async function raiseBarrier(paths: string[], options: BarrierOptions): Promise<Barrier> {
  const { main, maxMs = 40, attempts = 20 } = options;
  const broken: Barrier["broken"] = [];
  const opened: Opened[] = [];
  try {
    // The host's own first: once it is locked nothing passes from one plugin to another's record any more.
    for (const path of [main, ...paths.filter((path) => path !== main)]) {
      try {
        opened.push(open(path));
      } catch (error) {
        if (path === main) throw error;
        broken.push({ path, reason: (error as Error).message });
      }
    }
    return await retry(opened, { main, maxMs, attempts, broken });
  } catch (error) {
    close(opened);
    throw error;
  }
}

async function retry(
  opened: Opened[],
  { main, maxMs, attempts, broken }: Required<BarrierOptions> & { broken: Barrier["broken"] },
): Promise<Barrier> {
  const left = new Set<string>();
  for (let attempt = 1; attempt <= attempts * 2; attempt++) {
    const slow: string[] = [];
    // A machine that is too busy for that gets more time rather than no backup.
    const limitMs = attempt <= attempts / 2 ? maxMs : maxMs * 4;
    const barrierMs = hold(opened, { maxMs: limitMs, without: left, failed: (path) => slow.push(path) });
    if (barrierMs !== undefined) return result(opened, { barrierMs, unsettled: [...left], broken });
    if (attempt >= attempts) { for (const path of slow) if (path !== main) left.add(path); }
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
  }
  throw new BackupError(
    "busy",
    `The databases were written without a pause, beginning with "${main}": try again later`,
  );
}

interface Opened {
  path: string;
  reader: DatabaseSync;
  /** Undefined where the file is not in WAL mode: opening it for writing could play back a journal that somebody put there. */
  writer: DatabaseSync | undefined;
  /** Asks about the write-ahead log, which a connection with a transaction cannot. */
  log: DatabaseSync | undefined;
  /** See {@linkcode Snapshot}. */
  frames: number | undefined;
}

function open(path: string): Opened {
  const reader = new DatabaseSync(path, { readOnly: true, timeout: 1_000, allowExtension: false });
  const others: DatabaseSync[] = [];
  const another = () => {
    const db = new DatabaseSync(path, { timeout: 0, allowExtension: false });
    others.push(db);
    // Nothing is written through it, so it must not be the one that checkpoints unasked.
    db.exec("PRAGMA wal_autocheckpoint = 0; PRAGMA trusted_schema = OFF");
    db.prepare("SELECT count(*) FROM sqlite_schema").get();
    return db;
  };
  try {
    reader.exec("PRAGMA trusted_schema = OFF");
    reader.prepare("SELECT count(*) FROM sqlite_schema").get();
    const wal = isWal(path, reader);
    return {
      ...{ path, reader, frames: undefined },
      writer: wal ? another() : undefined,
      log: wal ? another() : undefined,
    };
  } catch (error) {
    for (const db of [reader, ...others]) db.close();
    throw error;
  }
}

/**
 * Asked of SQLite, not read from the file: closing a file gives up all locks that this process has on it, also those of the
 * host's own connections.
 */
function isWal(path: string, reader: DatabaseSync): boolean {
  try {
    Deno.lstatSync(`${path}-journal`);
    return false;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return false;
  }
  return reader.prepare("PRAGMA journal_mode").get()?.journal_mode === "wal";
}

/** Locks all, opens all views, unlocks all. Answers the milliseconds, or undefined when that would have taken too long. */
function hold(
  opened: Opened[],
  { maxMs, without, failed }: { maxMs: number; without: Set<string>; failed(path: string): void },
): number | undefined {
  const locked: DatabaseSync[] = [];
  const viewed: DatabaseSync[] = [];
  const begin = performance.now();
  let done = false;
  try {
    for (const { path, writer } of opened) {
      if (!writer || without.has(path)) continue;
      const leftMs = Math.floor(maxMs - (performance.now() - begin));
      if (leftMs <= 0 || !lock(writer, leftMs)) {
        failed(path);
        return undefined;
      }
      locked.push(writer);
    }
    for (const one of opened) {
      const { path, reader, log } = one;
      if (performance.now() - begin > maxMs) {
        failed(path);
        return undefined;
      }
      reader.exec("BEGIN");
      viewed.push(reader);
      // The view is opened by the first read.
      reader.prepare("SELECT count(*) FROM sqlite_schema").get();
      // Only while nobody writes this is the log as the view has it.
      one.frames = without.has(path) ? undefined : log && framesOf(log);
    }
    done = true;
  } finally {
    for (const writer of locked) writer.exec("ROLLBACK");
    if (!done) { for (const reader of viewed) reader.exec("ROLLBACK"); }
  }
  return performance.now() - begin;
}

/** Looks, and moves nothing. */
function framesOf(log: DatabaseSync): number | undefined {
  const { log: frames, checkpointed } = log.prepare("PRAGMA wal_checkpoint(NOOP)").get() as Record<string, number>;
  if (frames! < 0) return undefined;
  return frames === checkpointed ? 0 : frames;
}

function lock(writer: DatabaseSync, waitMs: number): boolean {
  try {
    writer.exec(`PRAGMA busy_timeout = ${waitMs}`);
    writer.exec("BEGIN IMMEDIATE");
    return true;
  } catch {
    return false;
  }
}

function result(opened: Opened[], rest: Pick<Barrier, "barrierMs" | "unsettled" | "broken">): Barrier {
  for (const { writer, log } of opened) {
    writer?.close();
    log?.close();
  }
  return {
    ...rest,
    snapshots: opened.map(({ path, reader, frames }) => ({ path, db: reader, frames })),
    [Symbol.dispose]: () => close(opened),
  };
}

function close(opened: Opened[]): void {
  for (const { reader, writer, log } of opened) {
    for (const db of [reader, writer, log]) if (db?.isOpen) db.close();
  }
}

import { openEventLog } from "../../../host/bus/mod.ts";
import type { TransactionalLog } from "../../../host/bus/ports.ts";
import type { Retention } from "../../../host/bus/mod.ts";
import { type Clock, manualClock } from "../../../host/observe/mod.ts";
import { createWriter, openDatabase } from "../../../host/storage/mod.ts";
import type { Database, Writer } from "../../../host/storage/ports.ts";
import { type LogFixture, memoryLogger } from "./fixture.ts";

export interface SqliteFixture extends LogFixture {
  readonly log: TransactionalLog;
  readonly db: Database;
  readonly writer: Writer;
}

interface Opened {
  log: TransactionalLog;
  db: Database;
  writer: Writer;
}

/** The log on SQLite. A crash opens a copy of the files as they are, while the first life still holds its own. */
export async function openSqliteFixture(options: { retention?: Retention } = {}): Promise<SqliteFixture> {
  const root = await Deno.makeTempDir();
  const clock = manualClock();
  const logged: string[] = [];
  const abandoned: Opened[] = [];
  let life = 0;
  const path = () => `${root}/${life}.db`;
  const start = async (): Promise<Opened> => {
    const born = life;
    // Timers of a life that crashed ring for nobody.
    const ownClock: Clock = {
      now: clock.now,
      timer: (delayMs, callback) => clock.timer(delayMs, () => born === life && callback()),
    };
    const db = openDatabase(path());
    const writer = createWriter(db);
    const log = await openEventLog({ db, writer, clock: ownClock, logger: memoryLogger(logged), ...options });
    return { log, db, writer };
  };
  let current = await start();
  return {
    get log() {
      return current.log;
    },
    get db() {
      return current.db;
    },
    get writer() {
      return current.writer;
    },
    clock,
    logged,
    async restart() {
      await current.log.close();
      await current.writer.close();
      current.db.close();
      current = await start();
    },
    async crash() {
      const from = path();
      abandoned.push(current);
      life++;
      for (const suffix of ["", "-wal"]) await Deno.copyFile(from + suffix, path() + suffix);
      current = await start();
    },
    async [Symbol.asyncDispose]() {
      // Handlers of a life that crashed may never answer: its files are closed without asking the log.
      for (const { writer, db } of [...abandoned, current]) {
        await writer.close();
        db.close();
      }
      await Deno.remove(root, { recursive: true });
    },
  };
}

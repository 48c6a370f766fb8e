/**
 * A process that publishes until it is killed: prints `<id> <seq>` for each event once it is acknowledged.
 * Arguments: path of the database, prefix of the ids.
 */
import { openEventLog } from "../../../host/bus/mod.ts";
import { systemClock } from "../../../host/observe/mod.ts";
import { createWriter, openDatabase } from "../../../host/storage/mod.ts";
import { memoryLogger, newEvent } from "./fixture.ts";

const [path, prefix] = Deno.args as [string, string];
const db = openDatabase(path);
const log = await openEventLog({ db, writer: createWriter(db), clock: systemClock(), logger: memoryLogger([]) });
const encoder = new TextEncoder();
// A consumer moves its cursor all the while.
await log.subscribe({ name: "child", types: ["a.b"], from: 0 }, () => Promise.resolve());
await Promise.all(Array.from({ length: 16 }, async (_, lane) => {
  for (let n = 0;; n++) {
    const [result] = await log.publish([
      newEvent("a.b", { id: `${prefix}-${lane}-${n}`, subject: `${prefix}-${lane}` }),
    ]);
    Deno.stdout.writeSync(encoder.encode(`${result!.id} ${result!.seq}\n`));
  }
}));

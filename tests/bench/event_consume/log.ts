import { openEventLog } from "../../../host/bus/mod.ts";
import type { NewEvent, TransactionalLog } from "../../../host/bus/ports.ts";
import { type Logger, systemClock } from "../../../host/observe/mod.ts";
import { createWriter, openDatabase } from "../../../host/storage/mod.ts";

/** The event log alone, in a file of its own, with a logger that says nothing. */
export async function openBenchLog(path: string): Promise<{ log: TransactionalLog } & AsyncDisposable> {
  const db = openDatabase(path);
  const writer = createWriter(db);
  const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
  const log = await openEventLog({ db, writer, clock: systemClock(), logger: quiet, retention: false });
  return {
    log,
    async [Symbol.asyncDispose]() {
      await log.close();
      await writer.close();
      db.close();
    },
  };
}

/** Publishes with so many in flight at any time; each is on disk when its promise resolves. */
export async function publishAll(log: TransactionalLog, events: NewEvent[], inFlight: number): Promise<number> {
  const start = performance.now();
  let next = 0;
  const publisher = async () => {
    while (next < events.length) await log.publish([events[next++]!]);
  };
  await Promise.all(Array.from({ length: inFlight }, publisher));
  return events.length / (performance.now() - start) * 1_000;
}

/** Publishes to a consumer that takes at once: events a second until the last one is taken, and its cursor is on disk. */
export async function consumeRate(path: string, events: NewEvent[], inFlight: number): Promise<number> {
  await using t = await openBenchLog(path);
  let taken = 0;
  const all = Promise.withResolvers<void>();
  const deliver = () => {
    if (++taken === events.length) all.resolve();
    return Promise.resolve();
  };
  const subscription = await t.log.subscribe({ name: "bench", types: ["bench.**"], maxInFlight: inFlight }, deliver);
  const start = performance.now();
  await Promise.all([publishAll(t.log, events, inFlight), all.promise]);
  await subscription.close();
  const rate = events.length / (performance.now() - start) * 1_000;
  const { position } = await t.log.consumer("bench");
  if (position !== t.log.head()) throw new Error(`The consumer stands at ${position} of ${t.log.head()}`);
  return rate;
}

/** From publish to handler, one at a time, in milliseconds, sorted. */
export async function handlerLatencies(path: string, events: NewEvent[]): Promise<number[]> {
  await using t = await openBenchLog(path);
  let arrived = () => {};
  await t.log.subscribe({ name: "bench", types: ["bench.**"] }, () => {
    arrived();
    return Promise.resolve();
  });
  const latencies: number[] = [];
  for (const event of events) {
    const start = performance.now();
    const handled = new Promise<void>((resolve) => arrived = resolve);
    const published = t.log.publish([event]);
    await handled;
    latencies.push(performance.now() - start);
    await published;
  }
  return latencies.sort((a, b) => a - b);
}

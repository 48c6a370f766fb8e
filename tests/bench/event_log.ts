import { openEventLog } from "../../host/bus/mod.ts";
import { type Logger, systemClock } from "../../host/observe/mod.ts";
import { newEventId } from "../../host/sdk/channel/event_id.ts";
import { createWriter, openDatabase } from "../../host/storage/mod.ts";
import { type BenchResult, median } from "./result.ts";

const EVENTS = 50_000;
const IN_FLIGHT = 512;
const ROUNDS = 3;
const LATENCIES = 2_000;
const BODY = { text: "x".repeat(200) };

/** The durable log beside bare inserts of the same rows, 512 a transaction, into a table without any index. */
export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    const bare: number[] = [];
    const publish: number[] = [];
    const endToEnd: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(bareInserts(`${dir}/bare${round}.db`));
      const rates = await logRates(`${dir}/log${round}.db`);
      publish.push(rates.publish);
      endToEnd.push(rates.endToEnd);
    }
    const latencies = await logLatencies(`${dir}/latency.db`);
    const p99 = latencies[Math.floor(latencies.length * 0.99)]!;
    return [
      {
        name: "durable publishes, 512 in flight, beside bare inserts",
        value: Math.max(...publish) / Math.max(...bare),
        unit: "ratio",
        bar: 0.25,
        better: "higher",
        detail: `${perSecond(publish)} published, ${perSecond(endToEnd)} published and taken by a consumer, ` +
          `${perSecond(bare)} bare inserts a second (best of ${ROUNDS})`,
      },
      {
        name: "from publish to handler, one at a time",
        value: median(latencies),
        unit: "ms",
        bar: 1,
        better: "lower",
        detail: `p99 ${p99.toFixed(2)} ms, with an fsync before the handler is called`,
      },
    ];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function bareInserts(path: string): number {
  const db = openDatabase(path);
  db.exec("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  const start = performance.now();
  for (let n = 0; n < EVENTS; n += IN_FLIGHT) {
    db.transaction(() => {
      for (let row = 0; row < IN_FLIGHT; row++) {
        db.run("INSERT INTO event (body) VALUES (?)", JSON.stringify(event(n + row)));
      }
    });
  }
  const rate = EVENTS / (performance.now() - start) * 1_000;
  db.close();
  return rate;
}

async function logRates(path: string): Promise<{ publish: number; endToEnd: number }> {
  await using t = await openLog(path);
  const publish = await publishAll(t.log);
  let taken = 0;
  let start = 0;
  const all = Promise.withResolvers<number>();
  await t.log.subscribe({ name: "bench", types: ["bench.**"] }, () => {
    if (++taken === EVENTS) all.resolve(EVENTS / (performance.now() - start) * 1_000);
    return Promise.resolve();
  });
  start = performance.now();
  await publishAll(t.log);
  return { publish, endToEnd: await all.promise };
}

async function logLatencies(path: string): Promise<number[]> {
  await using t = await openLog(path);
  let arrived = () => {};
  await t.log.subscribe({ name: "bench", types: ["bench.**"] }, () => {
    arrived();
    return Promise.resolve();
  });
  const latencies: number[] = [];
  for (let n = 0; n < LATENCIES; n++) {
    const start = performance.now();
    const handled = new Promise<void>((resolve) => arrived = resolve);
    const published = t.log.publish([event(n)]);
    await handled;
    latencies.push(performance.now() - start);
    await published;
  }
  return latencies.sort((a, b) => a - b);
}

async function publishAll(log: Awaited<ReturnType<typeof openLog>>["log"]): Promise<number> {
  const start = performance.now();
  let left = EVENTS;
  const publisher = async () => {
    while (left-- > 0) await log.publish([event(left)]);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, publisher));
  return EVENTS / (performance.now() - start) * 1_000;
}

function event(n: number) {
  return {
    id: newEventId(),
    source: "bench",
    type: "bench.thing.done",
    subject: `s${n % 100}`,
    time: new Date().toISOString(),
    data: { ...BODY, n },
    actorkind: "system" as const,
    hops: 0,
    audience: "plugins",
  };
}

async function openLog(path: string) {
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

function perSecond(rates: number[]): string {
  return Math.round(Math.max(...rates)).toLocaleString("en");
}

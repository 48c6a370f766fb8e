/**
 * An engine with runs that wait, in a process of its own. Prints `ready`, then one JSON line for each line it reads, which
 * says what is to be done: see {@linkcode Order}.
 *
 *   deno run -A --frozen --v8-flags=--expose-gc tests/bench/waiting_runs/engine_process.ts <folder> [clock ahead, ms]
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { type Clock, systemClock } from "../../../host/observe/mod.ts";
import type { BenchEngine } from "../workflow_runs/bench_engine.ts";
import { openBenchEngine } from "../workflow_runs/bench_engine.ts";
import { treeMemoryMb } from "./memory.ts";
import { SCRIPTS } from "./scripts.ts";

export interface Order {
  /** Begins runs of both kinds with these numbers and waits until all that there are are in no compartment. */
  make?: { from: number; to: number; until: number };
  /** Wakes the waiters with an event each, in a mixed order. */
  pay?: number;
  /** Waits until so many have gone on by themselves. */
  slept?: number;
  /** Answers what the process and its children have of the memory, in MB. */
  memory?: boolean;
}

/** Of a run that waited: one for its beginning, one for its going on, and that of its end. */
const GENERATIONS = 3;
/** Events that are published together. */
const BATCH = 500;

const [folder, ahead = "0"] = Deno.args;
const start = performance.now();
const engine = await openBenchEngine(folder!, { scripts: SCRIPTS, clock: aheadBy(Number(ahead)) });
const openMs = performance.now() - start;
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const { make, pay = 0, slept = 0, memory = false }: Order = JSON.parse(line);
  const answer: Record<string, unknown> = { openMs };
  if (make) answer.madeMs = await inTime(() => makeRuns(engine, make));
  if (pay > 0) Object.assign(answer, await woken("waiter", mixed(pay), () => payAll(engine, mixed(pay))));
  // Sleepers were made in the opposite order of their times.
  if (slept > 0) Object.assign(answer, await woken("sleeper", Array.from({ length: slept }, (_, n) => slept - 1 - n)));
  if (memory) answer.memoryMb = await treeMemoryMb();
  console.log(JSON.stringify(answer));
}
await engine[Symbol.asyncDispose]();

async function makeRuns(
  { db, publishAll }: BenchEngine,
  { from, to, until }: NonNullable<Order["make"]>,
): Promise<void> {
  for (let n = from; n < to; n += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, to - n) }, (_, i) => n + i);
    await publishAll([
      ...batch.map((n) => ({ type: "bench.sleep.asked", data: { n, until: until - n } })),
      ...batch.map((n) => ({ type: "bench.wait.asked", data: { n } })),
    ]);
  }
  const count = (sql: string) => db.get<{ count: number }>(`SELECT count(*) AS count FROM ${sql}`)!.count;
  while (count("wf_rests WHERE left_at IS NOT NULL") < 2 * to) await pause(250);
}

async function payAll({ publishAll }: BenchEngine, order: number[]): Promise<void> {
  for (let at = 0; at < order.length; at += BATCH) {
    await publishAll(order.slice(at, at + BATCH).map((n) => ({ type: "bench.order.paid", data: { n } })));
  }
}

/**
 * Waits until all have gone on; answers how many did so after one that should have been behind them, and how many were
 * given to a compartment more often than need be, since it ended under them.
 */
async function woken(
  kind: string,
  order: number[],
  wake: () => Promise<void> = async () => {},
): Promise<{ wokenMs: number; outOfOrder: number; replayed: number }> {
  const seen: number[] = [];
  const types = [`bench.${kind}.woke`];
  const wokenMs = await inTime(async () => {
    await wake();
    for (let since = 0; seen.length < order.length;) {
      const events = await engine.log.read({ types, since, limit: 1_000 });
      since = events.at(-1)?.seq ?? since;
      for (const { data } of events) seen.push(data as number);
      if (events.length < 1_000) await pause(50);
    }
  });
  if (new Set(seen).size !== order.length) throw new Error(`Of ${order.length} runs ${new Set(seen).size} went on`);
  const places = new Map(order.map((n, place) => [n, place]));
  let outOfOrder = 0;
  let furthest = -1;
  for (const n of seen) {
    const place = places.get(n)!;
    if (place < furthest) outOfOrder++;
    furthest = Math.max(furthest, place);
  }
  const sql = "SELECT count(*) AS count FROM wf_runs WHERE name = ? AND generation > ?";
  const replayed = engine.db.get<{ count: number }>(sql, kind, GENERATIONS)!.count;
  return { wokenMs, outOfOrder, replayed };
}

/** All numbers below a count, mixed, and in the same way each time. */
function mixed(count: number): number[] {
  // A prime that divides no such count.
  return Array.from({ length: count }, (_, n) => (n * 7_919) % count);
}

/** The system's clock, so many milliseconds ahead. */
function aheadBy(ms: number): Clock {
  const clock = systemClock();
  return { now: () => clock.now() + ms, timer: (delayMs, callback) => clock.timer(delayMs, callback) };
}

async function inTime(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

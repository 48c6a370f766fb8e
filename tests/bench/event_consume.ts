/**
 * Durable publish to consumed and acknowledged, 256 bytes of data, 512 in flight: beside Redis Streams that wait for the disk
 * too, and beside the least that SQLite needs for the same rows. All by turns, and the best round of each counts: what else
 * runs on the machine only ever slows one down.
 */
import type { NewEvent } from "../../host/bus/ports.ts";
import { newEventId } from "../../host/sdk/channel/event_id.ts";
import { bareCommitMs, floorRate } from "./event_consume/floor.ts";
import { consumeRate, handlerLatencies, openBenchLog, publishAll } from "./event_consume/log.ts";
import { type RedisPeer, type RedisRates, startRedis } from "./event_consume/redis.ts";
import { type BenchResult, median } from "./result.ts";

const EVENTS = 50_000;
const IN_FLIGHT = 512;
const BYTES = 256;
const ROUNDS = 6;
const LATENCIES = 500;
/** Subjects among which the events are spread: the log keeps order in each. */
const SUBJECTS = 4_096;

export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    await using redis = await startRedis(dir);
    const events = Array.from({ length: EVENTS }, (_, n) => makeEvent(n));
    const rows = events.map((event) => JSON.stringify({ specversion: "1.0", ...event }));
    const floor: number[] = [];
    const publish: number[] = [];
    const consume: number[] = [];
    const peers: RedisRates[] = [];
    const latencies: number[][] = [];
    const commits: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // Each way by turns: the faster one counts.
      const together = round % 2 === 0 ? 64 : 1;
      floor.push(floorRate(`${dir}/floor${round}.db`, rows, { batch: IN_FLIGHT, together }));
      consume.push(await consumeRate(`${dir}/consume${round}.db`, events, IN_FLIGHT));
      if (redis) peers.push(await askRedis(redis, round % 2 === 0));
      await using t = await openBenchLog(`${dir}/publish${round}.db`);
      publish.push(await publishAll(t.log, events, IN_FLIGHT));
      commits.push(bareCommitMs(`${dir}/commit${round}.db`, rows.slice(0, LATENCIES)));
      latencies.push(await handlerLatencies(`${dir}/latency${round}.db`, events.slice(0, LATENCIES)));
    }
    return results({ floor, publish, consume, peers, latencies, commits });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

interface Measured {
  floor: number[];
  publish: number[];
  consume: number[];
  peers: RedisRates[];
  /** Of each round. */
  latencies: number[][];
  /** Milliseconds of a bare commit, the median of each round. */
  commits: number[];
}

function results({ floor, publish, consume, peers, latencies, commits }: Measured): BenchResult[] {
  const redis = peers.map(({ rate }) => rate);
  const quickest = latencies.toSorted((a, b) => median(a) - median(b))[0]!;
  const p99 = quickest[Math.floor(quickest.length * 0.99)]!;
  const found: BenchResult[] = [{
    name: `publish to consumed, ${IN_FLIGHT} in flight, beside bare SQLite`,
    value: Math.max(...consume) / Math.max(...floor),
    unit: "ratio",
    bar: 0.5,
    better: "higher",
    detail:
      `${perSecond(consume)} events a second against ${perSecond(floor)} rows inserted, read and passed by a cursor; ` +
      `${perSecond(publish)} published with nobody listening (best of ${ROUNDS})`,
  }];
  if (peers.length > 0) {
    found.push({
      name: `publish to consumed, ${IN_FLIGHT} in flight, beside Redis Streams with appendfsync always`,
      value: Math.max(...consume) / Math.max(...redis),
      unit: "ratio",
      bar: 1.5,
      better: "higher",
      detail: `${perSecond(consume)} events a second against ${perSecond(redis)} (best of ${ROUNDS})`,
    });
  } else console.error("        There is no redis-server on this machine: the log is not compared with Redis Streams");
  found.push({
    name: "from publish to handler, one at a time, with an fsync before",
    value: median(quickest),
    unit: "ms",
    bar: 0.35,
    better: "lower",
    detail: `p99 ${p99.toFixed(2)} ms; a bare commit of one row ${Math.min(...commits).toFixed(2)} ms` +
      (peers.length > 0 ? `; Redis ${Math.min(...peers.map(({ medianMs }) => medianMs)).toFixed(2)} ms` : ""),
  });
  return found;
}

function askRedis(redis: RedisPeer, pipelines: boolean): Promise<RedisRates> {
  return redis.run({ events: EVENTS, inFlight: IN_FLIGHT, bytes: BYTES, pipelines, latencies: LATENCIES });
}

function makeEvent(n: number): NewEvent {
  const text = "x".repeat(BYTES - JSON.stringify({ n, text: "" }).length);
  return {
    id: newEventId(),
    source: "bench",
    type: "bench.thing.done",
    subject: `s${n % SUBJECTS}`,
    time: new Date().toISOString(),
    data: { n, text },
    actorkind: "system",
    hops: 0,
    audience: "plugins",
  };
}

function perSecond(rates: number[]): string {
  return Math.round(Math.max(...rates)).toLocaleString("en");
}

/**
 * The engine in a process of its own. Prints `ready`, then one JSON line for each line it reads, which says what is
 * measured and how: see {@linkcode Order}.
 *
 *   deno run -A --frozen tests/bench/workflow_runs/engine_process.ts <empty folder>
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { openBenchEngine } from "./bench_engine.ts";
import type { Order } from "./peer.ts";

const engine = await openBenchEngine(Deno.args[0]!);
for (let n = 0; n < 200; n++) await engine.call("three-steps");
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const { runs = 0, inFlight = 1, sequential = 0, events = 0 }: Order = JSON.parse(line);
  const answer: Record<string, unknown> = {};
  if (runs > 0) {
    const { user, system } = process.cpuUsage();
    answer.rate = await atOnce(runs, inFlight);
    const used = process.cpuUsage();
    answer.cpuMicros = (used.user + used.system - user - system) / runs;
  }
  if (sequential > 0) answer.medianMs = middle(await oneAtATime(sequential));
  if (events > 0) answer.firstStepMs = await firstSteps(events);
  console.log(JSON.stringify(answer));
}
await engine[Symbol.asyncDispose]();

async function atOnce(runs: number, inFlight: number): Promise<number> {
  let left = runs;
  const start = performance.now();
  const lane = async () => {
    while (left-- > 0) await engine.call("three-steps");
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return runs / (performance.now() - start) * 1_000;
}

async function oneAtATime(runs: number): Promise<number[]> {
  const found: number[] = [];
  for (let n = 0; n < runs; n++) {
    const start = performance.now();
    await engine.call("three-steps");
    found.push(performance.now() - start);
  }
  return found;
}

/**
 * From the publish of an event to the function of the first step, one at a time. The run tells how long it took by an event
 * of its own, so nothing has to look for it meanwhile.
 */
async function firstSteps(events: number): Promise<number> {
  const found: number[] = [];
  let told = Promise.withResolvers<number>();
  const subscription = await engine.log.subscribe(
    { name: "bench", types: ["benchdone.first"], from: "now" },
    ({ data }) => Promise.resolve(told.resolve((data as { took: number }).took)),
  );
  for (let n = 0; n < events; n++) {
    told = Promise.withResolvers();
    await engine.publish("bench.thing.done", { at: performance.timeOrigin + performance.now() });
    found.push(await told.promise);
  }
  await subscription.close();
  return middle(found);
}

function middle(samples: number[]): number {
  return samples.sort((a, b) => a - b)[samples.length >> 1] ?? 0;
}

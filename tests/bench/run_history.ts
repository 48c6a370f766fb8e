import { DatabaseSync } from "node:sqlite";
import { launchPage } from "./page.ts";
import { startHostProcess } from "./host_process.ts";
import { type BenchResult, median } from "./result.ts";

const STEPS = 1_000_000;
/** One run has most of them; the rest is that of many. */
const LONG = 951_000;
const SHORT_RUNS = 4_900;
const ROUNDS = 15;
const OPENINGS = 5;
/** The bar for a history of a million steps, in milliseconds. */
const BAR_MS = 200;

/** A history of 1,000,000 steps: what the pages ask for over HTTP, and how long one takes to open in a browser. */
export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    // The first start makes the tables and the version to which the runs belong.
    await using first = await startHostProcess({ dir });
    await first.host.end("SIGTERM");
    const { id, name } = fill(`${dir}/data/host.db`);
    await using process = await startHostProcess({ dir });
    const { host } = process;
    const time = async (method: string, params: object) => {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const start = performance.now();
        await host.call(`host.workflow.${method}`, params);
        times.push(performance.now() - start);
      }
      return { first: times[0]!, median: median(times), worst: Math.max(...times) };
    };
    const calls: [string, string, object][] = [
      ["the run", "run.get", { id, steps: 200 }],
      ["its last steps", "run.steps", { id, after: LONG - 100, limit: 110 }],
      ["around a step", "run.steps", { id, around: `item ${LONG / 2}`, limit: 100 }],
      ["one step", "run.step", { id, step: `item ${LONG / 3}` }],
      ["the list", "runs", { limit: 100 }],
      ["the failed", "runs", { name, state: "failed", limit: 100 }],
      ["words in no error", "runs", { name, text: "nothing like it", limit: 100 }],
      ["counts", "runs.count", {}],
      ["the picture", "graph", { name }],
    ];
    const answers = [];
    for (const [words, method, params] of calls) answers.push({ words, ...await time(method, params) });
    const slowest = answers.reduce((a, b) => (a.median > b.median ? a : b));
    await using page = await launchPage(host.url);
    const opened: number[] = [];
    for (let n = 0; page && n < OPENINGS; n++) opened.push(await page.open(name, id));
    return [
      {
        name: `a history of ${STEPS.toLocaleString("en")} steps: the slowest of what its pages ask for`,
        value: slowest.median,
        unit: "ms",
        bar: BAR_MS,
        better: "lower",
        detail: answers.map(({ words, median, worst }) =>
          `${words} ${median.toFixed(1)} (${worst.toFixed(0)})`
        ).join(", ") +
          `: median and worst of ${ROUNDS} over HTTP`,
      },
      ...(opened.length > 0
        ? [{
          name: `a run of ${LONG.toLocaleString("en")} steps: from a click to its steps in Chromium`,
          value: median(opened),
          unit: "ms",
          bar: BAR_MS,
          better: "lower" as const,
          detail: `${opened.map((ms) => ms.toFixed(0)).join(", ")} ms`,
        }]
        : []),
    ];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Writes the history as the engine would have left it. */
export function fill(path: string): { id: string; name: string } {
  using db = new DatabaseSync(path);
  db.exec("PRAGMA synchronous = OFF; BEGIN");
  const { hash, name } = db.prepare("SELECT hash, name FROM wf_scripts WHERE hash IS NOT NULL LIMIT 1").get() as {
    hash: string;
    name: string;
  };
  const now = Date.now();
  const insertRun = db.prepare(
    "INSERT INTO wf_runs (id, name, hash, state, admitted, trigger_kind, candidates, since, seed, error, created_at, " +
      "started_at, ended_at) VALUES (?, ?, ?, ?, 1, 'manual', '[0]', 0, '', ?, ?, ?, ?)",
  );
  const insertStep = db.prepare(
    "INSERT INTO wf_steps (run, name, occurrence, position, kind, hash, state, attempts, input, output, seq, started_at, " +
      "ended_at) VALUES (?, ?, 1, ?, 'step', 'abcdefghijklmnop', 'succeeded', 1, '{\"kind\":\"step\"}', ?, ?, ?, ?)",
  );
  const addRun = (at: number, steps: number, failed: boolean): string => {
    const id = `run_${at.toString(36).padStart(9, "0")}00000000000000000000`;
    const error = failed
      ? JSON.stringify({ name: "Error", message: "The bank is busy", code: -32603, reason: "internal" })
      : null;
    const ord = insertRun.run(id, name, hash, failed ? "failed" : "succeeded", error, at, at, at + 2).lastInsertRowid;
    const output = JSON.stringify({ ok: true, text: "x".repeat(60) });
    for (let n = 1; n <= steps; n++) insertStep.run(ord, `item ${n}`, n, output, n, at + n, at + n + 1);
    return id;
  };
  // Of one workflow 5,000 are kept; the newest is the long one.
  for (let n = 0; n < SHORT_RUNS; n++) addRun(now - 10_000_000 + n, (STEPS - LONG) / SHORT_RUNS, n % 50 === 0);
  const id = addRun(now - 1_000_000, LONG, false);
  db.exec("COMMIT");
  return { id, name };
}

/**
 * Twenty services that print 100,000 lines each at once: how fast all of it is stored, whether in order, when its words are
 * found, and what the host's own calls take meanwhile beside before.
 */
import { DatabaseSync } from "node:sqlite";
import { testHost } from "../harness/mod.ts";
import type { BenchResult } from "./result.ts";

const SERVICES = 20;
const LINES = 100_000;
const LOOKS = 300;

export async function run(): Promise<BenchResult[]> {
  await using host = await testHost({ plugins: ["supervisor"] });
  const calls = async (going: () => boolean) => {
    const took: number[] = [];
    while (going()) {
      const begun = performance.now();
      await host.call("host.user.me");
      took.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    took.sort((a, b) => a - b);
    return took[Math.floor(took.length * 0.99)]!;
  };
  let looks = 0;
  const before = await calls(() => looks++ < LOOKS);
  const script = `seq -f "line n%.0f of the service" 0 ${LINES - 1}`;
  const names = Array.from({ length: SERVICES }, (_, n) => `talker${n}`);
  for (const name of names) {
    await host.call("supervisor.service.register", { spec: { service: { name, exec: ["/bin/sh", "-c", script] } } });
  }
  const begun = performance.now();
  let printing = true;
  const during = calls(() => printing);
  for (const name of names) await host.call("supervisor.service.start", { name });
  for (let stored = 0; stored < SERVICES * LINES;) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const { items } = await host.call<{ items: { name: string; count: number }[] }>("host.log.tree", {
      prefix: "supervisor",
    });
    stored = items.filter(({ name }) => name.startsWith("supervisor.talker")).reduce(
      (sum, { count }) => sum + count,
      0,
    );
    if (performance.now() - begun > 300_000) throw new Error(`only ${stored} lines are stored after 300 s`);
  }
  const seconds = (performance.now() - begun) / 1_000;
  printing = false;
  const meanwhile = await during;
  const stored = performance.now();
  for (;;) {
    const found = await host.call<{ items: unknown[] }>("host.log.query", {
      source: "supervisor.talker7",
      text: `n${LINES - 1}`,
    });
    if (found.items.length > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const foundMs = performance.now() - stored;
  for (const name of names) inOrder(host.dataDir, `supervisor.${name}`);
  const rate = Math.round(SERVICES * LINES / seconds);
  const calls99 = `p99 of a call ${before.toFixed(1)} ms before, ${meanwhile.toFixed(1)} ms meanwhile`;
  return [
    {
      name: "lines of 20 services, stored a second",
      value: rate,
      unit: "lines/s",
      bar: 100_000,
      better: "higher",
      detail: `${SERVICES * LINES} lines in ${seconds.toFixed(1)} s, all of them there once and in order`,
    },
    {
      name: "their words, found after",
      value: foundMs,
      unit: "ms",
      bar: 5_000,
      better: "lower",
      detail: "the last line",
    },
    {
      name: "the host's calls meanwhile",
      value: meanwhile / before,
      unit: "ratio",
      bar: 3,
      better: "lower",
      detail: calls99,
    },
  ];
}

/** Every line of one service, as it lies on the disk: none twice, none missing, none before another that was printed later. */
function inOrder(dataDir: string, source: string): void {
  using db = new DatabaseSync(`${dataDir}/logs.db`, { readOnly: true });
  const stored = db.prepare(
    "SELECT message FROM log_lines WHERE source_id = (SELECT id FROM log_sources WHERE name = ?) ORDER BY id",
  );
  let next = 0;
  for (const { message } of stored.iterate(source)) {
    if (!String(message).startsWith("line n")) continue;
    if (message !== `line n${next} of the service`) {
      throw new Error(`${source}: "${message}" stands where n${next} should`);
    }
    next++;
  }
  if (next !== LINES) throw new Error(`${source}: ${next} lines are stored instead of ${LINES}`);
}

/**
 * The log as it is when services talk a lot: lines stored a second beside bare inserts of the same rows in the same run, how
 * long the host's own thread is held up meanwhile, when their words are found, and how long a page of a search among
 * 5,000,000 lines takes.
 */
import { DatabaseSync } from "node:sqlite";
import { openObserve, systemClock } from "../../host/observe/mod.ts";
import type { BenchResult } from "./result.ts";

const LINES = 5_000_000;
/** Lines written in one turn; so many come with one read of a pipe. */
const CHUNK = 500;
const SOURCES = 20;
const LOOKS = 30;
const WORDS = "request served connection pool retry timeout user session token cache index page query order invoice"
  .split(
    " ",
  );

export async function run(): Promise<BenchResult[]> {
  const dataDir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    const floor = bareRate(`${dataDir}/floor.db`, 500_000);
    const observe = openObserve({ dataDir, clock: systemClock(), format: "none", maxBytes: 8e9 });
    try {
      const turns: number[] = [];
      const start = performance.now();
      for (let n = 0; n < LINES;) {
        const begun = performance.now();
        const source = `service.s${Math.floor(n / CHUNK) % SOURCES}`;
        const time = new Date().toISOString();
        const records = Array.from({ length: CHUNK }, () => ({ time, level: levelOf(n), message: lineOf(n++) }));
        observe.sink.write(source, records);
        turns.push(performance.now() - begun);
        // What comes faster than it is stored would be dropped: a pipe is not read further until there is room.
        if (n % (CHUNK * 20) === 0) await observe.stored();
        else await new Promise((resolve) => setTimeout(resolve));
      }
      await observe.stored();
      const rate = LINES / (performance.now() - start) * 1_000;
      const stored = performance.now();
      while ((await observe.query({ text: `n${LINES - 1}` })).length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const found = performance.now() - stored;
      if (observe.dropped > 0) throw new Error(`${observe.dropped} lines were dropped`);
      turns.sort((a, b) => a - b);
      const searches: Record<string, number> = {};
      for (
        const [name, query] of Object.entries({
          newest: {},
          "a common word": { text: "request" },
          "two words": { text: "retry invoice" },
          "a rare word": { text: "n1234567" },
          "a word that is nowhere": { text: "nowhere" },
          "one source": { source: "service.s7" },
          "errors of one source": { source: "service.s7", level: "error" as const },
          "a word of one source": { source: "service.s7", text: "timeo" },
          "an old minute": { toMs: Date.now() - 30_000 },
        })
      ) searches[name] = await slowest(() => observe.query({ ...query, limit: 200 }));
      const slow = Object.entries(searches).sort(([, a], [, b]) => b - a);
      return [{
        name: `lines stored a second, from ${SOURCES} sources`,
        value: Math.round(rate),
        unit: "lines/s",
        better: "higher",
        bar: 100_000,
        detail: `${(rate / floor).toFixed(2)} of bare inserts of the same rows (${
          Math.round(floor).toLocaleString("en")
        }); the host's thread is held up ${
          turns[Math.floor(turns.length * 0.99)]!.toFixed(1)
        } ms for ${CHUNK} lines (p99)`,
      }, {
        name: "until the words of the last line are found",
        value: found / 1_000,
        unit: "s",
        better: "lower",
        bar: 5,
        detail: "after it was stored, with all lines written as fast as they are stored",
      }, {
        name: `first page of a search among ${LINES.toLocaleString("en")} lines, the slowest kind`,
        value: slow[0]![1],
        unit: "ms",
        better: "lower",
        bar: 150,
        detail: slow.map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`).join(", "),
      }];
    } finally {
      await observe.close();
    }
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** The 95th of a hundred, in milliseconds. */
async function slowest(look: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < LOOKS; n++) {
    const start = performance.now();
    await look();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(LOOKS * 0.95)]!;
}

function levelOf(n: number): "debug" | "info" | "warn" | "error" {
  return n % 1_000 === 0 ? "error" : n % 100 === 0 ? "warn" : "info";
}

function lineOf(n: number): string {
  const word = (at: number) => WORDS[(n * 7 + at * 13 + (n >> 4)) % WORDS.length];
  return `n${n} ${word(0)} ${word(1)} ${word(2)} took ${n % 977} ms at 10.0.${n % 256}.${n % 253}`;
}

/** The least: the same rows into a table without any index, as one statement for 64 of them. */
function bareRate(path: string, lines: number): number {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000");
  db.exec("CREATE TABLE line (id INTEGER PRIMARY KEY, time INTEGER, level INTEGER, source INTEGER, message TEXT)");
  const insert = db.prepare(`INSERT INTO line VALUES ${Array(50).fill("(?,?,?,?,?)").join(",")}`);
  const start = performance.now();
  for (let n = 0; n < lines;) {
    db.exec("BEGIN");
    for (const end = n + 2_000; n < end;) {
      const values = Array.from({ length: 50 }, () => [++n, Date.now(), 1, n % SOURCES, lineOf(n)]).flat();
      insert.run(...values as (string | number)[]);
    }
    db.exec("COMMIT");
  }
  const rate = lines / (performance.now() - start) * 1_000;
  db.close();
  return rate;
}

import assert from "node:assert/strict";
import { createWriter, migrate, openDatabase } from "../storage/mod.ts";
import type { Database } from "../storage/ports.ts";
import { KEEP, type KeepOptions, Retention, type RetentionOptions } from "./retention.ts";
import { insertRun, selectRuns, updateRun } from "./run_store.ts";

const NOW = 100 * 86_400_000;
const DAY = 86_400_000;

interface Made {
  name: string;
  ended?: number;
  output?: string;
}

async function kept(
  made: Made[],
  keep: Partial<KeepOptions>,
  workflows?: RetentionOptions["workflows"],
): Promise<{ kept: number[]; removed: number; values: number }> {
  const db = openDatabase(":memory:");
  const writer = createWriter(db);
  try {
    migrate(db, "workflows", new URL("./migrations/", import.meta.url));
    made.forEach((run, index) => insert(db, run, index));
    const retention = new Retention({ writer, now: () => NOW, keep: { ...KEEP, ...keep }, workflows });
    const removed = await retention.prune();
    const values = db.get<{ n: number }>("SELECT count(*) AS n FROM wf_values")!.n;
    return { kept: selectRuns(db, "1 ORDER BY ord").map(({ id }) => Number(id)), removed, values };
  } finally {
    await writer.close();
    db.close();
  }
}

function insert(db: Database, { name, ended, output }: Made, index: number): void {
  const hash = `h-${name}`;
  db.run("INSERT OR IGNORE INTO wf_versions VALUES (?, ?, x'00', '{}', '', 0, NULL)", hash, name);
  const row = insertRun(db, {
    id: String(index),
    name,
    hash,
    admitted: true,
    triggerKind: "manual",
    candidates: [0],
    since: 0,
    seed: "s",
    createdAt: 0,
    key: "",
  })!;
  if (ended !== undefined) updateRun(db, row.ord, { state: "succeeded", endedAt: ended, output });
}

Deno.test("runs go by age and number, as is said for their workflow, and none that has not ended", async () => {
  const runs: Made[] = [
    { name: "a", ended: NOW - 40 * DAY },
    { name: "b", ended: NOW - 40 * DAY },
    { name: "a" },
    { name: "a", ended: NOW - DAY },
    { name: "b" },
    { name: "b", ended: NOW - DAY },
    { name: "b", ended: NOW },
  ];
  assert.deepEqual((await kept(runs, {})).kept, [2, 3, 4, 5, 6]);
  assert.deepEqual((await kept(runs, {}, { a: { maxAgeMs: 0 }, b: { maxRuns: 1 } })).kept, [0, 2, 3, 4, 6]);
  assert.deepEqual((await kept(runs, { maxAgeMs: 0, maxRuns: 0 })).removed, 0);
});

Deno.test("what is large goes oldest first until there is room, and its values with it", async () => {
  const runs: Made[] = Array.from(
    { length: 6 },
    (_, n) => ({ name: "a", ended: NOW, output: `${n}`.repeat(1_000_000) }),
  );
  runs.splice(2, 0, { name: "a" });
  const after = await kept(runs, { maxBytes: 3_100_000 });
  assert.deepEqual(after.kept, [2, 4, 5, 6]);
  assert.equal(after.values, 3);
});

Deno.test("many runs go in slices", async () => {
  const runs = Array.from({ length: 1_050 }, () => ({ name: "a", ended: NOW }));
  const after = await kept(runs, { maxRuns: 10 });
  assert.equal(after.removed, 1_040);
  assert.equal(after.kept.length, 10);
});

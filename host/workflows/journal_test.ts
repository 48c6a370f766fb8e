import assert from "node:assert/strict";
import type { StepRecord } from "../sdk/workflow/step_record.ts";
import { createWriter, migrate, openDatabase } from "../storage/mod.ts";
import { Journal } from "./journal.ts";
import { insertRun } from "./run_store.ts";

const RUNS = 600;

Deno.test("however many steps are written, those that end later are on disk later", async () => {
  const db = openDatabase(":memory:");
  const writer = createWriter(db);
  const journal = new Journal(writer);
  migrate(db, "workflows", new URL("./migrations/", import.meta.url));
  db.run("INSERT INTO wf_versions VALUES ('h', 'w', x'00', '{}', '', 0, NULL)");
  const run = { name: "w", hash: "h", admitted: true, triggerKind: "manual" as const, candidates: [0], since: 0 };
  const steps = Array.from({ length: RUNS }, (_, n): { ord: number; record: StepRecord } => ({
    ord: insertRun(db, { ...run, id: `run_${n}`, seed: "s", createdAt: 0, key: "" })!.ord,
    record: {
      ...{ name: "nap", occurrence: 1, position: 1, kind: "sleep", hash: "h", attempts: 0, startedAt: 1 },
      ...{ state: "sleeping", input: { kind: "sleep", ms: 1 } },
    },
  }));
  const [first] = steps.map(({ ord, record }) => journal.step(ord, 1, record));
  // As soon as one is known to sleep all wake, in their order: a state that still waits to be written gives nobody a better place.
  await first;
  const ended: number[] = [];
  await Promise.all(steps.map(({ ord, record }, n) => {
    record.state = "succeeded";
    return journal.step(ord, 1, record).then(() => ended.push(n));
  }));
  assert.deepEqual(ended, steps.map((_, n) => n));
  journal.close();
  await writer.close();
  db.close();
});

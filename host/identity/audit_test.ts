import assert from "node:assert/strict";
import { manualClock } from "../observe/mod.ts";
import type { AuditEntry } from "../rpc/ports.ts";
import { createWriter, openDatabase } from "../storage/mod.ts";
import { migrate } from "../storage/mod.ts";
import { quiet } from "./_test_identity.ts";
import { AuditLog } from "./audit.ts";

const DAY_MS = 24 * 60 * 60_000;

function setUp() {
  const db = openDatabase(":memory:");
  migrate(db, "identity", new URL("./migrations/", import.meta.url));
  const writer = createWriter(db);
  const clock = manualClock();
  const audit = new AuditLog({ db, writer, clock, logger: quiet });
  return {
    db,
    writer,
    clock,
    audit,
    stored: () => db.get<{ count: number }>("SELECT count(*) AS count FROM id_audit")!.count,
    async [Symbol.asyncDispose]() {
      await audit.flush();
      await writer.close();
      db.close();
    },
  };
}

const entry = (traceId: string): AuditEntry => ({
  caller: { kind: "user", id: "u-1", name: "Ann", role: "member" },
  method: "a.b",
  outcome: "denied",
  traceId,
});

Deno.test("entries wait a second and are then written together", async () => {
  await using t = setUp();
  for (let n = 0; n < 10; n++) t.audit.record(entry(`t${n}`));
  await t.clock.advance(999);
  assert.equal(t.stored(), 0);
  let commits = 0;
  t.writer.onCommit(() => commits++);
  await t.clock.advance(1);
  await t.audit.flush();
  assert.equal(t.stored(), 10);
  assert.equal(commits, 1);
});

Deno.test("what cannot be written stays and is written later", async () => {
  await using t = setUp();
  t.audit.record(entry("kept"));
  t.db.exec("ALTER TABLE id_audit RENAME TO elsewhere");
  await assert.rejects(t.audit.flush());
  t.db.exec("ALTER TABLE elsewhere RENAME TO id_audit");
  t.audit.record(entry("later"));
  await t.audit.flush();
  assert.deepEqual((await t.audit.list({ limit: 10 })).map(({ traceId }) => traceId), ["later", "kept"]);
});

Deno.test("a flood is bounded in memory", async () => {
  await using t = setUp();
  for (let n = 0; n < 25_000; n++) t.audit.record(entry("x"));
  await t.audit.flush();
  assert.equal(t.stored(), 20_000);
});

Deno.test("entries older than half a year are removed", async () => {
  await using t = setUp();
  t.audit.record(entry("old"));
  await t.audit.flush();
  await t.clock.advance(181 * DAY_MS);
  t.audit.record(entry("new"));
  await t.audit.flush();
  assert.deepEqual((await t.audit.list({ limit: 10 })).map(({ traceId }) => traceId), ["new"]);
});

import assert from "node:assert/strict";
import { manualClock } from "../../observe/mod.ts";
import type { AuditEntry } from "../../rpc/ports.ts";
import { createWriter, openDatabase } from "../../storage/mod.ts";
import { migrate } from "../../storage/mod.ts";
import { quiet } from "../_test_identity.ts";
import { AuditLog, migrateAudit } from "./mod.ts";

const DAY_MS = 24 * 60 * 60_000;

function setUp() {
  const db = openDatabase(":memory:");
  migrate(db, "identity", new URL("../migrations/", import.meta.url));
  migrateAudit(db);
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
  assert.deepEqual((await t.audit.find({ limit: 10 })).items.map(({ traceId }) => traceId), ["later", "kept"]);
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
  assert.deepEqual((await t.audit.find({ limit: 10 })).items.map(({ traceId }) => traceId), ["new"]);
});

const NAMES = ["Ann", "Bob", "Cy"];

/** 12,000 entries, a millisecond apart, of three people, methods and outcomes in turn. */
async function filled({ audit, db, clock }: ReturnType<typeof setUp>): Promise<void> {
  for (let n = 0; n < 12_000; n++) {
    audit.record({
      caller: { kind: "user", id: `u-${n % 3}`, name: NAMES[n % 3]!, role: "admin" },
      method: n % 2 === 0 ? "host.plugin.enable" : "host.pluginx.get",
      target: { id: n === 77 ? "needle" : "chat" },
      outcome: n % 5 === 0 ? "denied" : "allowed",
      traceId: `t${n}`,
    });
  }
  await audit.flush();
  db.run("UPDATE id_audit SET time = ? + id - 1", clock.now());
}

Deno.test("entries are found by who, method, outcome, time and words, page by page, none twice and none left out", async () => {
  await using t = setUp();
  const begin = t.clock.now();
  await filled(t);
  const all = async (filter: Record<string, unknown>): Promise<string[]> => {
    const found: string[] = [];
    let before: number | undefined;
    while (true) {
      const { items, reached } = await t.audit.find({ ...filter, limit: 200, ...(before ? { before } : {}) });
      found.push(...items.map(({ traceId }) => traceId));
      if (reached === undefined) return found;
      before = reached;
    }
  };
  const traces = (fits: (n: number) => boolean) => [...Array(12_000).keys()].filter(fits).reverse().map((n) => `t${n}`);
  assert.deepEqual(await all({ callerId: "u-1" }), traces((n) => n % 3 === 1));
  assert.deepEqual(await all({ outcome: "denied", method: "host.plugin.*" }), traces((n) => n % 10 === 0));
  assert.deepEqual(await all({ text: "NEEDLE" }), ["t77"]);
  assert.deepEqual(await all({ text: "no such thing" }), []);
  assert.deepEqual(await all({ text: "%" }), []);
  const [from, to] = [begin + 100, begin + 110];
  assert.deepEqual(await all({ from, to }), traces((n) => n >= 100 && n < 110));
  assert.deepEqual(await all({ from, to, callerId: "u-0", text: "bob" }), []);
});

Deno.test("every question has an index to go by", async () => {
  await using t = setUp();
  const plan = (where: string) =>
    JSON.stringify(
      t.db.all(`EXPLAIN QUERY PLAN SELECT * FROM id_audit WHERE id < 9 AND id >= 1${where} ORDER BY id DESC`),
    );
  for (const where of ["", " AND caller_id = 'x'", " AND method = 'x'", " AND outcome = 'x'"]) {
    assert.match(plan(where), /SEARCH id_audit USING (INTEGER PRIMARY KEY|INDEX)/, where);
    assert.doesNotMatch(plan(where), /TEMP B-TREE/, where);
  }
});

Deno.test("an export holds each entry once, on a line of its own, whatever stands in it", async () => {
  await using t = setUp();
  const nasty = 'x\r\n2026,"forged"\u001b[2J\u202e\u2028,=1+1';
  t.audit.record({ ...entry("odd"), caller: { ...entry("").caller, name: `=cmd|' /C calc'!A0` }, method: nasty });
  for (let n = 0; n < 1_200; n++) t.audit.record(entry(`t${n}`));
  const [csv, jsonl] = await Promise.all([t.audit.export({}, "csv"), t.audit.export({}, "jsonl")]);
  t.audit.record(entry("too late"));
  await t.audit.flush();
  const lines = async (open: () => ReadableStream<Uint8Array>) =>
    (await new Response(open()).text()).split(/\r?\n/).filter(Boolean);
  const rows = await lines(csv);
  assert.equal(rows.length, 1 + 1_201);
  assert.match(rows[0]!, /^time,person,personId,/);
  assert.ok(rows.at(-1)!.includes(`"'=cmd|' /C calc'!A0"`), rows.at(-1));
  assert.ok(rows.at(-1)!.includes('"x\\u000d\\u000a2026,""forged""\\u001b[2J\\u202e\\u2028,=1+1"'), rows.at(-1));
  const objects = (await lines(jsonl)).map((line) => JSON.parse(line));
  assert.equal(objects.length, 1_201);
  assert.equal(objects.at(-1).method, nasty);
  // deno-lint-ignore no-control-regex -- they are what must not be there
  assert.doesNotMatch((await lines(jsonl)).join(""), /[\x00-\x1f\u007f-\u009f\u2028\u2029\u202e]/);
});

Deno.test("an export is read as fast as it is fetched, not faster", async () => {
  await using t = setUp();
  for (let n = 0; n < 5_000; n++) t.audit.record(entry("x".repeat(100)));
  const reader = (await t.audit.export({}, "jsonl"))().getReader();
  let queries = 0;
  const all = t.db.all.bind(t.db);
  t.db.all = ((sql: string, ...params: never[]) => (queries++, all(sql, ...params))) as typeof t.db.all;
  await reader.read();
  assert.ok(queries <= 1, `${queries} pages were read for one chunk`);
  await reader.cancel();
});

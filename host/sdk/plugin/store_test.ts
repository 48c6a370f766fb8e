import assert from "node:assert/strict";
import type { RpcError } from "../errors.ts";
import { Sqlite } from "./database.ts";
import { CallDatabase } from "./plugin_database.ts";
import { CallKeys } from "./call_keys.ts";
import { SQLITE_FULL, Store } from "./store.ts";

function open() {
  const path = Deno.makeTempFileSync();
  const store = new Store(() => new Sqlite(path));
  store.db.exec("CREATE TABLE t (x UNIQUE)");
  return {
    store,
    insert: (x: string) => store.unit(() => (store.touch(), store.db.run("INSERT INTO t VALUES (?)", x))),
    /** What another connection sees: what is committed. */
    committed() {
      const other = new Sqlite(path);
      try {
        return other.all<{ x: string }>("SELECT x FROM t ORDER BY x").map(({ x }) => x.slice(0, 9));
      } finally {
        other.close();
      }
    },
    [Symbol.dispose]() {
      store.close();
      for (const end of ["", "-wal", "-shm"]) {
        try {
          Deno.removeSync(path + end);
        } catch {
          // The last connection took it along.
        }
      }
    },
  };
}

Deno.test("units of one turn share a commit, which whoever waits is told of", async () => {
  using it = open();
  let commits = 0;
  it.store.afterCommit(() => commits++);
  for (const x of ["a", "b", "c"]) it.insert(x);
  assert.deepEqual(it.committed(), []);
  await it.store.pending;
  assert.deepEqual(it.committed(), ["a", "b", "c"]);
  assert.equal(commits, 1);
  assert.equal(it.store.pending, undefined);
});

Deno.test("a unit that throws is undone alone; a part of a unit too", async () => {
  using it = open();
  it.insert("a");
  assert.throws(() => it.insert("a"), /UNIQUE/);
  it.store.unit(() => {
    it.insert("b");
    assert.throws(() =>
      it.store.unit(() => {
        it.insert("c");
        throw new Error("no");
      })
    );
    it.insert("d");
  });
  assert.throws(() =>
    it.store.unit(() => {
      it.insert("e");
      throw new Error("no");
    })
  );
  await it.store.pending;
  assert.deepEqual(it.committed(), ["a", "b", "d"]);
});

Deno.test("the first unit of a transaction that throws takes nothing else along, and nobody waits for it", async () => {
  using it = open();
  assert.throws(() =>
    it.store.unit(() => {
      it.insert("a");
      throw new Error("no");
    })
  );
  assert.equal(it.store.pending, undefined);
  it.store.unit(() => {
    // A part before which nothing was written, caught by its unit.
    assert.throws(() =>
      it.store.unit(() => {
        it.insert("b");
        it.store.unit(() => it.insert("c"));
        throw new Error("no");
      })
    );
    it.insert("d");
  });
  it.insert("e");
  it.store.unit(() => {
    assert.throws(() => it.store.unit(() => it.insert("d")), /UNIQUE/);
    it.insert("f");
  });
  await it.store.pending;
  assert.deepEqual(it.committed(), ["d", "e", "f"]);
});

Deno.test("a limit that is bound is no reason to plan a query again, and a text that looks like one stays as it is", () => {
  using it = open();
  for (const x of ["a", "b", "c"]) it.insert(x);
  const { db } = it.store;
  const found = db.all<{ x: string; said: string }>(
    "SELECT x, 'LIMIT ?' AS said FROM t -- limit ?\n ORDER BY x LIMIT ? OFFSET ?",
    2,
    1,
  );
  assert.deepEqual(found.map((row) => ({ ...row })), [{ x: "b", said: "LIMIT ?" }, { x: "c", said: "LIMIT ?" }]);
  assert.equal(db.all("SELECT x FROM t LIMIT ?1 - 1", 2).length, 1);
});

Deno.test("a full disk loses what was not answered, says so to all who wait, and the next write works", async () => {
  using it = open();
  it.insert("before");
  await it.store.pending;
  const { pages } = it.store.db.get<{ pages: number }>("SELECT page_count AS pages FROM pragma_page_count()")!;
  it.store.db.exec(`PRAGMA max_page_count = ${pages + 2}`);
  it.insert("small");
  const waiting = it.store.pending!;
  // SQLite may undo the whole transaction by itself when it runs out of room.
  assert.throws(() => it.insert("y".repeat(100_000)), (error: { errcode: number }) => error.errcode === SQLITE_FULL);
  const outcome = await waiting.then(() => "kept", (error: RpcError) => error.data.reason);
  assert.equal(outcome, it.committed().includes("small") ? "kept" : "storage_full");
  it.store.db.exec("PRAGMA max_page_count = 1000000");
  it.insert("later");
  await it.store.pending;
  assert.ok(it.committed().includes("later"));
});

Deno.test("statements that would end the SDK's transaction are refused", () => {
  using it = open();
  const call = {
    what: "test",
    caller: { kind: "plugin" as const, id: "test", name: "test", role: "member" as const },
    origin: { signal: new AbortController().signal },
    units: 0,
    calls: 0,
    published: 0,
  };
  const db = new CallDatabase(it.store, new CallKeys(it.store, () => 0), call);
  for (const sql of ["COMMIT", " begin", "INSERT INTO t VALUES (1); -- x\n rollback", "ATTACH 'x' AS y", "VACUUM"]) {
    assert.throws(() => db.exec(sql), /is not for plugins/, sql);
  }
  assert.throws(() => db.run("END"), /is not for plugins/);
  db.exec("CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END");
  db.exec("CREATE TABLE endings (commit_at TEXT)");
});

import assert from "node:assert/strict";
import { copyDatabase, openDatabase, StorageError } from "./mod.ts";

async function withFolder(work: (dir: string) => unknown) {
  const dir = await Deno.makeTempDir();
  try {
    await work(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("an open database is in WAL mode, synchronous, with foreign keys", () =>
  withFolder((dir) => {
    const db = openDatabase(`${dir}/a.db`);
    assert.deepEqual({ ...db.get<object>("PRAGMA journal_mode") }, { journal_mode: "wal" });
    assert.deepEqual({ ...db.get<object>("PRAGMA synchronous") }, { synchronous: 2 });
    assert.deepEqual({ ...db.get<object>("PRAGMA foreign_keys") }, { foreign_keys: 1 });
    db.close();
  }));

Deno.test("ATTACH and extensions are refused", () =>
  withFolder((dir) => {
    const db = openDatabase(`${dir}/a.db`);
    assert.throws(() => db.exec(`ATTACH '${dir}/b.db' AS b`), /too many attached/);
    assert.throws(() => db.exec(`VACUUM INTO '${dir}/c.db'`), /too many attached/);
    assert.throws(() => db.get("SELECT load_extension('x')"), /not authorized/);
    db.close();
  }));

Deno.test("a damaged file and a file that is no database are reported as such", () =>
  withFolder((dir) => {
    Deno.writeTextFileSync(`${dir}/no.db`, "this is a text file, and quite a long one to be sure".repeat(100));
    assert.throws(() => openDatabase(`${dir}/no.db`), (error) => {
      assert.ok(error instanceof StorageError);
      assert.equal(error.fault, "corrupt");
      assert.match(error.message, /no\.db" is not an SQLite database/);
      return true;
    });
    const db = openDatabase(`${dir}/torn.db`);
    db.exec(
      "CREATE TABLE t (v TEXT); WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<5000) INSERT INTO t SELECT hex(randomblob(50)) FROM c",
    );
    db.close();
    const bytes = Deno.readFileSync(`${dir}/torn.db`);
    bytes.fill(0xff, 100, 4096);
    Deno.writeFileSync(`${dir}/torn.db`, bytes);
    assert.throws(() => openDatabase(`${dir}/torn.db`), (error) =>
      error instanceof StorageError && error.fault === "corrupt");
  }));

Deno.test("a missing folder is reported with the path", () => {
  assert.throws(() => openDatabase("/nonexistent/folder/a.db"), /"\/nonexistent\/folder\/a\.db" cannot be opened/);
});

Deno.test("a read-only handle reads and does not write", () =>
  withFolder((dir) => {
    const db = openDatabase(`${dir}/a.db`);
    db.exec("CREATE TABLE t (v INTEGER); INSERT INTO t VALUES (7)");
    const reader = openDatabase(`${dir}/a.db`, { readOnly: true });
    assert.equal(reader.get<{ v: number }>("SELECT v FROM t")!.v, 7);
    assert.throws(() => reader.run("DELETE FROM t"), (error) =>
      error instanceof StorageError && error.fault === "read_only");
    reader.close();
    db.close();
  }));

Deno.test("a copy holds what was committed", () =>
  withFolder((dir) => {
    const db = openDatabase(`${dir}/a.db`);
    db.exec("CREATE TABLE t (v INTEGER); INSERT INTO t VALUES (7)");
    copyDatabase(`${dir}/a.db`, `${dir}/copy.db`);
    db.exec("DELETE FROM t");
    const copy = openDatabase(`${dir}/copy.db`);
    assert.equal(copy.get<{ v: number }>("SELECT v FROM t")!.v, 7);
    copy.close();
    db.close();
  }));

Deno.test("its files and their copies are for their owner alone", () =>
  withFolder((dir) => {
    const db = openDatabase(`${dir}/a.db`);
    db.exec("CREATE TABLE t (v INTEGER); INSERT INTO t VALUES (7)");
    copyDatabase(`${dir}/a.db`, `${dir}/copy.db`);
    for (const name of ["a.db", "a.db-wal", "copy.db"]) {
      assert.equal(Deno.statSync(`${dir}/${name}`).mode! & 0o777, 0o600, name);
    }
    db.close();
  }));

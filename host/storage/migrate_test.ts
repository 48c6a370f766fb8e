import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { migrate, MigrationError, openDatabase } from "./mod.ts";

async function withFolder(work: (folder: URL, path: string, put: (name: string, sql: string) => void) => void) {
  const dir = await Deno.makeTempDir();
  Deno.mkdirSync(`${dir}/migrations`);
  try {
    work(
      pathToFileURL(`${dir}/migrations/`),
      `${dir}/a.db`,
      (name, sql) => Deno.writeTextFileSync(`${dir}/migrations/${name}`, sql),
    );
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("migrations are applied in order, once, each part for itself", () =>
  withFolder((folder, path, put) => {
    put("0001_first.sql", "CREATE TABLE a (v INTEGER);");
    put("0002_second.sql", "INSERT INTO a VALUES (1);");
    const db = openDatabase(path);
    assert.deepEqual(migrate(db, "a", folder), { from: 0, to: 2 });
    assert.deepEqual(migrate(db, "a", folder), { from: 2, to: 2 });
    assert.throws(() => migrate(db, "b", folder), MigrationError, "the other part starts from 0 and meets table a");
    assert.equal(db.all("SELECT * FROM a").length, 1);
    db.close();
  }));

Deno.test("a failing migration changes nothing, and an existing database was copied before", () =>
  withFolder((folder, path, put) => {
    put("0001_first.sql", "CREATE TABLE a (v INTEGER); INSERT INTO a VALUES (7);");
    let db = openDatabase(path);
    migrate(db, "a", folder);
    db.close();
    put("0002_second.sql", "DELETE FROM a;");
    put("0003_third.sql", "INSERT INTO missing VALUES (1);");
    db = openDatabase(path);
    let message = "";
    assert.throws(() => migrate(db, "a", folder), (error) => {
      message = (error as Error).message;
      return error instanceof MigrationError;
    });
    assert.match(message, /0003_third\.sql" of "a" failed .* no such table: missing/);
    assert.equal(db.get<{ v: number }>("SELECT v FROM a")!.v, 7);
    const copy = openDatabase(/a copy lies at "(.*)"/.exec(message)![1]!);
    assert.equal(copy.get<{ v: number }>("SELECT v FROM a")!.v, 7);
    copy.close();
    Deno.removeSync(new URL("0003_third.sql", folder));
    assert.equal(migrate(db, "a", folder).to, 2, "with the bad file gone it goes on");
    db.close();
  }));

Deno.test("a database newer than the code is refused", () =>
  withFolder((folder, path, put) => {
    put("0001_first.sql", "CREATE TABLE a (v INTEGER);");
    put("0002_second.sql", "CREATE TABLE b (v INTEGER);");
    const db = openDatabase(path);
    migrate(db, "a", folder);
    Deno.removeSync(new URL("0002_second.sql", folder));
    assert.throws(
      () => migrate(db, "a", folder),
      /newer than this release: its "a" has version 2, this release knows 1/,
    );
    db.close();
  }));

Deno.test("a file that was changed after it was applied is refused", () =>
  withFolder((folder, path, put) => {
    put("0001_first.sql", "CREATE TABLE a (v INTEGER);");
    const db = openDatabase(path);
    migrate(db, "a", folder);
    put("0001_first.sql", "CREATE TABLE a (v TEXT);");
    assert.throws(() => migrate(db, "a", folder), /0001_first\.sql" of "a" was changed after it was applied/);
    db.close();
  }));

Deno.test("a gap in the numbers, a bad name and a file that commits by itself are refused", () =>
  withFolder((folder, path, put) => {
    const db = openDatabase(path);
    put("0002_second.sql", "CREATE TABLE a (v INTEGER);");
    assert.throws(() => migrate(db, "a", folder), /should have number 1/);
    put("first.sql", "CREATE TABLE a (v INTEGER);");
    assert.throws(() => migrate(db, "a", folder), /must be named NNNN_title\.sql/);
    Deno.removeSync(new URL("first.sql", folder));
    put("0001_first.sql", "CREATE TABLE c (v INTEGER); COMMIT;");
    assert.throws(() => migrate(db, "a", folder), /ends the transaction/);
    db.close();
  }));

Deno.test("of the copies made before migrations the newest three stay, and nothing else is touched", () =>
  withFolder((folder, path, put) => {
    const other = `${path}x.before-a-0001-2020-01-01T00-00-00-000Z`;
    Deno.writeTextFileSync(other, "of another database");
    for (let version = 1; version <= 6; version++) {
      put(`000${version}_step.sql`, `CREATE TABLE t${version} (v INTEGER);`);
      const db = openDatabase(path);
      migrate(db, "a", folder);
      db.close();
    }
    const folderPath = path.slice(0, path.lastIndexOf("/"));
    const copies = [...Deno.readDirSync(folderPath)].map(({ name }) => name).filter((name) =>
      name.startsWith("a.db.before-")
    );
    assert.deepEqual(copies.map((name) => name.slice(0, "a.db.before-a-0001".length)).sort(), [
      "a.db.before-a-0004",
      "a.db.before-a-0005",
      "a.db.before-a-0006",
    ]);
    assert.ok(Deno.statSync(other).isFile);
  }));

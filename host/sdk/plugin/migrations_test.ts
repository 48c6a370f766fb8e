import assert from "node:assert/strict";
import { Sqlite } from "./database.ts";
import { migrate } from "./migrations.ts";

const FIRST = "CREATE TABLE a (x)";

function open(): Sqlite & Disposable {
  const db = new Sqlite(":memory:");
  return Object.assign(db, { [Symbol.dispose]: () => db.close() });
}

const tables = (db: Sqlite) =>
  db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'")
    .map(({ name }) => name).filter((name) => !name.startsWith("sqlite_"));

Deno.test("migrations run once each, in their order", () => {
  using db = open();
  migrate(db, { "0002_b": "CREATE TABLE b (y); INSERT INTO b VALUES (1)", "0001_a": FIRST });
  migrate(db, {
    "0001_a": FIRST,
    "0002_b": "CREATE TABLE b (y); INSERT INTO b VALUES (1)",
    "0003_c": "CREATE TABLE c (z)",
  });
  assert.deepEqual(tables(db).sort(), ["a", "b", "c"]);
  assert.equal(db.all("SELECT * FROM b").length, 1);
});

Deno.test("one that fails leaves nothing of itself, and those before it stay", () => {
  using db = open();
  const broken = { "0001_a": FIRST, "0002_b": "CREATE TABLE b (y); INSERT INTO none VALUES (1)" };
  assert.throws(() => migrate(db, broken), /"0002_b" failed and was undone: .*none/);
  assert.deepEqual(tables(db), ["a"]);
});

Deno.test("one that was changed after it ran is refused, a comment in it is not", () => {
  using db = open();
  migrate(db, { "0001_a": FIRST });
  migrate(db, { "0001_a": `-- why\n${FIRST}  ` });
  assert.throws(() => migrate(db, { "0001_a": "CREATE TABLE a (x, y)" }), /"0001_a" was changed after it had run/);
});

Deno.test("a database of a newer version is refused", () => {
  using db = open();
  migrate(db, { "0001_a": FIRST, "0002_b": "CREATE TABLE b (y)" });
  assert.throws(() => migrate(db, { "0001_a": FIRST }), /newer version of this plugin: migration "0002_b"/);
});

Deno.test("a gap or a bad name is refused before anything runs", () => {
  for (const names of [["0002_a"], ["0001_a", "0003_c"], ["1_a"], ["0001-a"], ["0001_a", "0001_b"]]) {
    using db = open();
    assert.throws(() => migrate(db, Object.fromEntries(names.map((name) => [name, FIRST]))), /is out of place/);
    assert.deepEqual(tables(db), []);
  }
});

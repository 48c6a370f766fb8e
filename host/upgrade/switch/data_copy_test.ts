import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { copyBytes, copyData, isCopy, restoreData } from "./data_copy.ts";

const HASHED = "files/ab/abcdef";

/** A data folder with what one holds, and beside it what is none of an upgrade's business. */
async function dataFolder() {
  const root = await Deno.makeTempDir();
  const data = `${root}/data`;
  for (const folder of ["files/ab", "plugins/chat", "keys", "run", "releases/1.0.0", "upgrade", "backups"]) {
    await Deno.mkdir(`${data}/${folder}`, { recursive: true });
  }
  const write = (path: string, text: string) => Deno.writeTextFileSync(`${data}/${path}`, text);
  const read = (path: string) => {
    try {
      return Deno.readTextFileSync(`${data}/${path}`);
    } catch {
      return undefined;
    }
  };
  write(HASHED, "content");
  write("plugins/chat/note.txt", "before");
  write("keys/secrets.key", "key before");
  for (const path of ["run/token", "releases/1.0.0/host.ts", "backups/one.tar"]) write(path, "mine");
  const db = new DatabaseSync(`${data}/host.db`);
  db.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (v); INSERT INTO t VALUES ('before')");
  db.close();
  return {
    ...{ root, data, write, read, before: `${data}/upgrade/before`, aside: `${data}/upgrade/aside` },
    sql(text: string) {
      const db = new DatabaseSync(`${data}/host.db`);
      db.exec(text);
      db.close();
    },
    rows() {
      const db = new DatabaseSync(`${data}/host.db`);
      const rows = db.prepare("SELECT v FROM t").all().map(({ v }) => v);
      db.close();
      return rows;
    },
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

type Folder = Awaited<ReturnType<typeof dataFolder>>;

/** What a new version does that then fails. */
function spoil(at: Folder): void {
  at.sql("UPDATE t SET v = 'after'; CREATE TABLE more (v)");
  at.write("plugins/chat/note.txt", "after");
  at.write("plugins/chat/new.db", "after");
  at.write("host.db-wal", "a log that does not belong to the database of before");
  at.write("keys/secrets.key", "key after");
  Deno.removeSync(`${at.data}/${HASHED}`);
}

function assertAsBefore(at: Folder): void {
  assert.deepEqual(at.rows(), ["before"]);
  assert.deepEqual(
    ["plugins/chat/note.txt", "plugins/chat/new.db", "host.db-wal", "keys/secrets.key", HASHED].map(at.read),
    ["before", undefined, undefined, "key before", "content"],
  );
  for (const path of ["run/token", "releases/1.0.0/host.ts", "backups/one.tar"]) assert.equal(at.read(path), "mine");
}

Deno.test("a copy holds the data and nothing else, and puts it back whatever was done to it", async () => {
  await using at = await dataFolder();
  assert.ok(copyBytes(at.data) > 4_000);
  await copyData(at.data, at.before);
  assert.ok(isCopy(at.before));
  assert.deepEqual([...Deno.readDirSync(at.before)].map(({ name }) => name).sort(), [
    ...["files", "host.db", "keys", "list.json", "plugins"],
  ]);
  spoil(at);
  await restoreData(at.data, at.before);
  assertAsBefore(at);
});

Deno.test("a copy that was cut off is none, and is made anew", async () => {
  await using at = await dataFolder();
  await Deno.mkdir(`${at.before}.partial/plugins`, { recursive: true });
  Deno.writeTextFileSync(`${at.before}.partial/host.db`, "half");
  assert.equal(isCopy(at.before), false);
  await assert.rejects(restoreData(at.data, at.before), /no whole copy/);
  assertAsBefore(at);
  await copyData(at.data, at.before);
  spoil(at);
  await restoreData(at.data, at.before);
  assertAsBefore(at);
});

Deno.test("restoring that was cut off anywhere is done again from the beginning", async () => {
  await using at = await dataFolder();
  await copyData(at.data, at.before);
  const list = JSON.parse(Deno.readTextFileSync(`${at.before}/list.json`)) as { files: { path: string }[] };
  for (const cut of list.files.keys()) {
    spoil(at);
    // What a restore that is killed at this file has done: those before it, and half of it beside it.
    const done = { files: list.files.slice(0, cut) };
    for (const { path } of done.files) Deno.copyFileSync(`${at.before}/${path}`, `${at.data}/${path}`);
    at.write(`${list.files[cut]!.path}.restored`, "half");
    await restoreData(at.data, at.before);
    assertAsBefore(at);
    assert.equal(at.read(`${list.files[cut]!.path}.restored`), undefined);
  }
});

Deno.test("what is replaced is kept aside when asked, also over a restore that was cut off", async () => {
  await using at = await dataFolder();
  await copyData(at.data, at.before);
  spoil(at);
  await restoreData(at.data, at.before, { aside: at.aside });
  // The second time there is nothing but what the first one put there.
  await restoreData(at.data, at.before, { aside: at.aside });
  assertAsBefore(at);
  const kept = (path: string) => Deno.readTextFileSync(`${at.aside}/${path}`);
  assert.deepEqual([kept("plugins/chat/note.txt"), kept("plugins/chat/new.db")], ["after", "after"]);
});

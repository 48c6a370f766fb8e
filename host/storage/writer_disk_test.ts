import assert from "node:assert/strict";
import { createWriter, openDatabase, StorageError } from "./mod.ts";

/** A writer for which every commit is slow, and a disk that takes what it is told to. */
async function setUp() {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-test-" });
  const db = openDatabase(`${dir}/n.db`);
  db.exec("CREATE TABLE n (v INTEGER)");
  const waits: PromiseWithResolvers<void>[] = [];
  let isClosed = false;
  let isOver = false;
  const wal = {
    syncData() {
      const wait = Promise.withResolvers<void>();
      waits.push(wait);
      if (isOver) wait.resolve();
      return wait.promise;
    },
    close: () => void (isClosed = true),
  };
  const writer = createWriter(db, { slowMs: 0, openWal: () => wal });
  const insert = (v: number) => writer.write((db) => void db.run("INSERT INTO n VALUES (?)", v));
  await insert(0);
  return {
    ...{ db, dir, writer, waits, insert },
    stored: () => db.all<{ v: number }>("SELECT v FROM n ORDER BY rowid").map(({ v }) => v),
    isClosed: () => isClosed,
    async [Symbol.asyncDispose]() {
      isOver = true;
      for (const wait of waits) wait.resolve();
      await writer.close();
      db.close();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

/** The disk was asked so often. */
async function asked(waits: unknown[], count: number): Promise<void> {
  for (const end = performance.now() + 5_000; waits.length < count && performance.now() < end;) await turns(1);
  assert.equal(waits.length, count, "how often the disk was asked");
}

const turns = async (count = 5) => {
  for (let n = 0; n < count; n++) await new Promise((resolve) => setTimeout(resolve, 1));
};

Deno.test("when commits are slow nobody hears of a job, and none follows, before the disk has it", async () => {
  await using t = await setUp();
  const told: number[] = [];
  const commits: number[] = [];
  t.writer.onCommit(() => commits.push(t.waits.length));
  const first = t.insert(1).then(() => told.push(1));
  await asked(t.waits, 1);
  const rest = [2, 3].map((v) => t.insert(v).then(() => told.push(v)));
  await turns();
  assert.deepEqual([told, commits, t.stored()], [[], [], [0]], "nobody sees it, and the others wait for their turn");
  t.waits[0]!.resolve();
  await first;
  await asked(t.waits, 2);
  assert.deepEqual([told, t.stored()], [[1], [0, 1]], "both in one transaction");
  t.waits[1]!.resolve();
  await Promise.all(rest);
  assert.deepEqual([told, commits, t.stored()], [[1, 2, 3], [1, 2], [0, 1, 2, 3]]);
  assert.equal(
    t.db.get<{ synchronous: number }>("PRAGMA synchronous")!.synchronous,
    2,
    "what is written beside the writer waits by itself",
  );
});

Deno.test("whoever writes beside the writer sees what they wrote, and what waits for the disk", async () => {
  await using t = await setUp();
  const besides = [
    () => t.db.run("INSERT INTO n VALUES (7)"),
    () => t.db.exec("INSERT INTO n VALUES (7)"),
    () => t.db.get("INSERT INTO n VALUES (7) RETURNING v"),
    () => t.db.transaction(() => t.db.run("INSERT INTO n VALUES (7)")),
  ];
  for (const [n, write] of besides.entries()) {
    const before = t.stored();
    const job = t.insert(n);
    await asked(t.waits, n + 1);
    t.db.exec("PRAGMA optimize");
    assert.deepEqual(t.stored(), before);
    write();
    assert.deepEqual(t.stored(), [...before, n, 7]);
    t.waits[n]!.resolve();
    await job;
    assert.deepEqual(t.stored(), [...before, n, 7]);
  }
  t.db.exec("CREATE TABLE m (v INTEGER)");
  assert.deepEqual(t.db.all("SELECT * FROM m"), []);
});

Deno.test("a job that queues another one while commits are slow is on disk before that", async () => {
  await using t = await setUp();
  let follower: Promise<void> | undefined;
  const first = t.writer.write((db) => {
    db.run("INSERT INTO n VALUES (1)");
    follower = t.insert(2);
  });
  await asked(t.waits, 1);
  assert.deepEqual(t.stored(), [0]);
  t.waits[0]!.resolve();
  await first;
  await asked(t.waits, 2);
  t.waits[1]!.resolve();
  await follower;
  assert.deepEqual(t.stored(), [0, 1, 2]);
});

Deno.test("the writer closes when the disk has what was written, with what came meanwhile", async () => {
  await using t = await setUp();
  const jobs = [t.insert(1)];
  await asked(t.waits, 1);
  jobs.push(t.insert(2));
  const closing = t.writer.close();
  await turns();
  assert.equal(t.isClosed(), false);
  t.waits[0]!.resolve();
  await asked(t.waits, 2);
  t.waits[1]!.resolve();
  await Promise.all([...jobs, closing]);
  assert.deepEqual([t.stored(), t.isClosed()], [[0, 1, 2], true]);
  await assert.rejects(t.insert(3), /stopping/);
});

Deno.test("a disk that does not take what was committed ends all writing, with the reason", async () => {
  await using t = await setUp();
  const first = t.insert(1);
  await asked(t.waits, 1);
  const second = t.insert(2);
  const refused = (promise: Promise<unknown>) =>
    assert.rejects(
      promise,
      (error) =>
        error instanceof StorageError && error.fault === "io" && /start the host/.test(String(error.data.hint)),
    );
  const both = [refused(first), refused(second)];
  t.waits[0]!.reject(new Error("EIO"));
  await Promise.all(both);
  await refused(t.insert(3));
  assert.deepEqual(t.stored(), [0, 1], "and nothing was tried after it");
});

Deno.test("the real log reaches the disk apart from the commit, and a fast one is waited for within it again", async () => {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-test-" });
  const db = openDatabase(`${dir}/n.db`);
  db.exec("CREATE TABLE n (v BLOB)");
  const writer = createWriter(db, { slowMs: 1 });
  const block = new Uint8Array(4_000_000);
  for (let n = 0; n < 5; n++) await writer.write((db) => void db.run("INSERT INTO n VALUES (?)", block));
  assert.equal(db.get<{ count: number }>("SELECT count(*) AS count FROM n")!.count, 5);
  await writer.close();
  db.close();
  // No reader is left, so the log is in the database.
  const again = openDatabase(`${dir}/n.db`, { readOnly: true });
  assert.equal(again.get<{ bytes: number }>("SELECT sum(length(v)) AS bytes FROM n")!.bytes, 20_000_000);
  again.close();
  await Deno.remove(dir, { recursive: true });
});

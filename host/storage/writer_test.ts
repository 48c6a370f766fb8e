import assert from "node:assert/strict";
import { createWriter, openDatabase, StorageError } from "./mod.ts";

function setUp(path = ":memory:") {
  const db = openDatabase(path);
  db.exec("CREATE TABLE n (v INTEGER UNIQUE)");
  const writer = createWriter(db);
  let commits = 0;
  writer.onCommit(() => commits++);
  return { db, writer, commits: () => commits, [Symbol.asyncDispose]: () => writer.close().then(() => db.close()) };
}

Deno.test("jobs of one turn share one transaction and get their own results", async () => {
  await using t = setUp();
  const results = await Promise.all(
    [1, 2, 3].map((v) => t.writer.write((db) => (db.run("INSERT INTO n VALUES (?)", v), v * 10))),
  );
  assert.deepEqual(results, [10, 20, 30]);
  assert.equal(t.commits(), 1);
});

Deno.test("a job that throws is undone alone", async () => {
  await using t = setUp();
  const settled = await Promise.allSettled([
    t.writer.write((db) => db.run("INSERT INTO n VALUES (1)")),
    t.writer.write((db) => {
      db.run("INSERT INTO n VALUES (2)");
      throw new Error("no");
    }),
    t.writer.write((db) => db.run("INSERT INTO n VALUES (1)")),
    t.writer.write((db) => db.run("INSERT INTO n VALUES (3)")),
  ]);
  assert.deepEqual(settled.map((s) => s.status), ["fulfilled", "rejected", "rejected", "fulfilled"]);
  assert.deepEqual(t.db.all<{ v: number }>("SELECT v FROM n ORDER BY v").map((row) => row.v), [1, 3]);
});

Deno.test("a nested transaction that throws is undone, and the job may go on", async () => {
  await using t = setUp();
  await t.writer.write((db) => {
    db.run("INSERT INTO n VALUES (1)");
    assert.throws(() =>
      db.transaction(() => {
        db.run("INSERT INTO n VALUES (2)");
        throw new Error("inner");
      })
    );
    db.transaction(() => db.run("INSERT INTO n VALUES (3)"));
  });
  assert.deepEqual(t.db.all<{ v: number }>("SELECT v FROM n ORDER BY v").map((row) => row.v), [1, 3]);
});

Deno.test("a job that returns a promise is refused and undone", async () => {
  await using t = setUp();
  await assert.rejects(
    t.writer.write((db) => {
      db.run("INSERT INTO n VALUES (1)");
      return Promise.resolve();
    }),
    /synchronous/,
  );
  assert.equal(t.db.get("SELECT * FROM n"), undefined);
});

Deno.test("a full disk rejects every job of the transaction, keeps none, and the writer serves on", async () => {
  await using t = setUp();
  await t.writer.write((db) => db.exec("CREATE TABLE big (b BLOB)"));
  const pages = t.db.get<{ page_count: number }>("PRAGMA page_count")!.page_count;
  t.db.exec(`PRAGMA max_page_count = ${pages + 2}`);
  const blob = new Uint8Array(100_000);
  const settled = await Promise.allSettled([
    t.writer.write((db) => db.run("INSERT INTO n VALUES (1)")),
    t.writer.write((db) => db.run("INSERT INTO big VALUES (?)", blob)),
    t.writer.write((db) => db.run("INSERT INTO n VALUES (2)")),
  ]);
  const stored = t.db.all<{ v: number }>("SELECT v FROM n ORDER BY v").map((row) => row.v);
  const fulfilled = settled.flatMap((s, i) => s.status === "fulfilled" ? [i === 0 ? 1 : 2] : []);
  assert.deepEqual(stored, fulfilled, "exactly the jobs that were told yes are stored");
  const error = (settled[1] as PromiseRejectedResult).reason;
  assert.ok(error instanceof StorageError);
  assert.equal(error.fault, "disk_full");
  assert.match(error.message, /disk is full/);
  t.db.exec(`PRAGMA max_page_count = ${pages + 1000}`);
  await t.writer.write((db) => db.run("INSERT INTO n VALUES (9)"));
});

Deno.test("after close nothing more is taken, and what was queued is stored", async () => {
  const t = setUp();
  const queued = t.writer.write((db) => db.run("INSERT INTO n VALUES (1)").changes);
  await t.writer.close();
  assert.equal(await queued, 1);
  await assert.rejects(t.writer.write(() => 1), StorageError);
  t.db.close();
});

Deno.test("the write-ahead log is checkpointed and stays bounded", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const db = openDatabase(`${dir}/a.db`);
    db.exec("CREATE TABLE big (b BLOB)");
    const writer = createWriter(db, { checkpointPages: 50, truncateBytes: 1_000_000 });
    for (let i = 0; i < 1_500; i++) await writer.write((db) => db.run("INSERT INTO big VALUES (zeroblob(3000))"));
    const size = Deno.statSync(`${dir}/a.db-wal`).size;
    // Four times the limit is where a commit waits for the checkpoint, however busy the machine is.
    assert.ok(size < 4_500_000, `write-ahead log has ${size} bytes`);
    assert.equal(db.get<{ c: number }>("SELECT count(*) c FROM big")!.c, 1_500);
    await writer.close();
    db.close();
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a reader that stays open stops no commit, and after it the write-ahead log is cut", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const db = openDatabase(`${dir}/a.db`);
    db.exec("CREATE TABLE big (b BLOB)");
    const writer = createWriter(db, { checkpointPages: 50, truncateBytes: 500_000 });
    const add = async (rows: number) => {
      for (let n = 0; n < rows; n++) await writer.write((db) => db.run("INSERT INTO big VALUES (zeroblob(3000))"));
    };
    const size = () => Deno.statSync(`${dir}/a.db-wal`).size;
    await add(10);
    const reader = openDatabase(`${dir}/a.db`, { readOnly: true });
    reader.exec("BEGIN");
    assert.equal(reader.get<{ c: number }>("SELECT count(*) c FROM big")!.c, 10);
    const start = performance.now();
    await add(1_500);
    assert.ok(performance.now() - start < 20_000, "commits waited for the reader");
    assert.ok(size() > 4_000_000, "the reader kept the log from being cut");
    assert.equal(reader.get<{ c: number }>("SELECT count(*) c FROM big")!.c, 10);
    reader.exec("COMMIT");
    reader.close();
    for (let n = 0; n < 50 && size() > 500_000; n++) {
      await add(1);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    assert.ok(size() <= 500_000, `the write-ahead log still has ${size()} bytes`);
    await writer.close();
    db.close();
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("the write-ahead log has room from the start, and what made it is nowhere in the database", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const db = openDatabase(`${dir}/a.db`);
    db.exec("CREATE TABLE note (text TEXT)");
    const before = Deno.statSync(`${dir}/a.db`).size;
    const writer = createWriter(db, { reserveBytes: 2_000_000 });
    const size = Deno.statSync(`${dir}/a.db-wal`).size;
    assert.ok(size > 1_900_000 && size < 2_500_000, `it has ${size} bytes`);
    await writer.write((db) => db.run("INSERT INTO note VALUES ('kept')"));
    assert.equal(Deno.statSync(`${dir}/a.db-wal`).size, size, "written over, not appended to");
    assert.equal(Deno.statSync(`${dir}/a.db`).size, before);
    assert.equal(db.get<{ cache_size: number }>("PRAGMA cache_size")!.cache_size, -16000);
    // What another process finds after this one was killed.
    for (const end of ["", "-wal"]) Deno.copyFileSync(`${dir}/a.db${end}`, `${dir}/b.db${end}`);
    const copy = openDatabase(`${dir}/b.db`);
    assert.deepEqual(copy.all("SELECT name FROM sqlite_schema").map((row) => ({ ...row as object })), [{
      name: "note",
    }]);
    assert.equal(copy.get<{ text: string }>("SELECT text FROM note")!.text, "kept");
    assert.equal(copy.get<{ integrity_check: string }>("PRAGMA integrity_check")!.integrity_check, "ok");
    copy.close();
    await writer.close();
    db.close();
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a chain of jobs without end does not shut out what comes from outside", async () => {
  await using t = setUp();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => new Response("here"));
  const url = `http://127.0.0.1:${server.addr.port}`;
  await (await fetch(url)).text();
  let flushes = 0;
  let answers = 0;
  const chain = async () => {
    while (flushes < 300) {
      await t.writer.write(() => {
        flushes++;
        for (const start = performance.now(); performance.now() - start < 2;);
      });
    }
  };
  const ask = async () => {
    while (flushes < 300) {
      assert.equal(await (await fetch(url)).text(), "here");
      answers++;
    }
  };
  await Promise.all([chain(), ask()]);
  // Without pauses a request takes some hundred flushes.
  assert.ok(answers >= 5, `${answers} requests were answered during 300 flushes`);
  await server.shutdown();
});

Deno.test("jobs wait for the next turn of the loop, not for a timer", async () => {
  await using t = setUp();
  const start = performance.now();
  for (let n = 0; n < 20; n++) await t.writer.write(() => n);
  const writes = performance.now() - start;
  const timersStart = performance.now();
  for (let n = 0; n < 20; n++) await new Promise((resolve) => setTimeout(resolve, 0));
  const timers = performance.now() - timersStart;
  assert.ok(writes < timers, `20 writes took ${writes} ms, 20 timers ${timers} ms`);
});

Deno.test("a transaction waits for the disk unless all of its jobs do without", async () => {
  await using t = setUp();
  const durability = () => t.db.get<{ synchronous: number }>("PRAGMA synchronous")!.synchronous;
  const [normal, full] = [1, 2];
  const write = (durability_?: "full" | "normal") =>
    t.writer.write(durability, durability_ ? { durability: durability_ } : {});
  assert.equal(await write(), full);
  assert.equal(await write("normal"), normal);
  assert.deepEqual(await Promise.all([write("normal"), write("normal")]), [normal, normal]);
  assert.deepEqual(await Promise.all([write("normal"), write("full")]), [full, full]);
  assert.deepEqual(await Promise.all([write("normal"), write()]), [full, full]);
});

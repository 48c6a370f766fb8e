import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { createBackup, restoreBackup } from "../mod.ts";
import { runJob } from "../run_job.ts";
import { raiseBarrier } from "./barrier.ts";
import { Pieces } from "./plain_file.ts";
import { openView } from "./snapshot.ts";

const HOST = "0.1.0";

async function folder() {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-snapshot-" }));
  Deno.mkdirSync(`${dir}/data/plugins/one`, { recursive: true });
  return {
    ...{ dir, dataDir: `${dir}/data`, paths: [`${dir}/data/host.db`, `${dir}/data/plugins/one/data.db`] },
    options: (name: string, how: { compression: "none" | "zstd"; passphrase?: string }) => ({
      ...{
        dataDir: `${dir}/data`,
        scriptsDir: `${dir}/scripts`,
        folder: `${dir}/backups`,
        name,
        key: false,
        host: HOST,
      },
      ...how,
      createdAt: "2026-03-01T03:00:00.000Z",
    }),
    [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }),
  };
}

/** Writes each number into the first database, then into the second; says so after every hundred. */
const WRITER = `
import { DatabaseSync } from "node:sqlite";
const [first, second] = Deno.args.map((path) => {
  const db = new DatabaseSync(path, { timeout: 5000 });
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (n INTEGER, body BLOB)");
  return db;
});
const body = new Uint8Array(20_000);
const insert = (db, n) => db.prepare("INSERT INTO t VALUES (?, ?)").run(n, body);
for (let n = 1;; n++) {
  insert(first, n);
  insert(second, n);
  if (n % 50 === 0) first.exec("DELETE FROM t WHERE n < " + (n - 500)), second.exec("DELETE FROM t WHERE n < " + (n - 500));
  if (n % 100 === 0) Deno.stdout.writeSync(new TextEncoder().encode("."));
}
`;

const HOWS = [{ compression: "none" }, { compression: "zstd", passphrase: "four words of mine" }] as const;
for (const how of HOWS) {
  Deno.test(`while somebody writes on, all databases of a backup are whole and of one moment (${how.compression})`, async () => {
    await using at = await folder();
    const writer = new Deno.Command(Deno.execPath(), {
      args: ["eval", WRITER, ...at.paths],
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const told = writer.stdout.getReader();
    try {
      for (let seen = 0; seen < 8;) seen += (await told.read()).value!.length;
      for (let round = 0; round < 3; round++) {
        const options = at.options(`bulkhead-20260301T03000${round}Z.tar`, how);
        await runJob({ kind: "create", options });
        // It was not held up for good.
        await told.read();
        const target = `${at.dir}/restored${round}`;
        const { passphrase } = options;
        await restoreBackup({
          ...{ archive: `${options.folder}/${options.name}`, target, host: HOST },
          ...(passphrase === undefined ? {} : { passphrase }),
        });
        const [first, second] = ["host.db", "plugins/one/data.db"].map((path) => {
          using db = new DatabaseSync(`${target}/${path}`);
          assert.equal(db.prepare("PRAGMA integrity_check").get()!.integrity_check, "ok");
          const { low, high, count } = db.prepare("SELECT min(n) AS low, max(n) AS high, count(*) AS count FROM t")
            .get()!;
          assert.equal(Number(count), Number(high) - Number(low) + 1, "a row is missing");
          return Number(high);
        });
        assert.ok(first! - second! === 0 || first! - second! === 1, `${first} in the one, ${second} in the other`);
      }
    } finally {
      writer.kill("SIGKILL");
      await told.cancel();
      await writer.status;
    }
  });
}

Deno.test("a view is read to the byte, whatever is written and checkpointed after it", async () => {
  await using at = await folder();
  const [main] = at.paths as [string];
  using db = new DatabaseSync(main);
  db.exec(
    "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)",
  );
  // Once with all of it in the log, once with some, once with none.
  for (
    const before of [
      "SELECT 1",
      "PRAGMA wal_checkpoint(PASSIVE); INSERT INTO t VALUES (2)",
      "PRAGMA wal_checkpoint(PASSIVE)",
    ]
  ) {
    db.exec(before);
    const expected = db.prepare("SELECT n FROM t").all();
    using barrier = await raiseBarrier([main], { main });
    assert.equal(barrier.snapshots[0]!.frames === 0, before === "PRAGMA wal_checkpoint(PASSIVE)");
    db.exec("INSERT INTO t VALUES (3); PRAGMA wal_checkpoint(PASSIVE); INSERT INTO t VALUES (4)");
    const view = openView(barrier.snapshots[0]!);
    assert.ok(view);
    db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    const [bytes] = Array.from(view.pieces(new Pieces()), (piece) => piece.slice());
    assert.equal(bytes!.length, view.sizeBytes);
    Deno.writeFileSync(`${at.dir}/copy.db`, bytes!);
    using copy = new DatabaseSync(`${at.dir}/copy.db`);
    assert.deepEqual(copy.prepare("SELECT n FROM t").all(), expected);
    assert.equal(copy.prepare("PRAGMA integrity_check").get()!.integrity_check, "ok");
    db.exec("DELETE FROM t WHERE n > 2");
  }
});

Deno.test("a log that is not what its database says is left to SQLite, and so is a database without one", async () => {
  await using at = await folder();
  const [main, other] = at.paths as [string, string];
  for (const path of [main, other]) {
    using db = new DatabaseSync(path);
    db.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)");
  }
  {
    using plain = new DatabaseSync(other);
    plain.exec("PRAGMA journal_mode = DELETE");
  }
  using db = new DatabaseSync(main);
  db.exec("INSERT INTO t VALUES (2)");
  using barrier = await raiseBarrier([main, other], { main });
  const [known, unknown] = barrier.snapshots;
  assert.deepEqual([known!.frames, unknown!.frames], [1, undefined]);
  assert.equal(openView(unknown!), undefined);
  assert.equal(openView({ ...known!, frames: 2 }), undefined);
  {
    using log = Deno.openSync(`${main}-wal`, { write: true });
    log.seekSync(32 + 8, Deno.SeekMode.Start);
    log.writeSync(new Uint8Array([1, 2, 3]));
  }
  assert.equal(openView(known!), undefined);
  const options = at.options("bulkhead-20260301T030000Z.tar", { compression: "none" });
  await createBackup(options);
  await restoreBackup({ archive: `${options.folder}/${options.name}`, target: `${at.dir}/new`, host: HOST });
  using copy = new DatabaseSync(`${at.dir}/new/plugins/one/data.db`);
  assert.deepEqual(copy.prepare("SELECT n FROM t").all().map(({ n }) => n), [1]);
});

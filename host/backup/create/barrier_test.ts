import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { BackupError } from "../backup_error.ts";
import { raiseBarrier } from "./barrier.ts";
import { planBackup } from "./plan.ts";

async function databases() {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-barrier-" });
  const [main, other] = ["host.db", "data.db"].map((name) => {
    const db = new DatabaseSync(`${dir}/${name}`, { timeout: 0 });
    db.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)");
    return db;
  });
  return {
    ...{ dir, main: main!, other: other!, paths: [`${dir}/host.db`, `${dir}/data.db`] },
    [Symbol.asyncDispose]: async () => {
      main!.close();
      other!.close();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

Deno.test("all views are of one moment, and writers go on while they are open", async () => {
  await using at = await databases();
  using barrier = await raiseBarrier(at.paths, { main: at.paths[0]! });
  for (const db of [at.main, at.other]) db.exec("INSERT INTO t VALUES (2)");
  for (const { db } of barrier.snapshots) assert.equal(db.prepare("SELECT count(*) AS n FROM t").get()!.n, 1);
  assert.equal(at.other.prepare("SELECT count(*) AS n FROM t").get()!.n, 2);
  assert.deepEqual([barrier.unsettled, barrier.broken], [[], []]);
});

Deno.test("a plugin that keeps its database locked holds up nothing but itself; the host's own has to be held", async () => {
  await using at = await databases();
  const options = { main: at.paths[0]!, attempts: 2 };
  at.other.exec("BEGIN IMMEDIATE; INSERT INTO t VALUES (2)");
  {
    using barrier = await raiseBarrier(at.paths, options);
    assert.deepEqual(barrier.unsettled, [at.paths[1]]);
    assert.deepEqual(barrier.snapshots.map(({ db }) => db.prepare("SELECT count(*) AS n FROM t").get()!.n), [1, 1]);
  }
  at.other.exec("ROLLBACK");
  at.main.exec("BEGIN IMMEDIATE");
  await assert.rejects(
    raiseBarrier(at.paths, options),
    (error) => error instanceof BackupError && error.fault === "busy",
  );
  at.main.exec("ROLLBACK");
});

Deno.test("what only looks like a database is told; a journal that lies there is never played back", async () => {
  await using at = await databases();
  const fake = `${at.dir}/fake.db`;
  await Deno.writeTextFile(fake, "SQLite format 3\0" + "x".repeat(200));
  const old = `${at.dir}/old.db`;
  new DatabaseSync(old).close();
  using plain = new DatabaseSync(old);
  plain.exec("PRAGMA journal_mode = DELETE; CREATE TABLE t (n INTEGER)");
  await Deno.writeTextFile(`${old}-journal`, "");
  using barrier = await raiseBarrier([...at.paths, fake, old], { main: at.paths[0]! });
  assert.deepEqual(barrier.broken.map(({ path }) => path), [fake]);
  assert.equal(barrier.snapshots.length, 3);
  assert.ok(await Deno.stat(`${old}-journal`));
});

Deno.test("looking for what else goes into the backup does not let go of a view: its owner cannot write over it", async () => {
  await using dir = {
    path: await Deno.makeTempDir({ prefix: "bulkhead-barrier-" }),
    [Symbol.asyncDispose]: () => Deno.remove(dir.path, { recursive: true }),
  };
  const [main, other] = [`${dir.path}/host.db`, `${dir.path}/plugins/notes/more.db`];
  Deno.mkdirSync(`${dir.path}/plugins/notes`, { recursive: true });
  // The plugin's process has its database open all the time.
  const plan = () =>
    planBackup({
      ...{ dataDir: dir.path, scriptsDir: `${dir.path}/scripts`, folder: `${dir.path}/backups`, key: false },
      known: new Set([main, other]),
    });
  using host = new DatabaseSync(main);
  host.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER)");
  const owner = new Deno.Command(Deno.execPath(), {
    args: ["eval", OWNER, other],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const [ask, answers] = [owner.stdin.getWriter(), owner.stdout.pipeThrough(new TextDecoderStream()).getReader()];
  try {
    assert.equal((await answers.read()).value, "open");
    {
      using barrier = await raiseBarrier([main, other], { main });
      assert.deepEqual(plan().files.map(({ path, kind }) => [path, kind]), [
        ["host.db", "database"],
        ["plugins/notes/more.db", "database"],
      ]);
      await ask.write(new Uint8Array(1));
      assert.equal((await answers.read()).value, "held up");
      assert.equal(barrier.snapshots[1]!.db.prepare("SELECT count(*) AS n FROM t").get()!.n, 1);
    }
    await ask.write(new Uint8Array(1));
    assert.equal((await answers.read()).value, "free");
  } finally {
    await ask.close();
    await answers.cancel();
    await owner.status;
  }
});

/** Writes, and begins its log anew whenever it is asked to. */
const OWNER = `
import { DatabaseSync } from "node:sqlite";
const db = new DatabaseSync(Deno.args[0], { timeout: 0 });
db.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)");
const tell = (text) => Deno.stdout.writeSync(new TextEncoder().encode(text));
tell("open");
while (Deno.stdin.readSync(new Uint8Array(1)) !== null) {
  db.exec("INSERT INTO t VALUES (2)");
  tell(db.prepare("PRAGMA wal_checkpoint(RESTART)").get().busy ? "held up" : "free");
}
`;

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { fileHeader, paddingOf } from "./archive/tar_header.ts";
import { BackupError, type BackupFault, createBackup, readArchive, readHead, restoreBackup } from "./mod.ts";

const HOST = "0.1.0";
const PASSPHRASE = "four words of mine";
type How = { compression: "zstd" | "none"; passphrase?: string; key?: boolean };

/** A data folder with two databases, a long name and a large file, and a backup of it. */
async function made(how: How) {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-backup-" }));
  const dataDir = `${dir}/data`;
  const long = `files/aa/${"a".repeat(180)}`;
  for (const folder of ["plugins/chat", "files/aa", "keys", "run"]) {
    Deno.mkdirSync(`${dataDir}/${folder}`, { recursive: true });
  }
  Deno.mkdirSync(`${dir}/scripts/.git`, { recursive: true });
  const open = ["host.db", "plugins/chat/data.db"].map((path) => {
    const db = new DatabaseSync(`${dataDir}/${path}`);
    db.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)");
    return db;
  });
  const files: Record<string, string> = {
    [long]: "x".repeat(70_000),
    "keys/secrets.key": "the key",
    "run/token": "the token",
    "bulkhead.toml": "port = 1\n",
    "host.db.before-bus-0002-2026-01-01T00-00-00-000Z": "old",
  };
  for (const [path, text] of Object.entries(files)) Deno.writeTextFileSync(`${dataDir}/${path}`, text);
  Deno.symlinkSync("/etc/passwd", `${dataDir}/plugins/chat/link`);
  Deno.writeTextFileSync(`${dir}/scripts/a.ts`, "a");
  Deno.writeTextFileSync(`${dir}/scripts/.git/HEAD`, "no script");
  const name = "bulkhead-20260301T030000Z.tar";
  const { key = false, ...rest } = how;
  const created = await createBackup({
    ...{ dataDir, scriptsDir: `${dir}/scripts`, folder: `${dir}/backups`, name, key, host: HOST, ...rest },
    createdAt: "2026-03-01T03:00:00.000Z",
  });
  return {
    dir,
    dataDir,
    long,
    created,
    archive: `${dir}/backups/${name}`,
    [Symbol.asyncDispose]: async () => {
      for (const db of open) db.close();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

function fails(fault: BackupFault, message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof BackupError, String(error));
    assert.equal(error.fault, fault, error.message);
    assert.match(error.message, message);
    return true;
  };
}

for (
  const how of [{ compression: "none" }, { compression: "zstd" }, {
    compression: "zstd",
    passphrase: PASSPHRASE,
    key: true,
  }] as How[]
) {
  const { passphrase, key = false } = how;
  Deno.test(`what was backed up comes back (${how.compression}${passphrase ? ", encrypted, with the key" : ""})`, async () => {
    await using it = await made(how);
    const { head, encrypted } = await readHead(it.archive);
    assert.deepEqual([head.host, head.key, encrypted], [HOST, key, passphrase !== undefined]);
    const target = `${it.dir}/new`;
    const manifest = await restoreBackup({
      archive: it.archive,
      target,
      host: HOST,
      ...(passphrase ? { passphrase } : {}),
    });
    assert.deepEqual(
      manifest.parts.map(({ path, kind }) => `${kind} ${path}`).sort(),
      [
        "database host.db",
        "database plugins/chat/data.db",
        "file bulkhead.toml",
        `file ${it.long}`,
        "file scripts/a.ts",
      ]
        .concat(key ? ["file keys/secrets.key"] : []).sort(),
    );
    assert.deepEqual(manifest.leftOut, [{ path: "plugins/chat/link", reason: "it is neither a file nor a folder" }]);
    assert.equal(Deno.readTextFileSync(`${target}/${it.long}`).length, 70_000);
    using db = new DatabaseSync(`${target}/plugins/chat/data.db`);
    assert.equal(db.prepare("SELECT n FROM t").get()!.n, 1);
    // Nothing is left beside either.
    assert.deepEqual([...Deno.readDirSync(`${it.dir}/backups`)].map(({ name }) => name), [it.created.name]);
    assert.deepEqual([...Deno.readDirSync(it.dir)].map(({ name }) => name).sort(), [
      "backups",
      "data",
      "new",
      "scripts",
    ]);
  });
}

Deno.test("any tar program reads an archive that is not encrypted", async () => {
  await using it = await made({ compression: "none" });
  const { stdout, success } = await new Deno.Command("tar", { args: ["-tf", it.archive] }).output();
  assert.ok(success);
  assert.ok(new TextDecoder().decode(stdout).split("\n").includes(it.long));
});

for (
  const how of [{ compression: "none" }, { compression: "zstd" }, {
    compression: "zstd",
    passphrase: PASSPHRASE,
  }] as How[]
) {
  Deno.test(`one changed byte anywhere, or a missing end, is found (${how.compression}${how.passphrase ? ", encrypted" : ""})`, async () => {
    await using it = await made(how);
    const whole = await Deno.readFile(it.archive);
    const broken = `${it.dir}/broken.tar`;
    const options = how.passphrase ? { passphrase: how.passphrase } : {};
    const sound = async (bytes: Uint8Array) => {
      await Deno.writeFile(broken, bytes);
      try {
        return (await readArchive(broken, {}, options)).damaged.length === 0;
      } catch (error) {
        assert.ok(error instanceof BackupError, `${(error as Error).stack}`);
        return false;
      }
    };
    assert.ok(await sound(whole));
    const step = Math.max(1, Math.floor(whole.length / (how.passphrase ? 5 : 60)));
    for (let at = 0; at < whole.length; at += step) {
      const changed = whole.slice();
      changed[at]! ^= 0x41;
      assert.ok(!await sound(changed), `byte ${at} of ${whole.length} was changed and nobody noticed`);
      assert.ok(!await sound(whole.slice(0, at)), `cut at ${at} and nobody noticed`);
    }
    assert.ok(!await sound(Uint8Array.from([...whole, 0])), "something was added");
  });
}

Deno.test("verify names the file that is damaged, and the others are still compared", async () => {
  await using it = await made({ compression: "none" });
  const bytes = await Deno.readFile(it.archive);
  const at = bytes.findIndex((byte, index) =>
    byte === 0x78 && bytes[index + 1] === 0x78 && bytes[index + 500] === 0x78
  );
  bytes[at + 1_000] = 0x79;
  await Deno.writeFile(it.archive, bytes);
  const { damaged } = await readArchive(it.archive, {});
  assert.deepEqual(damaged, [{ path: it.long, problem: "its bytes are not those that were written" }]);
  await assert.rejects(
    restoreBackup({ archive: it.archive, target: `${it.dir}/new`, host: HOST }),
    fails("damaged", /nothing was restored: "files\/aa\/a+": its bytes are not/),
  );
  assert.ok(![...Deno.readDirSync(it.dir)].some(({ name }) => name.startsWith("new")));
});

Deno.test("a wrong passphrase, none, an older host and a used target are refused in words", async () => {
  await using it = await made({ compression: "zstd", passphrase: PASSPHRASE });
  const restore = (options: { target?: string; host?: string; passphrase?: string }) =>
    restoreBackup({ archive: it.archive, target: `${it.dir}/new`, host: HOST, ...options });
  await assert.rejects(restore({ passphrase: "another" }), fails("wrong_passphrase", /passphrase is wrong/));
  await assert.rejects(restore({}), fails("passphrase_needed", /is encrypted: its passphrase is needed/));
  await assert.rejects(
    restore({ passphrase: PASSPHRASE, host: "0.0.9" }),
    fails("incompatible", /made by version 0\.1\.0, this is 0\.0\.9, which is older/),
  );
  await assert.rejects(restore({ passphrase: PASSPHRASE, target: it.dataDir }), fails("target_in_use", /not empty/));
  await assert.rejects(
    restoreBackup({ archive: `${it.dir}/none.tar`, target: `${it.dir}/new`, host: HOST }),
    fails("not_found", /There is no backup/),
  );
  await Deno.mkdir(`${it.dir}/empty`);
  await restore({ passphrase: PASSPHRASE, target: `${it.dir}/empty` });
  assert.ok(await Deno.stat(`${it.dir}/empty/host.db`));
});

const HOSTILE: [what: string, fault: BackupFault, message: RegExp, entry: (head: string) => Uint8Array[]][] = [
  ["a path that leads out", "unsafe", /of dots/, () => file("plugins/../../evil", "x")],
  ["an absolute path", "unsafe", /is absolute/, () => file("/etc/evil", "x")],
  ["a path of another place", "unsafe", /is none that backups hold/, () => file("run/token", "x")],
  ["a link", "unsafe", /is no plain file/, () => [relabelled(fileHeader("plugins/x", META(0)), "2")]],
  ["the same path twice", "unsafe", /twice/, () => [...file("files/a", "x"), ...file("files/a", "y")]],
  [
    "a file under a file",
    "unreadable",
    /cannot be written/,
    () => [...file("files/a", "x"), ...file("files/a/b", "y")],
  ],
  ["a size that no disk holds", "no_space", /no room/, () => [fileHeader("files/a", META(2 ** 49))]],
  ["a format of the future", "incompatible", /format 2/, () => []],
];

for (const [what, fault, message, entry] of HOSTILE) {
  Deno.test(`an archive with ${what} is refused and leaves nothing`, async () => {
    const dir = await Deno.makeTempDir({ prefix: "bulkhead-hostile-" });
    const head = {
      format: fault === "incompatible" ? 2 : 1,
      ...{ createdAt: "2026-03-01T03:00:00.000Z", host: HOST, compression: "none", key: false },
    };
    const bytes = [...file("backup.json", JSON.stringify(head)), ...entry(""), new Uint8Array(1024)];
    await Deno.writeFile(`${dir}/evil.tar`, new Uint8Array(await new Blob(bytes as BlobPart[]).arrayBuffer()));
    await assert.rejects(
      restoreBackup({ archive: `${dir}/evil.tar`, target: `${dir}/deep/new`, host: HOST }),
      fails(fault, message),
    );
    assert.deepEqual([...Deno.readDirSync(`${dir}/deep`)], []);
    assert.deepEqual([...Deno.readDirSync(dir)].map(({ name }) => name).sort(), ["deep", "evil.tar"]);
    await Deno.remove(dir, { recursive: true });
  });
}

function META(sizeBytes: number) {
  return { sizeBytes, mode: 0o600, timeS: 0 };
}

function file(path: string, text: string): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  return [fileHeader(path, META(bytes.length)), bytes, new Uint8Array(paddingOf(bytes.length))];
}

/** Another type of entry, with its checksum put right. */
function relabelled(block: Uint8Array, type: string): Uint8Array {
  const changed = block.slice();
  changed[156] = type.charCodeAt(0);
  changed.fill(0x20, 148, 156);
  const sum = changed.reduce((total, byte) => total + byte, 0);
  changed.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return changed;
}

import assert from "node:assert/strict";
import { s3Server } from "../../../tests/harness/s3_server.ts";
import { BackupError } from "../backup_error.ts";
import { S3Store } from "./s3_store.ts";

const NAME = "bulkhead-20260301T030000Z-auto.tar";
const MIB = 1024 ** 2;

async function setUp(options: { secret?: string | null; keyId?: string; bucket?: string; region?: string } = {}) {
  const server = s3Server({ keyId: "KEY", secret: "s3cret+/=", buckets: ["backups"], pageSize: 2 });
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-s3-" });
  const store = new S3Store({
    settings: {
      endpoint: server.url,
      bucket: options.bucket ?? "backups",
      prefix: "team/one/",
      region: options.region ?? "us-east-1",
      keyId: options.keyId ?? "KEY",
      secret: "BACKUP_S3_KEY",
    },
    secret: () => options.secret === null ? undefined : options.secret ?? "s3cret+/=",
    pausesMs: [1, 1, 1],
  });
  return {
    server,
    store,
    dir,
    async file(sizeBytes: number): Promise<{ path: string; bytes: Uint8Array }> {
      const bytes = new Uint8Array(sizeBytes);
      for (let at = 0; at < sizeBytes; at += 65_536) {
        crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, sizeBytes)));
      }
      await Deno.writeFile(`${dir}/file`, bytes);
      return { path: `${dir}/file`, bytes };
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

const says = (message: RegExp, fault = "store") => (error: unknown) => {
  assert.ok(error instanceof BackupError, String(error));
  assert.equal(error.fault, fault);
  assert.match(error.message, message);
  return true;
};

for (const sizeBytes of [0, 1, 8 * MIB, 8 * MIB + 1, 27 * MIB]) {
  Deno.test(`a backup of ${sizeBytes} bytes goes there and comes back the same, a part at a time`, async () => {
    await using it = await setUp();
    const { path, bytes } = await it.file(sizeBytes);
    const seen: number[] = [];
    await it.store.upload(path, NAME, (done) => seen.push(done));
    assert.deepEqual(it.server.objects.get(`backups/team/one/${NAME}`), bytes);
    assert.equal(seen.at(-1), sizeBytes);
    assert.equal(it.server.unfinished, 0);
    assert.ok(it.server.largestBytes <= 8 * MIB);
    await it.store.download(NAME, `${it.dir}/back`);
    assert.deepEqual(await Deno.readFile(`${it.dir}/back`), bytes);
  });
}

Deno.test("all backups are listed, page after page, and nothing else that lies there", async () => {
  await using it = await setUp();
  const names = Array.from({ length: 5 }, (_, n) => `bulkhead-2026030${n + 1}T030000Z.tar.zst`);
  for (const name of names) it.server.objects.set(`backups/team/one/${name}`, new Uint8Array(3));
  for (const other of ["notes.txt", "deeper/bulkhead-20260301T030000Z.tar"]) {
    it.server.objects.set(`backups/team/one/${other}`, new Uint8Array(1));
  }
  it.server.objects.set("backups/team/two/bulkhead-20260301T030000Z.tar", new Uint8Array(1));
  assert.deepEqual(
    (await it.store.list()).sort((a, b) => a.name < b.name ? -1 : 1),
    names.map((name) => ({ name, sizeBytes: 3 })),
  );
  await it.store.remove(names[0]!);
  assert.equal((await it.store.list()).length, 4);
});

Deno.test("what fails now and then is tried again, a connection that breaks goes on where it was", async () => {
  await using it = await setUp();
  const { path, bytes } = await it.file(20 * MIB);
  it.server.trouble = ({ nth }) => nth % 2 === 1 ? { status: 503, code: "SlowDown" } : undefined;
  await it.store.upload(path, NAME);
  it.server.trouble = ({ nth, method }) => method === "GET" && nth % 2 === 0 ? "drop" : undefined;
  await it.store.download(NAME, `${it.dir}/back`);
  assert.deepEqual(await Deno.readFile(`${it.dir}/back`), bytes);
  it.server.trouble = ({ nth }) => nth % 3 === 0 ? { delayMs: 200 } : undefined;
  await it.store.upload(path, NAME);
});

Deno.test("what fails for good leaves nothing half there: no name, no parts, no file", async () => {
  await using it = await setUp();
  const { path } = await it.file(20 * MIB);
  it.server.trouble = ({ query }) =>
    query.get("partNumber") === "2" ? { status: 500, code: "InternalError" } : undefined;
  await assert.rejects(it.store.upload(path, NAME), says(/did not upload \(500 InternalError\), tried several times/));
  assert.equal(it.server.unfinished, 0);
  assert.equal(it.server.objects.size, 0);
  it.server.trouble = undefined;
  await it.store.upload(path, NAME);
  it.server.trouble = ({ method, nth }) => method === "GET" && nth > 1 ? "drop" : undefined;
  await assert.rejects(it.store.download(NAME, `${it.dir}/back`), says(/cannot be reached, tried several times/));
  await assert.rejects(Deno.stat(`${it.dir}/back`), Deno.errors.NotFound);
});

const WRONG: [what: string, options: Parameters<typeof setUp>[0], message: RegExp][] = [
  ["no key", { secret: null }, /is not set: bulkhead secret set BACKUP_S3_KEY/],
  [
    "a wrong key",
    { secret: "other" },
    /says that the key is wrong \(403 SignatureDoesNotMatch\): bulkhead secret set BACKUP_S3_KEY/,
  ],
  [
    "an unknown key id",
    { keyId: "OTHER" },
    /knows no access key "OTHER" \(403 InvalidAccessKeyId\): see "backup\.s3\.key-id"/,
  ],
  ["a wrong region", { region: "mars-1" }, /takes no request for the region "mars-1"/],
  [
    "no such bucket",
    { bucket: "elsewhere" },
    /There is no bucket "elsewhere" at .*: make it, or see "backup\.s3\.bucket"/,
  ],
];
for (const [what, options, message] of WRONG) {
  Deno.test(`${what}: it is said what to do`, async () => {
    await using it = await setUp(options);
    const { path } = await it.file(9 * MIB);
    await assert.rejects(it.store.upload(path, NAME), says(message));
    await assert.rejects(it.store.list(), says(message));
  });
}

Deno.test("a store that is not there, one that refuses, and a backup that is not there", async () => {
  await using it = await setUp();
  await assert.rejects(
    it.store.download(NAME, `${it.dir}/back`),
    says(/There is no backup "bulkhead-2026.* at http/, "not_found"),
  );
  await assert.rejects(it.store.remove("../../other"), says(/is not the name of a backup/, "not_found"));
  it.server.trouble = () => ({ status: 403, code: "AccessDenied" });
  await assert.rejects(
    it.store.list(),
    says(/may not list at .*team\/one\/ \(403 AccessDenied\): give it list, read, write/),
  );
  const gone = new S3Store({
    settings: {
      ...{ endpoint: "http://127.0.0.1:1", bucket: "b", prefix: "", region: "r", keyId: "k", secret: "S" },
    },
    secret: () => "x",
    pausesMs: [1],
  });
  await assert.rejects(
    gone.list(),
    says(/The store at http:\/\/127\.0\.0\.1:1 cannot be reached, tried several times/),
  );
});

Deno.test("a host that stops does not wait for a slow store", async () => {
  await using it = await setUp();
  const { path } = await it.file(20 * MIB);
  const stop = new AbortController();
  const store = new S3Store({
    settings: {
      ...{ endpoint: it.server.url, bucket: "backups", prefix: "", region: "us-east-1", keyId: "KEY", secret: "S" },
    },
    secret: () => "s3cret+/=",
    signal: stop.signal,
  });
  it.server.trouble = ({ query }) => {
    if (query.get("partNumber") !== "2") return undefined;
    setTimeout(() => stop.abort(), 50);
    return { delayMs: 1_000 };
  };
  await assert.rejects(store.upload(path, NAME), says(/The host is stopping/, "busy"));
  assert.equal(it.server.unfinished, 0);
});

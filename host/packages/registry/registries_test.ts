import assert from "node:assert/strict";
import { emptyIndex, rawServer, registryKey, staticRegistry, until } from "../../../tests/harness/mod.ts";
import { offer, refused, testRegistries } from "./_test_registries.ts";

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

Deno.test("a registry is added with its key and revision, and is there after a restart", async () => {
  await using registry = await staticRegistry({ name: "Team" });
  await using host = await testRegistries();
  await offer(registry, { hello: ["1.0.0"] });
  const info = await host.registries.add(registry.url.slice(0, -1), "u-alice");
  assert.deepEqual(info, {
    url: registry.url,
    name: "Team",
    publicKey: registry.key.publicKey,
    fingerprint: registry.key.fingerprint,
    revision: 2,
    expires: "2099-01-01T00:00:00.000Z",
    plugins: 1,
    addedBy: "u-alice",
    addedAt: "2026-06-01T00:00:00.000Z",
    checkedAt: "2026-06-01T00:00:00.000Z",
  });
  assert.deepEqual(host.registries.list(), [info]);
  const again = await host.reopen();
  assert.deepEqual(again.list(), [info]);
  assert.deepEqual(again.search("hello").map(({ id }) => id), ["hello"]);
  assert.equal(host.left().indexes.length, 1);
});

Deno.test("a wrong index is refused at add, each with its own reason, and nothing is left behind", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  const index = emptyIndex("Bad");
  const plugin = (versions: unknown[]) => ({ ...index, plugins: [{ id: "hello", name: "Hello", versions }] });
  const version = { version: "1.0.0", engine: "^1", package: "a.tgz", sha256: "0".repeat(64), size: 1 };
  const invalid: [unknown, RegExp][] = [
    [[], /its top/],
    [{ ...index, revision: undefined }, /no \/revision/],
    [{ ...index, revision: -1 }, /\/revision/],
    [{ ...index, revision: 1.5 }, /\/revision/],
    [{ ...index, expires: "tomorrow" }, /"tomorrow" at \/expires/],
    [{ ...index, registry: { name: "" } }, /\/registry\/name/],
    [{ ...index, revoked: ["abc"] }, /\/revoked\/0/],
    [{ ...index, plugins: [{ id: "Hello", name: "x", versions: [] }] }, /\/plugins\/0\/id/],
    [
      { ...index, plugins: [1, 2].map(() => ({ id: "hello", name: "x", versions: [] })) },
      /"hello" twice, the second time at \/plugins\/1/,
    ],
    [plugin([{ ...version, version: "1.0" }]), /"1\.0" at \/plugins\/0\/versions\/0\/version/],
    [plugin([{ ...version, engine: "new" }]), /"new" at \/plugins\/0\/versions\/0\/engine/],
    [plugin([{ ...version, sha256: "0".repeat(63) }]), /sha256/],
    [plugin([{ ...version, size: 0 }]), /size/],
    [plugin([{ ...version, size: 64 * 1024 * 1024 + 1 }]), /size/],
    [plugin([version, version]), /"hello" 1\.0\.0 twice/],
  ];
  for (const [value, message] of invalid) {
    await registry.writeIndex(encode(value));
    assert.match((await refused(host.registries.add(registry.url, "u"), "index_invalid")).message, message);
  }
  for (const text of ["", "{", "\u0000", "[".repeat(100_000)]) {
    await registry.writeIndex(new TextEncoder().encode(text));
    await refused(host.registries.add(registry.url, "u"), "index_invalid");
  }
  await registry.writeIndex(new Uint8Array([0x22, 0xff, 0x22]));
  await refused(host.registries.add(registry.url, "u"), "index_invalid");
  await registry.writeIndex(encode({ ...index, expires: "2026-05-31T23:59:59Z" }));
  assert.match((await refused(host.registries.add(registry.url, "u"), "index_expired")).message, /2026-05-31/);
  assert.deepEqual(host.registries.list(), []);
  assert.deepEqual(host.left().indexes, []);
});

Deno.test("an index whose signature is wrong, malformed or missing is refused", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  const good = JSON.parse(await Deno.readTextFile(`${registry.folder}/index.sig.json`));
  const other = await registryKey();
  const wrong = [
    { ...good, publicKey: other.publicKey },
    { ...good, signature: new Uint8Array(64).toBase64() },
    { ...good, signature: "" },
    { ...good, alg: "RSA" },
    { ...good, publicKey: undefined },
    { ...good, publicKey: new Uint8Array(31).toBase64() },
    { ...good, publicKey: new Uint8Array(32).toBase64() },
    [],
    null,
  ];
  for (const signature of wrong) {
    await Deno.writeTextFile(`${registry.folder}/index.sig.json`, JSON.stringify(signature));
    await refused(host.registries.add(registry.url, "u"), "index_signature_invalid");
  }
  await Deno.writeTextFile(`${registry.folder}/index.sig.json`, "{");
  await refused(host.registries.add(registry.url, "u"), "index_signature_invalid");
  await Deno.remove(`${registry.folder}/index.sig.json`);
  await refused(host.registries.add(registry.url, "u"), "fetch_failed");
  // One byte of white space more is another index.
  await registry.change(() => {});
  await Deno.writeTextFile(`${registry.folder}/index.json`, " ", { append: true });
  await refused(host.registries.add(registry.url, "u"), "index_signature_invalid");
});

Deno.test("a registry that is caught while it publishes is read once more", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  const old = await Deno.readTextFile(`${registry.folder}/index.sig.json`);
  await registry.change(() => {});
  registry.answers.set("/index.sig.json", () => {
    registry.answers.clear();
    return new Response(old);
  });
  assert.equal((await host.registries.add(registry.url, "u")).revision, 2);
});

Deno.test("an index of more than 8 MB is refused before it is read", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await registry.writeIndex(new Uint8Array(8 * 1024 * 1024 + 1).fill(0x20));
  await refused(host.registries.add(registry.url, "u"), "too_large");
});

Deno.test("what was seen of a registry is held against what it shows now", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await registry.change((index) => void (index.revision = 7));
  await host.registries.add(registry.url, "u");
  const problem = async () => {
    await host.registries.refresh();
    return host.registries.list()[0]!.problem ?? "";
  };
  const seven = await Deno.readFile(`${registry.folder}/index.json`);

  await registry.change((index) => void (index.revision = 6));
  assert.match(await problem(), /^index_older: .*revision 6, but 7 was seen/);
  await refused(host.registries.add(registry.url, "u"), "index_older");
  await refused(host.registries.resolve(`${registry.url}#hello`), "index_older");

  await registry.writeIndex(encode({ ...JSON.parse(new TextDecoder().decode(seven)), revoked: ["a".repeat(64)] }));
  assert.match(await problem(), /^index_older: .*has changed, but still has revision 7/);

  await registry.change((index) => void (index.revision = 8), { key: await registryKey() });
  assert.match(await problem(), /^index_key_changed: .*expected [0-9a-f]{32}$/);
  await refused(host.registries.add(registry.url, "u"), "index_key_changed");
  await refused(host.registries.resolve(`${registry.url}#hello`), "index_key_changed");
  assert.equal((await host.reopen()).list()[0]!.revision, 7);

  await registry.writeIndex(seven);
  assert.equal(await problem(), "");
  assert.equal(host.left().indexes.length, 1);
});

Deno.test("a registry that was removed comes back with another key, but with the same key never older", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await registry.change((index) => void (index.revision = 7));
  await host.registries.add(registry.url, "u");
  assert.equal(await host.registries.remove(`${registry.url}index.json`), true);
  assert.equal(await host.registries.remove(registry.url), false);
  // What it revoked still counts for what came from it, so its last index is kept.
  assert.deepEqual([host.registries.list(), host.left().indexes.length], [[], 1]);
  await registry.change((index) => void (index.revision = 6));
  await host.reopen();
  await refused(host.registries.add(registry.url, "u"), "index_older");
  const key = await registryKey();
  await registry.change((index) => void (index.revision = 6), { key });
  assert.equal((await host.registries.add(registry.url, "u")).fingerprint, key.fingerprint);
});

Deno.test("an index that has expired offers nothing new; what it revoked stays revoked", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await offer(registry, { hello: ["1.0.0"] });
  await registry.change((index) => {
    index.expires = "2026-06-02T00:00:00+02:00";
    index.revoked = ["B".repeat(64)];
  });
  await host.registries.add(registry.url, "u");
  assert.equal(await host.fetch("hello"), "hello 1.0.0");
  await host.clock.advance(24 * 3_600_000);
  assert.match(host.registries.list()[0]!.problem!, /^index_expired: .*2026-06-01T22:00:00\.000Z/);
  await refused(host.registries.resolve("hello"), "index_expired");
  await refused(host.registries.resolve(`${registry.url}#hello`), "index_expired");
  assert.equal(host.registries.revokedBy("b".repeat(64)), registry.url);
  await registry.change((index) => void (index.expires = "2027-01-01T00:00:00Z"));
  assert.equal(await host.fetch("hello"), "hello 1.0.0");
  assert.equal(host.registries.list()[0]!.problem, undefined);
});

Deno.test("what is revoked is neither found nor chosen, and listeners hear of it", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await offer(registry, { hello: ["1.0.0", "1.1.0"] });
  await host.registries.add(registry.url, "u");
  let changes = 0;
  const end = host.registries.onChange(() => changes++);
  const newest = host.registries.versions(registry.url, "hello")[0]!;
  assert.equal(host.registries.revokedBy(newest.sha256), undefined);
  await registry.change((index) => void index.revoked.push(newest.sha256.toUpperCase()));
  await host.registries.refresh();
  assert.equal(changes, 1);
  await host.registries.refresh();
  assert.equal(changes, 1);
  assert.equal(host.registries.revokedBy(newest.sha256), registry.url);
  assert.equal((await host.reopen()).revokedBy(newest.sha256), registry.url);
  assert.deepEqual(host.registries.versions(registry.url, "hello").map(({ version }) => version), ["1.0.0"]);
  assert.deepEqual(host.registries.search("")[0]!.versions.map(({ version }) => version), ["1.0.0"]);
  assert.equal(await host.fetch("hello"), "hello 1.0.0");
  const error = await refused(host.registries.resolve("hello@1.1.0"), "revoked");
  assert.match(error.message, new RegExp(`revoked by "${registry.url}"`));
  end();
});

Deno.test("a registry that is down keeps its last good index", async () => {
  await using host = await testRegistries();
  const registry = await staticRegistry();
  await offer(registry, { hello: ["1.0.0"] });
  await host.registries.add(registry.url, "u");
  await registry[Symbol.asyncDispose]();
  await host.registries.refresh();
  assert.match(host.registries.list()[0]!.problem!, /^fetch_failed: /);
  assert.deepEqual(host.registries.search("hello").map(({ id }) => id), ["hello"]);
  assert.equal((await host.registries.resolve("hello")).entry?.version, "1.0.0");
  await refused(host.fetch("hello"), "fetch_failed");
  assert.deepEqual(host.left().downloads, []);
});

Deno.test("a kept index that was changed on disk does not count; the next refresh brings it back", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await offer(registry, { hello: ["1.0.0"] });
  await host.registries.add(registry.url, "u");
  const [file] = host.left().indexes;
  await Deno.writeTextFile(`${host.dir}/registries/${file}`, " ", { append: true });
  await host.reopen();
  assert.deepEqual(host.registries.search(""), []);
  assert.match(host.registries.list()[0]!.problem!, /kept index/);
  await host.registries.refresh();
  assert.equal(host.registries.search("").length, 1);
  assert.equal((await host.reopen()).list()[0]!.problem, undefined);
});

Deno.test("what a killed host left in the folder of indexes is removed at the next start", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await host.registries.add(registry.url, "u");
  const [file] = host.left().indexes;
  for (const stray of [`${file}.part`, "old.json"]) await Deno.writeTextFile(`${host.dir}/registries/${stray}`, "{");
  await host.reopen();
  assert.deepEqual(host.left().indexes, [file]);
});

Deno.test("all indexes are read at the start and every six hours, by one timer", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await host.registries.add(registry.url, "u");
  const reads = () => registry.requests.filter((path) => path === "/index.json").length;
  const before = reads();
  host.registries.start();
  await host.registries.refresh();
  assert.equal(reads(), before + 1);
  await host.clock.advance(6 * 3_600_000 - 1);
  assert.equal(reads(), before + 1);
  const timers = host.clock.waiting;
  await host.clock.advance(1);
  await until(() => reads() === before + 2 && host.clock.waiting === timers, { what: "the second refresh" });
});

Deno.test("closing ends what is under way", async () => {
  await using host = await testRegistries();
  await using server = rawServer((_write, gone) =>
    new Promise((resolve) => gone.addEventListener("abort", () => resolve()))
  );
  const adding = host.registries.add(server.url, "u");
  const failed = refused(adding, "fetch_failed");
  await host.registries.close();
  assert.match((await failed).message, /stopping/);
});

Deno.test("a registry in a private network is read only when an admin has added it", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  await offer(registry, { hello: ["1.0.0"] });
  await refused(host.registries.resolve(`${registry.url}#hello`), "address_refused");
  await refused(host.fetch(`${registry.url}hello-1.0.0.tgz`), "address_refused");
  await host.registries.add(registry.url, "u");
  assert.equal(await host.fetch(`${registry.url}#hello`), "hello 1.0.0");
  assert.equal(await host.fetch(`${registry.url}hello-1.0.0.tgz`), "hello 1.0.0");
  await host.registries.remove(registry.url);
  await refused(host.registries.resolve(`${registry.url}#hello`), "address_refused");
  await refused(host.fetch(`${registry.url}hello-1.0.0.tgz`), "address_refused");
});

Deno.test("no registry is at a link-local address, whoever adds it", async () => {
  await using host = await testRegistries();
  for (const url of ["http://169.254.169.254/", "http://[fe80::1]/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/"]) {
    await refused(host.registries.add(url, "u"), "address_refused");
  }
});

Deno.test("archives of any bytes come as they were published", async () => {
  await using registry = await staticRegistry();
  await using host = await testRegistries();
  const archive = crypto.getRandomValues(new Uint8Array(60_000));
  await registry.publish({ id: "hello", version: "1.0.0", archive });
  await host.registries.add(registry.url, "u");
  const source = await host.registries.resolve("hello");
  const file = `${host.dir}/downloads/x`;
  const progress: number[] = [];
  await source.download(file, { progress: (bytes) => progress.push(bytes) });
  assert.deepEqual(await Deno.readFile(file), archive);
  assert.equal(progress.at(-1), 60_000);
  assert.deepEqual(progress, [...progress].sort((a, b) => a - b));
  await assert.rejects(source.download(file, {}), Deno.errors.AlreadyExists);
  assert.deepEqual(await Deno.readFile(file), archive);
});

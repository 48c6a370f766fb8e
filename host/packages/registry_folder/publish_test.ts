import assert from "node:assert/strict";
import {
  addSignature,
  createKeyFile,
  openPackage,
  PackageError,
  type PackageFault,
  publishPackage,
  refreshIndex,
  revokePackages,
  verifySignature,
} from "../mod.ts";
import { parseIndex } from "../registry/index_file.ts";
import { soundPackage } from "../_test/tar_bytes.ts";

const NOW = Date.parse("2030-01-01T00:00:00Z");

/** A registry's folder that is not there yet, with its key. */
async function registry() {
  const root = await Deno.makeTempDir();
  const key = await createKeyFile(`${root}/key.pem`);
  const folder = `${root}/site/plugins`;
  return {
    root,
    key,
    options: { folder, key, now: NOW },
    path: (name: string) => `${folder}/${name}`,
    signed: async (change: Record<string, unknown> = {}) => await addSignature(packageOf(change), key),
    /** The index as a host reads it: the signature first. */
    index: async () => {
      const bytes = await Deno.readFile(`${folder}/index.json`);
      const { publicKey, alg, signature } = JSON.parse(await Deno.readTextFile(`${folder}/index.sig.json`));
      assert.deepEqual([publicKey, alg], [key.publicKey, "Ed25519"]);
      assert.ok(verifySignature(bytes, signature, publicKey), "the signature is over the bytes of the index");
      return parseIndex(bytes, "the test");
    },
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

function packageOf(change: Record<string, unknown>): Uint8Array {
  const manifest = { id: "polls", version: "1.0.0", engine: "^1", name: "Polls", entry: "plugin.js", ...change };
  return soundPackage({ "plugin.json": JSON.stringify(manifest) });
}

async function refused(work: Promise<unknown>, fault: PackageFault, words?: RegExp): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof PackageError, String(error));
    assert.equal(error.fault, fault, error.message);
    if (words) assert.match(`${error.message}\n${error.hint}`, words);
    return true;
  });
}

Deno.test("the first package begins a registry that can be served as it is", async () => {
  await using at = await registry();
  const permissions = { net: [{ host: "example.org", reason: "looks things up" }] };
  const archive = await at.signed({ description: "Asks", permissions });
  const published = await publishPackage(at.options, archive);
  const index = await at.index();
  assert.equal(index.registry.name, "plugins");
  assert.equal(index.revision, 1);
  assert.equal(index.expires, "2030-04-01T00:00:00.000Z", "90 days from now");
  assert.deepEqual(index.plugins, [{
    id: "polls",
    name: "Polls",
    description: "Asks",
    versions: [{
      version: "1.0.0",
      engine: "^1",
      package: "polls-1.0.0.tgz",
      sha256: published.sha256,
      size: archive.length,
      publisher: at.key.fingerprint,
      permissions,
    }],
  }]);
  const opened = await openPackage(at.path(published.package), `${at.root}/opened`);
  assert.equal(opened.hash, published.sha256);
});

Deno.test("other plugins and versions stay, newest first, and the revision grows by one", async () => {
  await using at = await registry();
  await publishPackage(at.options, await at.signed());
  await publishPackage(at.options, await at.signed({ version: "1.10.0", name: "Polls 2" }));
  await publishPackage(at.options, await at.signed({ id: "alarm", name: "Alarm" }));
  await publishPackage({ ...at.options, name: "Team", expiresDays: 7 }, await at.signed({ version: "1.9.0" }));
  const index = await at.index();
  assert.deepEqual([index.revision, index.registry.name, index.expires], [4, "Team", "2030-01-08T00:00:00.000Z"]);
  assert.deepEqual(index.plugins.map(({ id, name }) => [id, name]), [["alarm", "Alarm"], ["polls", "Polls 2"]]);
  assert.deepEqual(index.plugins[1]!.versions.map(({ version }) => version), ["1.10.0", "1.9.0", "1.0.0"]);
});

Deno.test("a published version stays what it was", async () => {
  await using at = await registry();
  const archive = await at.signed();
  await publishPackage(at.options, archive);
  const again = await publishPackage(at.options, archive);
  assert.deepEqual([again.changed, again.revision, (await at.index()).revision], [false, 1, 1]);
  await refused(publishPackage(at.options, await at.signed({ name: "Other" })), "hash_mismatch", /Raise the version/);
  assert.deepEqual(await Deno.readFile(at.path("polls-1.0.0.tgz")), archive);
});

Deno.test("unsigned, changed and unfit packages are not published", async () => {
  await using at = await registry();
  await refused(publishPackage(at.options, packageOf({})), "signature_invalid", /not signed/);
  await refused(publishPackage(at.options, new Uint8Array(10)), "archive_invalid");
  await refused(publishPackage(at.options, await at.signed({ engine: "^9" })), "engine_mismatch");
  await assert.rejects(Deno.stat(at.path("index.json")), Deno.errors.NotFound);
});

Deno.test("another key cannot go on with a registry, and nobody signs an index that was changed", async () => {
  await using at = await registry();
  await publishPackage(at.options, await at.signed());
  const other = await createKeyFile(`${at.root}/other.pem`);
  await refused(refreshIndex({ ...at.options, key: other }), "index_key_changed", /pinned/);
  const index = await Deno.readTextFile(at.path("index.json"));
  await Deno.writeTextFile(at.path("index.json"), index.replace("Polls", "Evil!"));
  await refused(refreshIndex(at.options), "index_signature_invalid");
  await refused(publishPackage(at.options, await at.signed({ version: "2.0.0" })), "index_signature_invalid");
});

Deno.test("a package is revoked by name or hash and cannot come back", async () => {
  await using at = await registry();
  const { sha256 } = await publishPackage(at.options, await at.signed());
  const elsewhere = "ab".repeat(32);
  assert.deepEqual(await revokePackages(at.options, ["polls@1.0.0", elsewhere]), [sha256, elsewhere]);
  await revokePackages(at.options, [sha256]);
  const index = await at.index();
  assert.deepEqual(index.revoked, [sha256, elsewhere].sort());
  assert.equal(index.revision, 3);
  await refused(publishPackage(at.options, await at.signed()), "revoked");
  await refused(revokePackages(at.options, ["polls@2.0.0"]), "not_found", /there are polls@1\.0\.0/);
});

Deno.test("an index is signed anew with a later expiry, and one that is not there cannot be", async () => {
  await using at = await registry();
  await refused(refreshIndex(at.options), "not_found", /plugin publish/);
  await publishPackage(at.options, await at.signed());
  const before = await at.index();
  const state = await refreshIndex({ ...at.options, now: NOW + 86_400_000 });
  assert.deepEqual(await at.index(), { ...before, ...state });
  assert.deepEqual(state, { revision: 2, expires: "2030-04-02T00:00:00.000Z" });
});

Deno.test("a publish that was cut off between its two files is finished or undone by the next", async () => {
  await using at = await registry();
  await publishPackage(at.options, await at.signed());
  const files = async () => ({
    index: await Deno.readFile(at.path("index.json")),
    signature: await Deno.readFile(at.path("index.sig.json")),
  });
  const first = await files();
  await refreshIndex(at.options);
  const second = await files();
  // The new index is in place, its signature is not yet.
  await Deno.writeFile(at.path("index.sig.json"), first.signature);
  await Deno.writeFile(at.path("index.sig.json.next"), second.signature);
  assert.equal((await refreshIndex(at.options)).revision, 3);
  await at.index();
  // Neither is in place.
  const third = await files();
  await Deno.writeFile(at.path("index.sig.json.next"), second.signature);
  assert.equal((await refreshIndex(at.options)).revision, 4);
  assert.notDeepEqual(await files(), third);
  await at.index();
  assert.deepEqual([...Deno.readDirSync(at.path("."))].map(({ name }) => name).sort(), [
    ".lock",
    "index.json",
    "index.sig.json",
    "polls-1.0.0.tgz",
  ]);
});

Deno.test("publishers that work at the same time lose nothing", async () => {
  await using at = await registry();
  const versions = ["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"];
  const archives = await Promise.all(versions.map((version) => at.signed({ version })));
  await Promise.all(archives.map((archive) => publishPackage(at.options, archive)));
  const index = await at.index();
  assert.equal(index.revision, 5);
  assert.deepEqual(index.plugins[0]!.versions.map(({ version }) => version), versions.toReversed());
});

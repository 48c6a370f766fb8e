import assert from "node:assert/strict";
import { tgz } from "../../packages/_test/tar_bytes.ts";
import { pack } from "../../packages/mod.ts";
import { UpgradeError } from "../ports.ts";
import { packRelease, publishRelease, refreshReleases } from "../release/publish.ts";
import { verifyIndex } from "../release/release_index.ts";
import { newKey, NOW } from "../_test/releases.ts";
import { isComplete } from "../layout.ts";
import { complete, unpackRelease } from "./unpack_release.ts";

const text = (value: string) => new TextEncoder().encode(value);

/** The least that is a release. */
function files(change: Record<string, string> = {}): Map<string, Uint8Array> {
  const all = {
    "deno.json": '{"version":"1.4.0"}',
    "deno.lock": "{}",
    "host/main.ts": "export {};",
    "ui/dist/index.html": "<!doctype html>",
    ...change,
  };
  return new Map(Object.entries(all).map(([path, value]) => [path, text(value)]));
}

async function folder() {
  const path = await Deno.makeTempDir();
  return {
    path,
    archive: async (bytes: Uint8Array) => {
      await Deno.writeFile(`${path}/one.tgz`, bytes);
      return `${path}/one.tgz`;
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

Deno.test("a release is the same bytes whatever the order of its files, and unpacks into what went in", async () => {
  await using at = await folder();
  const packed = packRelease(files());
  assert.deepEqual(packed.archive, packRelease(new Map([...files()].reverse())).archive);
  await unpackRelease(await at.archive(packed.archive), `${at.path}/1.4.0`, "1.4.0");
  assert.equal(await Deno.readTextFile(`${at.path}/1.4.0/host/main.ts`), "export {};");
  assert.equal(isComplete(`${at.path}/1.4.0`), false, "its libraries are still to come");
  complete(`${at.path}/1.4.0`);
  assert.ok(isComplete(`${at.path}/1.4.0`));
});

Deno.test("what could not start is not packed", () => {
  for (const path of ["host/main.ts", "ui/dist/index.html", "deno.lock"]) {
    const without = files();
    without.delete(path);
    assert.throws(() => packRelease(without), new RegExp(`needs "${path}"`));
  }
  assert.throws(() => packRelease(files({ "deno.json": '{"version":"one"}' })), UpgradeError);
});

Deno.test("paths that lead out, links, another version, and what is no release leave nothing behind", async () => {
  await using at = await folder();
  const about = JSON.stringify({ version: "1.4.0", deno: "~2.9.6", launch: 1 });
  const cases: [Uint8Array, RegExp][] = [
    [tgz({ path: "../evil.ts", body: "x" }), /leads out/],
    [tgz({ path: "/etc/evil", body: "x" }), /is absolute/],
    [tgz({ path: "host/main.ts", type: "2", link: "/etc/passwd" }), /is a symbolic link/],
    [tgz({ path: "a", body: "x" }, { path: "A", body: "y" }), /are one on some file systems/],
    [packRelease(files()).archive.slice(0, 200), /damaged or cut off/],
    [text("this is no archive"), /damaged or cut off/],
    [pack(files()), /is no release/],
    [pack(files({ "release.json": about.replace("1.4.0", "1.5.0") })), /says that it is 1\.5\.0/],
    [pack(files({ "release.json": about.replace(":1}", ":2}") })), /no release that this version can start/],
  ];
  for (const [bytes, words] of cases) {
    const target = `${at.path}/release`;
    await assert.rejects(unpackRelease(await at.archive(bytes), target, "1.4.0"), (error: Error) => {
      assert.ok(error instanceof UpgradeError, error.stack);
      assert.match(error.message, words);
      return true;
    });
    assert.deepEqual([...Deno.readDirSync(at.path)].map(({ name }) => name), ["one.tgz"]);
  }
});

Deno.test("publishing adds to the list with the next revision; a version keeps its content for good", async () => {
  await using at = await folder();
  const key = await newKey();
  const site = { folder: `${at.path}/site`, keys: [key], now: NOW };
  publishRelease(site, packRelease(files()));
  publishRelease(site, {
    ...packRelease(files({ "deno.json": '{"version":"1.10.0"}' })),
    from: "1.4.0",
    notes: "More",
  });
  const read = () => verifyIndex(Deno.readFileSync(`${site.folder}/releases.json`), [key.publicKey], "site").index;
  assert.deepEqual(read().releases.map(({ version, from, notes }) => [version, from, notes]), [
    ["1.10.0", "1.4.0", "More"],
    ["1.4.0", "0.0.0", ""],
  ]);
  assert.equal(read().revision, 2);
  assert.throws(
    () => publishRelease(site, packRelease(files({ "host/main.ts": "other" }))),
    /Version 1\.4\.0 is in .* already, with other content/,
  );
  const { revision, expires } = refreshReleases({ ...site, expiresDays: 1 });
  assert.deepEqual([revision, expires, read().releases.length], [3, "2030-01-02T00:00:00.000Z", 2]);
  const stranger = { ...site, keys: [await newKey()] };
  assert.throws(() => refreshReleases(stranger), /is signed with the key|are signed with the key/);
});

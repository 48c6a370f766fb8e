import assert from "node:assert/strict";
import { UpgradeError } from "../ports.ts";
import { newKey } from "../_test/releases.ts";
import { checkPinned, pin, PINNED_FILE, readPinned, retire } from "./pinned_file.ts";

/** A checkout of which only that file is there. */
async function checkout(text = '{ "keys": [] }') {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(`${root}/${PINNED_FILE}`.replace(/\/[^/]+$/, ""), { recursive: true });
  await Deno.writeTextFile(`${root}/${PINNED_FILE}`, text);
  return { root, [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }) };
}

const refused = (work: () => unknown, words: RegExp) =>
  assert.throws(work, (error) => {
    assert.ok(error instanceof UpgradeError, String(error));
    assert.match(`${error.message}\n${error.hint}`, words);
    return true;
  });

Deno.test("a key is pinned beside those that are there, and retired by its fingerprint, but never the only one", async () => {
  await using at = await checkout();
  const [one, two] = [await newKey(), await newKey()];
  pin(at.root, one);
  refused(() => retire(at.root, one.fingerprint), /the only key.*keygen/s);
  assert.deepEqual(pin(at.root, two), [one.publicKey, two.publicKey]);
  refused(() => retire(at.root, "0".repeat(32)), new RegExp(`no key 0+: it pins ${one.fingerprint}`));
  retire(at.root, one.fingerprint);
  assert.deepEqual(readPinned(at.root), [two.publicKey]);
});

Deno.test("what is signed with no key that it pins is not published, and what to do is said", async () => {
  await using at = await checkout();
  const [one, two] = [await newKey(), await newKey()];
  refused(() => checkPinned(readPinned(at.root), [one]), /it pins none\..*keygen --out.*--unpinned/s);
  pin(at.root, one);
  checkPinned(readPinned(at.root), [two, one]);
  refused(() => checkPinned(readPinned(at.root), [two]), new RegExp(`pin ${two.fingerprint}.*pins ${one.fingerprint}`));
});

Deno.test("a file that is damaged, or holds something else, pins nothing in silence", async () => {
  for (const text of ["", '{ "keys": "all" }', '{ "keys": ["none"] }', "{}"]) {
    await using at = await checkout(text);
    refused(() => readPinned(at.root), /release_keys\.json" (cannot be read|holds something else)/);
  }
});

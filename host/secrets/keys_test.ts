/** Where the key comes from, and how it is changed. */
import assert from "node:assert/strict";
import { ExitError } from "../config/mod.ts";
import { TestStore } from "./_test_store.ts";
import type { Secrets } from "./mod.ts";

const key = (byte: number) => new Uint8Array(32).fill(byte).toBase64();

const readKey = (store: TestStore) => Deno.readTextFileSync(store.keyPath).trim();
const fill = async (secrets: Secrets) => {
  await secrets.set("A", "value of a", "u-1");
  await secrets.sealed.change("polls", { set: new Map([["token", "tok_123456"]]), clear: [], by: "u-1" });
};
const read = (secrets: Secrets) => [secrets.get("A"), secrets.sealed.all("polls").get("token")];
const FILLED = ["value of a", "tok_123456"];

Deno.test("a rotated key opens everything, the one before nothing any more, and what is set meanwhile is kept", async () => {
  await using folder = new TestStore();
  await folder.with(fill);
  const before = readKey(folder);
  await folder.with(async (secrets) => {
    await Promise.all([secrets.set("EARLY", "1", "u-1"), secrets.rotateKey(), secrets.set("LATE", "2", "u-1")]);
    assert.deepEqual(read(secrets), FILLED);
  });
  const after = readKey(folder);
  assert.notEqual(after, before);
  await folder.with((secrets) => {
    assert.deepEqual([...read(secrets), secrets.get("EARLY"), secrets.get("LATE")], [...FILLED, "1", "2"]);
  });
  Deno.writeTextFileSync(`${folder.dir}/keys/secrets.key`, before);
  await assert.rejects(folder.with(() => {}), ExitError);
});

Deno.test("a rotation that is cut off is finished or forgotten at the next start", async () => {
  await using folder = new TestStore();
  await folder.with(fill);
  const before = readKey(folder);
  const next = `${folder.dir}/keys/secrets.key.next`;
  // Cut off before anything was sealed anew.
  Deno.writeTextFileSync(next, key(7));
  await folder.with((secrets) => assert.deepEqual(read(secrets), FILLED));
  assert.equal(readKey(folder), before);
  assert.throws(() => Deno.statSync(next), Deno.errors.NotFound);
  // Cut off before the new key was in its place.
  await folder.with((secrets) => secrets.rotateKey());
  const after = readKey(folder);
  Deno.writeTextFileSync(next, after);
  Deno.writeTextFileSync(`${folder.dir}/keys/secrets.key`, before);
  await folder.with((secrets) => assert.deepEqual(read(secrets), FILLED));
  assert.equal(readKey(folder), after);
});

Deno.test("a key from the environment or from systemd takes over what was stored, and another one needs the former", async () => {
  await using folder = new TestStore();
  await folder.with(fill);
  const one = { BULKHEAD_SECRETS_KEY: key(1) };
  await folder.with((secrets) => assert.deepEqual(read(secrets), FILLED), one);
  Deno.removeSync(`${folder.dir}/keys/secrets.key`);
  await folder.with(async (secrets) => {
    assert.deepEqual(read(secrets), FILLED);
    await assert.rejects(secrets.rotateKey(), { code: -32022 });
  }, one);

  const two = { BULKHEAD_SECRETS_KEY: key(2) };
  await assert.rejects(folder.with(() => {}, two), /cannot be read with BULKHEAD_SECRETS_KEY/);
  await folder.with((secrets) => assert.deepEqual(read(secrets), FILLED), {
    ...two,
    BULKHEAD_SECRETS_KEY_FORMER: key(1),
  });
  await folder.with((secrets) => assert.deepEqual(read(secrets), FILLED), two);

  Deno.writeTextFileSync(`${folder.dir}/bulkhead-secrets-key`, key(2));
  await folder.with((secrets) => assert.deepEqual(read(secrets), FILLED), { CREDENTIALS_DIRECTORY: folder.dir });
  await assert.rejects(folder.with(() => {}, { BULKHEAD_SECRETS_KEY: "short" }), /is no key: expected 32 bytes/);
});

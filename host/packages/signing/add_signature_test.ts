import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { addSignature, createKeyFile, isSigned, KeyError, openPackage, PackageError, readKeyFile } from "../mod.ts";
import { soundFiles, soundPackage, tgz } from "../_test/tar_bytes.ts";

async function folder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

async function openedSignature(dir: string, archive: Uint8Array) {
  const name = crypto.randomUUID();
  await Deno.writeFile(`${dir}/${name}.tgz`, archive);
  return (await openPackage(`${dir}/${name}.tgz`, `${dir}/${name}`)).signature;
}

Deno.test("a key is made once, for its owner alone, and read again", async () => {
  await using dir = await folder();
  const made = await createKeyFile(`${dir.path}/key.pem`);
  assert.equal((await Deno.stat(`${dir.path}/key.pem`)).mode! & 0o777, 0o600);
  const read = await readKeyFile(`${dir.path}/key.pem`);
  assert.deepEqual([read.publicKey, read.fingerprint], [made.publicKey, made.fingerprint]);
  assert.match(made.fingerprint, /^[0-9a-f]{32}$/);
  const before = await Deno.readTextFile(`${dir.path}/key.pem`);
  await assert.rejects(createKeyFile(`${dir.path}/key.pem`), /is there already/);
  assert.equal(await Deno.readTextFile(`${dir.path}/key.pem`), before);
});

Deno.test("what is no Ed25519 key is refused in words", async () => {
  await using dir = await folder();
  await Deno.writeTextFile(`${dir.path}/text`, "hello");
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "pem", type: "pkcs8" });
  await Deno.writeTextFile(`${dir.path}/rsa`, String(rsa));
  const publicKey = generateKeyPairSync("ed25519").publicKey.export({ format: "pem", type: "spki" });
  await Deno.writeTextFile(`${dir.path}/public`, String(publicKey));
  for (
    const [name, words] of [
      ["gone", /cannot be read/],
      ["text", /holds no private key/],
      ["rsa", /of the kind "rsa"/],
      ["public", /holds no private key/],
    ] as const
  ) {
    await assert.rejects(readKeyFile(`${dir.path}/${name}`), (error) => {
      assert.ok(error instanceof KeyError);
      assert.match(error.message, words);
      return true;
    });
  }
});

Deno.test("a signed package opens as valid, with the publisher's name or the fingerprint", async () => {
  await using dir = await folder();
  const key = await createKeyFile(`${dir.path}/key.pem`);
  const unsigned = soundPackage();
  assert.equal(await isSigned(unsigned), false);
  const signed = await addSignature(unsigned, key);
  assert.equal(await isSigned(signed), true);
  const { publicKey, fingerprint } = key;
  assert.deepEqual(await openedSignature(dir.path, signed), {
    state: "valid",
    publisher: fingerprint,
    publicKey,
    fingerprint,
  });
  const named = await addSignature(signed, key, { publisher: "Acme" });
  assert.equal((await openedSignature(dir.path, named)).publisher, "Acme");
  assert.deepEqual(await addSignature(unsigned, key), signed, "the same bytes and key give the same archive");
});

Deno.test("a package is signed anew with another key, in place of the first", async () => {
  await using dir = await folder();
  const one = await createKeyFile(`${dir.path}/one.pem`);
  const two = await createKeyFile(`${dir.path}/two.pem`);
  const signed = await addSignature(await addSignature(soundPackage(), one), two);
  assert.equal((await openedSignature(dir.path, signed)).publicKey, two.publicKey);
});

Deno.test("nobody signs a package that was changed", async () => {
  await using dir = await folder();
  const key = await createKeyFile(`${dir.path}/key.pem`);
  for (const archive of [tgz(...soundFiles()), soundPackage({}, { path: "extra.js", body: "1" })]) {
    await assert.rejects(
      addSignature(archive, key),
      (error) => error instanceof PackageError && error.fault === "package_modified",
    );
  }
});

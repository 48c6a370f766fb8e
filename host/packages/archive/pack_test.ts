import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { openPackage, PackageError } from "../mod.ts";
import { integrityText } from "../integrity.ts";
import { sha256 } from "../sha256.ts";
import { soundFiles } from "../_test/tar_bytes.ts";
import { filesOf, pack } from "./pack.ts";

/** Parts of paths as people and other people write them. */
const part = fc.stringMatching(/^[a-zäößéя日本_-][a-z0-9äößéя日本_.-]{0,30}[a-z0-9]$/).filter((text) =>
  !text.includes("..")
);
const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
const files = fc.uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 2_000 })), {
  selector: ([name]) => name,
  maxLength: 20,
});

Deno.test("what is packed comes out the same, in memory and on the disk, whatever it is", async () => {
  const root = await Deno.makeTempDir();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(files, async (some) => {
      const all = new Map(some.map(([name, bytes]) => [`ui/${name}`, bytes]));
      for (const { path, body } of soundFiles()) all.set(String(path), new TextEncoder().encode(String(body)));
      const hashes = [...all].map(([name, bytes]): [string, string] => [name, sha256(bytes)]);
      all.set("integrity.json", new TextEncoder().encode(integrityText(hashes)));
      let packed: Uint8Array;
      try {
        packed = pack(all);
        await filesOf(packed);
      } catch (error) {
        // Names that do not fit, and a file that is another's folder, are refused with a reason.
        fc.pre(!(error instanceof PackageError && error.fault === "path_unsafe"));
        throw error;
      }
      assert.deepEqual([...await filesOf(packed)].sort(), [...all].sort());
      assert.deepEqual(pack(new Map([...all].reverse())), packed, "the order does not matter");
      const folder = `${root}/${++run}`;
      await Deno.writeFile(`${folder}.tgz`, packed);
      const opened = await openPackage(`${folder}.tgz`, folder);
      assert.deepEqual(opened.files.map((file) => file.path).sort(), [...all.keys()].sort());
      for (const [name, bytes] of all) assert.deepEqual(await Deno.readFile(`${folder}/${name}`), bytes);
    }),
    { numRuns: 60 },
  );
  await Deno.remove(root, { recursive: true });
});

Deno.test("no changed byte of an archive goes unnoticed", async () => {
  const all = new Map(soundFiles().map(({ path, body }) => [String(path), new TextEncoder().encode(String(body))]));
  all.set("integrity.json", new TextEncoder().encode(integrityText([...all].map(([p, b]) => [p, sha256(b)]))));
  const tar = new Uint8Array(gunzipSync(pack(all)));
  const root = await Deno.makeTempDir();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(tar.length - 1), fc.integer({ min: 1, max: 255 }), async (at, difference) => {
      const changed = tar.slice();
      changed[at]! ^= difference;
      const folder = `${root}/${++run}`;
      await Deno.writeFile(`${folder}.tgz`, gzipSync(changed));
      const outcome = await openPackage(`${folder}.tgz`, folder).then((opened) => opened, (error) => error);
      if (outcome instanceof PackageError) return;
      if (outcome instanceof Error) throw outcome;
      // Bytes that fill a block up belong to no file.
      for (const [name, bytes] of all) assert.deepEqual(await Deno.readFile(`${folder}/${name}`), bytes);
    }),
    { numRuns: 200 },
  );
  await Deno.remove(root, { recursive: true });
});

Deno.test("the gzip header tells neither time nor system", () => {
  const packed = pack(new Map([["a", new Uint8Array(1)]]));
  assert.deepEqual([...packed.subarray(0, 10)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, packed[8], 255]);
});

Deno.test("a path that fits no header is refused, one that fits with its folders is kept", async () => {
  const long = `${"folder/".repeat(12)}${"x".repeat(90)}`;
  assert.deepEqual([...(await filesOf(pack(new Map([[long, new Uint8Array()]])))).keys()], [long]);
  assert.throws(
    () => pack(new Map([["x".repeat(101), new Uint8Array()]])),
    (error) => error instanceof PackageError && error.fault === "path_unsafe",
  );
});

import assert from "node:assert/strict";
import { index, newKey, NOW, signed } from "../_test/releases.ts";
import { verifyIndex } from "./release_index.ts";
import { checkSeen } from "./seen.ts";

const from = "https://releases.example.com";

Deno.test("an old list is refused after a change of keys too, by whoever's signature it comes", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const path = `${dir}/seen.json`;
    const [old, next, stranger] = [await newKey(), await newKey(), await newKey()];
    const look = (revision: number, by: (typeof old)[], trusted: (typeof old)[]) => {
      const keys = trusted.map(({ publicKey }) => publicKey);
      const verified = verifyIndex(signed(index({ revision }), ...by), keys, from);
      checkSeen(path, verified, { trusted: trusted.map(({ fingerprint }) => fingerprint), nowMs: NOW, from });
    };
    look(5, [old], [old]);
    look(6, [old, next, stranger], [old]);
    // The version that is gone to trusts the next key alone: it has never looked, and knows all the same.
    assert.throws(() => look(5, [next], [next]), /revision 5, but 6 was seen/);
    look(6, [old, next, stranger], [next]);
    look(7, [next], [next]);
    assert.throws(() => look(6, [old, next, stranger], [next]), /revision 6, but 7 was seen/);
    const kept = Object.keys(JSON.parse(await Deno.readTextFile(path)));
    assert.deepEqual(kept, [next.fingerprint], "strangers' signatures do not pile up");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

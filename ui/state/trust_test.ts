import assert from "node:assert/strict";
import { fingerprintGroups, keyHistory, trustLook } from "./trust.ts";

Deno.test("each tier has the words of the table, and a wrong signature beats every tier", () => {
  assert.deepEqual(trustLook("first-use", "valid").tone, "warn");
  assert.equal(trustLook("unsigned", "unsigned").title, "Not signed");
  assert.equal(trustLook("verified", "valid").tone, "ok");
  assert.equal(trustLook("verified", "invalid").tone, "bad");
  assert.equal(trustLook("of-tomorrow", "valid").tone, "warn");
});

Deno.test("a key tells where it was seen", () => {
  assert.match(keyHistory({ knownFrom: [] }), /Never seen/);
  assert.equal(keyHistory({ knownFrom: ["polls"] }), "Has signed polls here");
  assert.equal(keyHistory({ knownFrom: ["a", "b", "c", "d", "e"] }), "Has signed a, b, c and 2 more here");
});

Deno.test("a fingerprint is cut into groups", () => {
  assert.equal(fingerprintGroups("0123456789ab"), "0123 4567 89ab");
});

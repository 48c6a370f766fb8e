import assert from "node:assert/strict";
import { handleFrom, passwordProblem } from "./handle.ts";

Deno.test("a name becomes a sign-in name that the host accepts", () => {
  assert.equal(handleFrom("Zoë Müller"), "zoe.muller");
  assert.equal(handleFrom("  Ada   Lovelace-King "), "ada.lovelace.king");
  assert.equal(handleFrom("王小明"), "");
  assert.ok(handleFrom("a".repeat(60)).length <= 32);
});

Deno.test("a password that is too short or of one letter is refused with words", () => {
  assert.match(passwordProblem("short")!, /8 characters/);
  assert.match(passwordProblem("aaaaaaaaaaaa")!, /different/);
  assert.equal(passwordProblem("a calm blue sea"), undefined);
});

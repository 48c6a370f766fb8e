import assert from "node:assert/strict";
import { fingerprint, shortened } from "./fingerprint.ts";

Deno.test("the fingerprint is FNV-1a", () => {
  assert.equal(fingerprint(""), "cbf29ce484222325");
  assert.equal(fingerprint("a"), "af63dc4c8601ec8c");
  assert.equal(fingerprint("foobar"), "85944171f73967e8");
});

Deno.test("a long text is cut so that unlike ones stay unlike", () => {
  assert.equal(shortened("x".repeat(200), 200), "x".repeat(200));
  const [one, two] = ["1", "2"].map((end) => shortened("x".repeat(500) + end, 200));
  assert.equal(one!.length, 200);
  assert.notEqual(one, two);
});

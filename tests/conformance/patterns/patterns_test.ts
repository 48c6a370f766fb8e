/**
 * Every regular expression that ships is given texts made to be hard for it, as long as a message may be: none may hold its
 * process. Whoever writes one that fails here finds the text in the answer; a lookbehind before what repeats, a limit, or no
 * regular expression at all mends it.
 */
import assert from "node:assert/strict";
import { slowest } from "./_attack.ts";
import { patternLiterals } from "./_literals.ts";

/** The longest text that anybody may send to be looked through: a message of a chat. */
const MAX_LENGTH = 40_000;
/** What takes time in proportion to the text needs a few; what takes the square of it, more than ten times as much. */
const LIMIT_MS = 100;

Deno.test("no regular expression can be kept busy by a text made for it", () => {
  const literals = patternLiterals();
  assert.ok(literals.length > 300, "the sources were not found");
  const slow = literals.flatMap(({ pattern, place }) => {
    const found = slowest(pattern, { limitMs: LIMIT_MS, maxLength: MAX_LENGTH });
    return found ? [{ place, pattern: String(pattern), ...found }] : [];
  });
  assert.deepEqual(slow, []);
});

Deno.test("the texts are hard for patterns that are known to be bad", () => {
  for (const bad of [/^(a+)+$/, /^(\w|\d)*!$/, /\s+$/, /(?:x|x)*y/, /"(\\.|[^"])*"x/]) {
    assert.ok(slowest(bad, { limitMs: LIMIT_MS, maxLength: MAX_LENGTH }), String(bad));
  }
});

import assert from "node:assert/strict";
import { textFault } from "./sound_text.ts";

Deno.test("texts of any language, with line breaks and tabs, are sound", () => {
  const document = { name: "Umfrage für 日本語 👩‍💻 עברית", lines: ["a\n\tb\r\n"], deep: { n: 1, b: true, z: null } };
  assert.equal(textFault(document), undefined);
});

Deno.test("what steers a terminal or turns a text around is found with its place, in names as well", () => {
  for (const bad of ["\u001b[2J", "\u009b2J", "\u0007", "\u007f", "a\u202egpj.exe", "\u2066x\u2069", "\0"]) {
    assert.deepEqual(textFault({ a: [{ "b/c": `x${bad}` }] })?.path, "/a/0/b~1c", JSON.stringify(bad));
    assert.match(textFault({ a: { [`x${bad}`]: 1 } })?.message ?? "", /^has a name that holds the character U\+/);
  }
});

Deno.test("a document that is nested without end is found, however deep it is", () => {
  const nested = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  assert.equal(textFault(nested(64)), undefined);
  for (const levels of [65, 200_000]) assert.match(textFault(nested(levels))?.message ?? "", /deeper than 64/);
});

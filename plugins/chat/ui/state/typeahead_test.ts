import assert from "node:assert/strict";
import { completed, toggledMark, tokenAt } from "./typeahead.ts";

const at = (text: string) => {
  const caret = text.indexOf("|");
  return tokenAt(text.replace("|", ""), caret);
};

Deno.test("a name is one that begins a word and ends at the caret", () => {
  assert.deepEqual(at("hi @bo|"), { kind: "person", prefix: "bo", from: 3, to: 6 });
  assert.deepEqual(at("(#de|sign"), { kind: "channel", prefix: "de", from: 1, to: 4 });
  assert.deepEqual(at("/to|"), { kind: "command", prefix: "to", from: 0, to: 3 });
  assert.equal(at(":+1|")?.kind, "emoji");
  assert.deepEqual(at("so ;than|"), { kind: "snippet", prefix: "than", from: 3, to: 8 });
  for (
    const text of [
      "a@b|",
      "say: |",
      ":a|",
      ";|",
      ";)|",
      "a;b|",
      "one; two|",
      "see /to|",
      "`@bo|",
      "```\n@bo|",
      "@bob |",
    ]
  ) {
    assert.equal(at(text), undefined, text);
  }
});

Deno.test("what is chosen takes the place of what was typed, with one blank behind it", () => {
  assert.deepEqual(completed("hi @bo", at("hi @bo|")!, "@bob"), { text: "hi @bob ", caret: 8 });
  assert.deepEqual(completed("@bo you", at("@bo| you")!, "@bob"), { text: "@bob you", caret: 5 });
});

Deno.test("a mark is put about what is chosen, and taken away by the same key", () => {
  const bold = toggledMark("a word here", { from: 2, to: 6 }, "**");
  assert.deepEqual(bold, { text: "a **word** here", from: 4, to: 8 });
  assert.deepEqual(toggledMark(bold.text, bold, "**"), { text: "a word here", from: 2, to: 6 });
});

import assert from "node:assert/strict";
import { mentionedHandles } from "./mentions.ts";

Deno.test("handles are found where a reader sees a mention, and nowhere else", () => {
  const cases: [string, string[]][] = [
    ["", []],
    ["no one", []],
    ["@ann", ["ann"]],
    ["hi @ann, @Ben! (@cem)", ["ann", "ben", "cem"]],
    ["@ann @ann @ANN", ["ann"]],
    ["ends with a dot: @ann.", ["ann"]],
    ["dots inside: @ann.b-c_d.", ["ann.b-c_d"]],
    ["mail ann@example.org", []],
    ["a path /@ann/x and a package @scope/name", ["scope"]],
    ["@@ann", []],
    ["`@ann` and\n```\n@ben\n```\n@cem", ["cem"]],
    ["unclosed ```\n@ben", []],
    ["one ` tick @ann", ["ann"]],
    ["ümlaut@ann", []],
    [`@${"a".repeat(33)}`, []],
    [`@${"a".repeat(32)}`, ["a".repeat(32)]],
  ];
  for (const [text, handles] of cases) assert.deepEqual(mentionedHandles(text), handles, text);
});

Deno.test("a long text made to be slow is not", () => {
  const started = performance.now();
  for (const text of ["`".repeat(40_000), "@a.".repeat(13_000), "@" + "a-".repeat(19_000), "```@a".repeat(8_000)]) {
    mentionedHandles(text);
  }
  // Quadratic matching takes minutes here.
  assert.ok(performance.now() - started < 5_000);
});

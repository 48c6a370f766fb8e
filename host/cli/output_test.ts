import assert from "node:assert/strict";
import { nuonText } from "./nuon.ts";
import { jsonText, plain } from "./output.ts";

const STEERS = ["\u001b[2J", "\u009b2J", "\u007f", "\u202egpj.exe", "\u2066x", "\u0007"];

Deno.test("JSON for a terminal holds nothing that steers it, and is the same value to a program", () => {
  for (const text of STEERS) {
    const value = { [text]: [text] };
    const json = jsonText(value, 2);
    assert.equal(plain(json.replaceAll("\n", "")), json.replaceAll("\n", ""), JSON.stringify(text));
    assert.deepEqual(JSON.parse(json), value);
  }
});

Deno.test("plain text holds nothing that steers a terminal", () => {
  for (const text of STEERS) assert.doesNotMatch(plain(`a${text}b`), /[^\x20-\x7e]/);
});

Deno.test("a list of records with the same fields is a table to Nushell, everything else is JSON", () => {
  const cases: [unknown, string][] = [
    [null, "null"],
    [[], "[]"],
    [[1, "a b"], '[1, "a b"]'],
    [{ a: { b: undefined, c: true } }, '{"a": {"c": true}}'],
    [[{ a: 1, b: "x" }, { b: "y", a: 2 }], '[["a", "b"]; [1, "x"], [2, "y"]]'],
    [[{ a: 1 }, { b: 2 }], '[{"a": 1}, {"b": 2}]'],
    [[{ "a]; [": [{ c: 1 }] }], '[["a]; ["]; [[["c"]; [1]]]]'],
  ];
  for (const [value, text] of cases) assert.equal(nuonText(value), text);
  for (const text of STEERS) assert.equal(plain(nuonText([{ [text]: text }])), nuonText([{ [text]: text }]));
});

import assert from "node:assert/strict";
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

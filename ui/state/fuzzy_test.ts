import assert from "node:assert/strict";
import { fuzzyScore } from "./fuzzy.ts";

const best = (query: string, texts: string[]) =>
  texts.filter((text) => fuzzyScore(query, text) !== undefined).sort((a, b) =>
    fuzzyScore(query, b)! - fuzzyScore(query, a)!
  )[0];

Deno.test("the beginning of a word beats its middle, and letters in order come last", () => {
  assert.equal(best("gen", ["agents", "#general", "general"]), "general");
  assert.equal(best("plug", ["unplugged", "Turn off plugin"]), "Turn off plugin");
  assert.equal(best("gnl", ["general", "guard"]), "general");
});

Deno.test("every typed word must be found", () => {
  assert.equal(fuzzyScore("turn chat", "Turn off Chat") !== undefined, true);
  assert.equal(fuzzyScore("turn canvas", "Turn off Chat"), undefined);
});

Deno.test("nothing typed fits all", () => {
  assert.notEqual(fuzzyScore("", "anything"), undefined);
});

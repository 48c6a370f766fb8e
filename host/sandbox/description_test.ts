import assert from "node:assert/strict";
import { checkDescription } from "./description.ts";

const METHOD = { name: "chat.message.send", summary: "Sends", params: {}, result: {} };

Deno.test("a description of the right shape passes", () => {
  const description = { methods: [METHOD], listens: ["a.b"], hooks: [""] };
  assert.deepEqual(checkDescription(description), description);
});

for (
  const value of [
    null,
    {},
    { methods: {}, listens: [], hooks: [] },
    { methods: [null], listens: [], hooks: [] },
    { methods: [{ ...METHOD, params: "x" }], listens: [], hooks: [] },
    { methods: [{ ...METHOD, name: "x".repeat(300) }], listens: [], hooks: [] },
    { methods: Array(1_001).fill(METHOD), listens: [], hooks: [] },
    { methods: [], listens: [1], hooks: [] },
    { methods: [], listens: [] },
  ]
) {
  Deno.test(`${JSON.stringify(value).slice(0, 60)} is refused`, () => {
    assert.throws(() => checkDescription(value), /answered init with/);
  });
}

Deno.test("a method is offered under a prefix that the manifest names, and under no other", () => {
  const description = { methods: [METHOD], listens: [], hooks: [] };
  assert.deepEqual(checkDescription(description, ["chat-plus", "chat"]), description);
  for (const prefixes of [["chat-plus"], ["cha"], []]) {
    assert.throws(
      () => checkDescription(description, prefixes),
      /offers the method "chat\.message\.send", but its plugin/,
    );
  }
});

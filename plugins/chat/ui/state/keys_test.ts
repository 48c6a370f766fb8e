import assert from "node:assert/strict";
import { globalKey, KEY_MAP, nextConversation } from "./keys.ts";

const NONE = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

Deno.test("keys count outside of fields, with Alt everywhere, and never with the browser's own", () => {
  assert.deepEqual(globalKey({ ...NONE, key: "?", shiftKey: true }, false), { kind: "keys" });
  assert.equal(globalKey({ ...NONE, key: "?" }, true), undefined);
  assert.deepEqual(globalKey({ ...NONE, key: "/" }, false), { kind: "search" });
  assert.deepEqual(globalKey({ ...NONE, key: "ArrowDown", altKey: true }, true), {
    kind: "walk",
    step: 1,
    unread: false,
  });
  assert.equal(globalKey({ ...NONE, key: "ArrowDown", altKey: true, ctrlKey: true }, false), undefined);
  assert.equal(globalKey({ ...NONE, key: "ArrowDown" }, false), undefined);
});

Deno.test("a digit with Ctrl or Cmd and Shift is a workspace, whatever it writes, also in a field", () => {
  const pressed = { ...NONE, key: "!", code: "Digit1", shiftKey: true };
  assert.deepEqual(globalKey({ ...pressed, ctrlKey: true }, true), { kind: "workspace", index: 0 });
  assert.deepEqual(globalKey({ ...pressed, code: "Digit9", metaKey: true }, false), { kind: "workspace", index: 8 });
  assert.equal(globalKey({ ...pressed, code: "Digit0", ctrlKey: true }, false), undefined);
  assert.equal(globalKey({ ...pressed, ctrlKey: true, shiftKey: false }, false), undefined);
  assert.equal(globalKey({ ...pressed, ctrlKey: true, altKey: true }, false), undefined);
});

Deno.test("the next conversation is found around the end, and only one that is wanted", () => {
  const rows = ["a", "b", "c"].map((id) => ({ id }));
  assert.equal(nextConversation(rows, "c", { step: 1 })?.id, "a");
  assert.equal(nextConversation(rows, "a", { step: -1 })?.id, "c");
  assert.equal(nextConversation(rows, undefined, { step: 1 })?.id, "a");
  assert.equal(nextConversation(rows, undefined, { step: -1 })?.id, "c");
  assert.equal(nextConversation(rows, "a", { step: 1, wanted: ({ id }) => id === "c" })?.id, "c");
  assert.equal(nextConversation(rows, "a", { step: 1, wanted: () => false }), undefined);
  assert.equal(nextConversation([], undefined, { step: 1 }), undefined);
});

Deno.test("no key stands twice in one group of the map", () => {
  for (const { title, keys } of KEY_MAP) {
    const all = keys.flatMap((entry) => entry.keys);
    assert.equal(new Set(all).size, all.length, title);
  }
});

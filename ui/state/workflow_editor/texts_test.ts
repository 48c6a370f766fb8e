import assert from "node:assert/strict";
import { fakeStorage } from "./_fake_host.ts";
import { Drafts } from "./drafts.ts";
import { fileNameProblem, freeName, isFileName, withEnding } from "./file_name.ts";
import { faultRange, offsetOf, placeOf } from "./positions.ts";
import { countChanges } from "./text_changes.ts";
import { exampleOf, testWays } from "./test_input.ts";

Deno.test("a place and its offset lead to each other, and a place beyond the text is brought back", () => {
  const text = "one\n\nthree";
  for (let offset = 0; offset <= text.length; offset++) assert.equal(offsetOf(text, placeOf(text, offset)), offset);
  assert.equal(offsetOf(text, { line: 1, column: 99 }), 3);
  assert.equal(offsetOf(text, { line: 9, column: 1 }), text.length);
});

Deno.test("a fault is drawn under the word at its place, and never under nothing", () => {
  const text = "chat.mesage.send()\n";
  const drawn = (line: number, column: number) => {
    const { from, to } = faultRange(text, { line, column });
    return text.slice(from, to);
  };
  assert.equal(drawn(1, 6), "mesage");
  assert.equal(drawn(1, 17), "(");
  assert.equal(drawn(1, 19), ")", "at the end of a line");
});

Deno.test("changes are counted as lines that came and went", () => {
  assert.deepEqual(countChanges("a\nb\nc", "a\nb\nc"), { added: 0, removed: 0 });
  assert.deepEqual(countChanges("a\nb\nc", "a\nX\nc"), { added: 1, removed: 1 });
  assert.deepEqual(countChanges("a\nb\nc\nd", "a\nc\nd\ne"), { added: 1, removed: 1 });
  assert.deepEqual(countChanges("a", "a\nb\nc"), { added: 2, removed: 0 });
});

Deno.test("a file's name is one that the folder takes for a script, and no other file's", () => {
  assert.equal(fileNameProblem("daily-digest_2.ts", ["other.ts"]), undefined);
  for (const name of ["", ".ts", "a b.ts", "a", "a_test.ts", "_a.ts"]) assert.equal(isFileName(name), false, name);
  for (const name of ["", ".ts", "a b.ts", "../a.ts", "_shared.ts", "a_test.ts", "a.js", "a.d.ts"]) {
    assert.ok(fileNameProblem(name, []), name);
  }
  assert.match(fileNameProblem("Welcome.ts", ["welcome.ts"])!, /already/);
  assert.equal(withEnding(" hi "), "hi.ts");
  assert.equal(freeName("Daily digest", ["daily_digest.ts"]), "daily_digest_2.ts");
});

Deno.test("drafts are each person's own, the oldest go, and what is broken is none", () => {
  const storage = fakeStorage();
  const [alice, bob] = [new Drafts(storage, "alice"), new Drafts(storage, "bob")];
  for (let number = 0; number < 25; number++) alice.put(`w${number}`, { text: "x", base: "", at: 1_000 + number });
  assert.equal(alice.get("w0"), undefined);
  assert.equal(alice.get("w24")?.text, "x");
  assert.equal(bob.get("w24"), undefined);
  storage.setItem("bulkhead.workflow-draft.bob.w", "{");
  assert.equal(bob.get("w"), undefined);
  assert.equal(alice.put("long", { text: "x".repeat(600_000), base: "", at: 1 }), false);
  assert.equal(new Drafts(undefined, "carol").put("w", { text: "x", base: "", at: 1 }), false);
});

Deno.test("an example of a schema holds what its words say", () => {
  const schema = {
    type: "object",
    required: ["issue"],
    properties: {
      action: { enum: ["opened", "closed"] },
      at: { type: "string", format: "email" },
      issue: {
        type: "object",
        required: ["number", "labels"],
        properties: {
          number: { type: "integer", minimum: 1 },
          labels: { type: "array", items: { type: "string" } },
          note: { type: "string" },
        },
      },
      maybe: { anyOf: [{ type: "boolean" }, { type: "null" }] },
    },
  };
  assert.deepEqual(exampleOf(schema), {
    action: "opened",
    at: "ada@example.com",
    issue: { number: 1, labels: [""] },
    maybe: false,
  });
  const circle: Record<string, unknown> = { type: "array" };
  circle.items = circle;
  assert.ok(JSON.stringify(exampleOf(circle)).length < 100, "one that holds itself ends");
});

Deno.test("the ways to try a workflow begin with the one that needs least", () => {
  const ways = testWays([
    { kind: "event", detail: "chat.message.sent" },
    { kind: "cron", detail: "0 9 * * *", next: "2026-01-01T09:00:00Z" },
    { kind: "manual", input: { type: "object" } },
  ]);
  assert.deepEqual(ways.map(({ kind }) => kind), ["manual", "event", "schedule"]);
});

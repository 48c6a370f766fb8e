import assert from "node:assert/strict";
import { testWorkflow } from "@bulkhead/testing";
import script from "./webhook_to_chat.ts";

async function said(body: unknown): Promise<unknown> {
  using test = testWorkflow(script, { plugins: { "chat.message.send": () => ({ id: "m1" }) } });
  const run = await test.hook("to-chat", { body, headers: { "content-type": "application/json" } });
  await run.result();
  return (test.calls[0]!.params as { text: string }).text;
}

Deno.test("the fields of the request fill the template", async () => {
  const url = "https://ci.example.com/7";
  assert.equal(
    await said({ title: "Build 7", message: "is green", link: { url } }),
    `**Build 7** is green\n${url}`,
  );
});

Deno.test("what is missing leaves no trace, and what is no plain value is left out", async () => {
  assert.equal(await said({ message: 42 }), "42");
  assert.equal(await said({ title: "Build", message: { deep: true }, link: "none" }), "**Build**");
});

Deno.test("a hostile field mentions nobody, breaks no line and is shortened", async () => {
  const text = String(await said({ title: "a\n\nb @alice", message: "x".repeat(50_000) }));
  assert.ok(text.startsWith("**a b @\u200balice** xxx"));
  assert.ok(text.length < 1_100);
  assert.equal(await said(JSON.parse('{"title": "t", "__proto__": {"message": "m"}}')), "**t**");
});

Deno.test("a request with none of the fields fails, and says what came", async () => {
  await assert.rejects(said({ other: 1 }), /none of the fields of the template: \{"other":1\}/);
});

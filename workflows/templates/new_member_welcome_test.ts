import assert from "node:assert/strict";
import { testWorkflow } from "@bulkhead/testing";
import script from "./new_member_welcome.ts";

const start = () => testWorkflow(script, { plugins: { "chat.message.send": () => ({ id: "m1" }) } });

Deno.test("a new member is greeted, and told more in the thread a day later", async () => {
  using test = start();
  const data = { userId: "u9", name: "Eve", handle: "eve", role: "member" };
  const [run] = await test.publish({ type: "chat.member.joined", data });
  const texts = () => test.calls.map(({ params }) => params as { text: string; threadId?: string });
  assert.match(texts()[0]!.text, /^Welcome, @eve!/);
  await test.advance("23h");
  assert.equal(texts().length, 1);
  await test.advance("1h");
  await run!.result();
  assert.equal(texts()[1]!.threadId, "m1");
});

Deno.test("without a handle the name does; guests and agents are not greeted", async () => {
  using test = start();
  await test.publish({ type: "chat.member.joined", data: { userId: "u9", name: "Eve", role: "admin" } });
  assert.match((test.calls[0]!.params as { text: string }).text, /^Welcome, Eve!/);
  for (const role of ["guest", "agent"]) {
    assert.deepEqual(await test.publish({ type: "chat.member.joined", data: { userId: "u", name: "X", role } }), []);
  }
});

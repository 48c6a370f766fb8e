import assert from "node:assert/strict";
import { testWorkflow } from "@bulkhead/testing";
import script from "./on_call_escalation.ts";

function start() {
  let sent = 0;
  const test = testWorkflow(script, {
    plugins: {
      "chat.message.send": () => ({ id: `m${++sent}` }),
      "chat.message.edit": ({ id }) => ({ id }),
    },
  });
  const said = (method = "send") =>
    test.calls.filter((call) => call.method === `chat.message.${method}`).map(({ params }) =>
      params as { id?: string; text: string; threadId?: string; actions?: unknown[] }
    );
  const press = (messageId: string, action: string) =>
    test.publish({ type: "chat.message.acted", data: { messageId, action, userName: "Bob", user: "bob" } });
  return { test, said, press };
}
const ALERT = { title: "Disk full", details: "db-1, 98 %" };

Deno.test("who acknowledges in time ends it; the buttons go, and the others are told in the thread", async () => {
  const { test, said, press } = start();
  using _ = test;
  const run = await test.run(ALERT);
  assert.match(said()[0]!.text, /^@alice \*\*Disk full\*\*\ndb-1/);
  assert.equal(said()[0]!.actions!.length, 2);
  await press("another", "ack");
  assert.equal(run.state, "waiting");
  await press("m1", "ack");
  assert.equal(await run.result(), "Bob");
  assert.deepEqual(said("edit"), [{ id: "m1", actions: [] }]);
  const { text, threadId } = said()[1]!;
  assert.deepEqual([text, threadId], ["Bob has taken over: Disk full", "m1"]);
});

Deno.test("after ten minutes the next is asked, and an answer to the first message still counts", async () => {
  const { test, said, press } = start();
  using _ = test;
  const run = await test.run(ALERT);
  await test.advance("9m");
  assert.equal(said().length, 1);
  await test.advance("1m");
  assert.match(said()[1]!.text, /^@bob /);
  await press("m1", "ack");
  assert.equal(await run.result(), "Bob");
  assert.deepEqual(said("edit").map(({ id }) => id), ["m1", "m2"]);
});

Deno.test("passing on asks the next at once; in the end everybody is asked, and silence fails the run", async () => {
  const { test, said, press } = start();
  using _ = test;
  const run = await test.run(ALERT);
  await press("m1", "pass");
  assert.match(said()[1]!.text, /^@bob /);
  await run.crash();
  await test.advance("10m");
  assert.match(said()[2]!.text, /^@alice @bob @carol @dave /);
  await test.advance("30m");
  await assert.rejects(run.result(), /Nobody has acknowledged "Disk full"/);
  assert.equal(said().length, 3);
});

Deno.test("an alert that is over asks nobody any more", async () => {
  const { test, said } = start();
  using _ = test;
  const run = await test.run(ALERT);
  await test.advance("10m");
  await run.signal("resolved");
  assert.equal(await run.result(), "resolved");
  assert.equal(said()[2]!.text, "Resolved: Disk full");
  assert.equal(said("edit").length, 2);
});

Deno.test("monitoring begins it by its hook; what is no alert fails and asks nobody", async () => {
  const { test, said } = start();
  using _ = test;
  await test.hook("on-call", { body: ALERT });
  assert.equal(said().length, 1);
  const run = await test.hook("on-call", { body: { text: "?" } });
  await assert.rejects(run.result(), /title/);
  assert.equal(said().length, 1);
});

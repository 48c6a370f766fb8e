import assert from "node:assert/strict";
import { testHost, until } from "../../harness/mod.ts";

const ECHO = `import { event, workflow } from "@bulkhead/workflow";

export default workflow({ name: "echo", on: [event("chat.message.sent")], uses: ["chat"] }, async ({ event, chat }) => {
  const { text } = event.data as { text: string };
  await chat.message.send({ channel: "#general", text: text + "!" });
});
`;

Deno.test("a workflow that answers its own messages is a loop: it is cut and reported, and the host goes on", async () => {
  await using host = await testHost({ plugins: ["chat"], workflows: { "echo.ts": ECHO } });
  await host.call("chat.message.send", { channel: "#general", text: "hello" });
  const cut = await until(async () => {
    const { items } = await host.call<{ items: { message: string }[] }>("host.log.query", {
      source: "host",
      level: "warn",
    });
    return items.find((record) => /was cut/.test(record.message));
  }, { what: "the report of the loop", timeoutMs: 30_000 });
  assert.ok(cut);
  const count = async () =>
    (await host.call<{ items: unknown[] }>("chat.message.list", { channel: "#general", limit: 200 })).items.length;
  const settled = await until(async () => {
    const { items } = await host.call<{ items: { state: string }[] }>("host.workflow.runs", {
      name: "echo",
      limit: 200,
    });
    return items.every((run) => run.state === "succeeded") && await count();
  });
  assert.ok(settled > 10 && settled < 60, `${settled} messages`);
  await host.call("chat.channel.list");
});

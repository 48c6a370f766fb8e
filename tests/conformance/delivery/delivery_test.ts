/** A GitHub delivery becomes a chat message: the whole way, over the product's own doors. */
import assert from "node:assert/strict";
import { sign } from "@octokit/webhooks-methods";
import type { RpcError } from "../../../host/sdk/errors.ts";
import { type TestHost, testHost, until } from "../../harness/mod.ts";

const SECRET = "a shared secret of the test";
const SCRIPT = `import { event, workflow } from "@bulkhead/workflow";

export default workflow({
  name: "announce",
  on: [event("github.issues.opened")],
  uses: ["chat"],
  concurrency: { limit: 1 },
}, async ({ event, chat }) => {
  const data = event.data as { issue: { title: string } };
  await chat.message.send({ channel: "#general", text: "Opened: " + data.issue.title });
});
`;

interface Messages {
  items: { text: string; author: { kind: string; id: string } }[];
}

async function start(): Promise<TestHost> {
  return await testHost({
    plugins: ["chat", "github"],
    workflows: { "announce.ts": SCRIPT },
    secrets: { GITHUB_WEBHOOK_SECRET: SECRET },
  });
}

async function deliver(host: TestHost, title: string, secret = SECRET): Promise<number> {
  const body = JSON.stringify({
    action: "opened",
    issue: { number: 1, title },
    repository: { full_name: "acme/site" },
  });
  const { status } = await host.hook("github", body, {
    headers: {
      "x-github-event": "issues",
      "x-github-delivery": crypto.randomUUID(),
      "x-hub-signature-256": await sign(secret, body),
    },
  });
  return status;
}

async function texts(host: TestHost): Promise<string[]> {
  const { items } = await host.call<Messages>("chat.message.list", { channel: "#general", limit: 200 });
  return items.map((message) => message.text);
}

Deno.test("a signed delivery becomes a message in an open socket; a forged one is refused and leaves nothing", async () => {
  await using host = await start();
  await host.call("chat.channel.list");
  const socket = await host.ws("alice");
  await socket.call("events.subscribe", { types: ["chat.message.*"] });
  assert.equal(Math.floor(await deliver(host, "first") / 100), 2);
  const sent = await socket.event((event) => event.type === "chat.message.sent");
  assert.equal((sent.data as { text: string }).text, "Opened: first");
  assert.equal(await deliver(host, "forged", "another"), 401);
  assert.equal(Math.floor(await deliver(host, "second") / 100), 2);
  await until(async () => (await texts(host)).length === 2);
  assert.deepEqual(await texts(host), ["Opened: first", "Opened: second"]);
});

Deno.test("while chat is off its calls answer -32050, deliveries are taken, their runs wait, and arrive once when it is on", async () => {
  await using host = await start();
  const before = await host.call<{ pid: number }>("host.plugin.get", { id: "chat" });
  const off = await host.call("host.plugin.disable", { id: "chat" });
  assert.deepEqual(off, { id: "chat", enabled: false, state: "disabled" });
  assert.throws(() => Deno.kill(before.pid, "SIGCONT"), Deno.errors.NotFound);
  await assert.rejects(host.call("chat.channel.list"), (error: RpcError) => {
    assert.deepEqual([error.code, error.data.hint], [-32050, "disabled"]);
    return true;
  });
  for (const title of ["one", "two", "three"]) assert.equal(Math.floor(await deliver(host, title) / 100), 2);
  await until(async () => {
    const { items } = await host.call<{ items: { state: string }[] }>("host.workflow.runs", { name: "announce" });
    return items.some((run) => run.state === "waiting");
  }, { what: "a run that waits" });
  const on = await host.call("host.plugin.enable", { id: "chat" });
  assert.deepEqual(on, { id: "chat", enabled: true, state: "ready" });
  await until(async () => (await texts(host)).length >= 3, { what: "three messages" });
  assert.deepEqual(await texts(host), ["Opened: one", "Opened: two", "Opened: three"]);
});

Deno.test("a hook of a plugin that is off answers 503 with Retry-After; of an unknown one 404", async () => {
  await using host = await start();
  await host.call("host.plugin.disable", { id: "github" });
  const answer = await host.hook("github", "{}");
  assert.equal(answer.status, 503);
  assert.ok(Number(answer.headers.get("retry-after")) > 0);
  assert.equal((await host.hook("nobody", "{}")).status, 404);
});

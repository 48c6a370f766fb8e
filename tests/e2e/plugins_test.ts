import { Ajv2020 as Ajv } from "ajv/dist/2020.js";
import assert from "node:assert/strict";
import type { RpcError } from "../../host/sdk/errors.ts";
import envelope from "../../schemas/events/envelope.schema.json" with { type: "json" };
import { testHost, until } from "../harness/mod.ts";
import { deliver, example, issueOpened, SECRET } from "./github.ts";

const secrets = { GITHUB_WEBHOOK_SECRET: SECRET };
const workflows = {
  "to_chat.ts": `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({
  name: "to-chat",
  on: [event("github.issues.opened"), event("github.pull_request.opened")],
  uses: ["chat"],
  concurrency: { limit: 1 },
}, async ({ event, chat }) => {
  const data = event.data as { issue?: { title: string }; pull_request?: { title: string } };
  await chat.message.send({ channel: "#general", text: (data.issue ?? data.pull_request)!.title });
});
`,
};

interface Message {
  id: string;
  text: string;
  seq: number;
  author: { kind: string; name: string };
}

Deno.test("the demo's people are in #general from the start, without having called anything", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  const general = await host.call("chat.channel.get", { channel: "#general" }, { as: "dave" });
  assert.equal(general.memberCount, 4);
});

Deno.test("a delivery from GitHub becomes a chat message in an open browser", async () => {
  await using host = await testHost({ plugins: ["chat", "github"], workflows, secrets });
  const bob = await host.ws("bob");
  await bob.call("events.subscribe", { types: ["chat.**"] });
  assert.equal(await deliver(host.url, "issues", issueOpened("Broken link"), { id: "d-1" }), 202);
  const event = await bob.event((event) => event.type === "chat.message.sent");
  const message = event.data as Message;
  assert.match(message.text, /Broken link/);
  assert.equal(message.author.kind, "workflow");
  const { items } = await host.call<{ items: Message[] }>("chat.message.list", { channel: "#general" }, {
    as: "carol",
  });
  assert.deepEqual(items, [message]);
});

Deno.test("a redelivery and a forged delivery make no message", async () => {
  await using host = await testHost({ plugins: ["chat", "github"], workflows, secrets });
  assert.equal(await deliver(host.url, "issues", example("issues", "opened"), { id: "one" }), 202);
  assert.equal(await deliver(host.url, "issues", example("issues", "opened"), { id: "one" }), 200);
  assert.equal(await deliver(host.url, "issues", example("issues", "opened"), { id: "two", secret: "guess" }), 401);
  assert.equal(await deliver(host.url, "pull_request", example("pull_request", "opened"), { id: "three" }), 202);
  const texts = async () =>
    (await host.call<{ items: Message[] }>("chat.message.list", { channel: "#general" })).items.map(({ text }) => text);
  await until(async () => (await texts()).length >= 2, { what: "two messages" });
  assert.equal((await texts()).length, 2);
  const { items } = await host.call<{ items: { id: string }[] }>("github.delivery.list");
  assert.deepEqual(items.map(({ id }) => id), ["three", "one"]);
});

Deno.test("what is said while chat is off is there once when it is on again", async () => {
  await using host = await testHost({ plugins: ["chat", "github"], workflows, secrets });
  await host.call("host.plugin.disable", { id: "chat" });
  await assert.rejects(host.call("chat.channel.list"), (error: RpcError) => error.code === -32050);
  assert.equal(await deliver(host.url, "issues", example("issues", "opened"), { id: "waits" }), 202);
  await until(async () => {
    const { items } = await host.call<{ items: { state: string }[] }>("host.workflow.runs", {});
    return items.some(({ state }) => state === "waiting");
  }, { what: "a run that waits for chat" });
  await host.call("host.plugin.enable", { id: "chat" });
  const list = () => host.call<{ items: Message[] }>("chat.message.list", { channel: "#general" });
  await until(async () => (await list()).items.length > 0, { what: "the message" });
  assert.equal((await list()).items.length, 1);
});

Deno.test("what is said in a private channel reaches its members only, by socket and by host.event.list", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  const [bob, carol] = [await host.ws("bob"), await host.ws("carol")];
  for (const socket of [bob, carol]) await socket.call("events.subscribe", { types: ["chat.**"] });
  const { id } = await host.call<{ id: string }>("chat.channel.create", {
    name: "board",
    private: true,
    members: ["@bob"],
  });
  await host.call("chat.message.send", { channel: id, text: "psst @bob" });
  await host.call("chat.message.send", { channel: "#general", text: "loud" });
  const text = (event: { data: unknown }) => (event.data as Message).text;
  await bob.event((event) => event.type === "chat.message.sent" && text(event) === "psst @bob");
  await bob.event((event) => event.type === "chat.mention.created");
  await carol.event((event) => event.type === "chat.message.sent" && text(event) === "loud");
  assert.ok(!JSON.stringify(carol.events).includes(id));
  for (const [as, sees] of [["bob", true], ["carol", false], ["alice", true]] as const) {
    const { items } = await host.call("host.event.list", { types: ["chat.**"] }, { as });
    assert.equal(JSON.stringify(items).includes("psst"), sees, as);
  }
  await assert.rejects(
    host.call("chat.message.list", { channel: id }, { as: "dave" }),
    (error: RpcError) => error.kind === "not_found",
  );
});

Deno.test("events come out in the envelope that the schema promises", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  const bob = await host.ws("bob");
  await bob.call("events.subscribe", { types: ["chat.**"] });
  const { id } = await host.call<Message>("chat.message.send", { channel: "#general", text: "hi @bob" });
  await host.call("chat.message.toggle_react", { id, emoji: "👍" });
  await bob.event((event) => event.type === "chat.reaction.added");
  const { items } = await host.call<{ items: unknown[] }>("host.event.list", { types: ["chat.**"] });
  const fits = new Ajv({ strict: false, validateFormats: false }).compile(envelope);
  for (const event of [...bob.events, ...items]) {
    assert.ok(fits(event), `${JSON.stringify(fits.errors)} in ${JSON.stringify(event)}`);
  }
  assert.ok(bob.events.length >= 3 && items.length >= 3);
});

Deno.test("an open page learns that its person has read on another device, and others do not", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  const [bob, carol] = [await host.ws("bob"), await host.ws("carol")];
  for (const socket of [bob, carol]) await socket.call("events.subscribe", { types: ["chat.**"] });
  const { seq } = await host.call<Message>("chat.message.send", { channel: "#general", text: "read me" });
  const before = await host.call("chat.channel.get", { channel: "#general" }, { as: "bob" });
  assert.equal(before.unread, 1);
  const after = await host.call("chat.channel.mark_read", { channel: "#general", seq }, { as: "bob" });
  assert.deepEqual([after.unread, after.lastReadSeq], [0, seq]);
  await bob.event((event) => event.type === "chat.channel.read");
  await host.call("chat.message.send", { channel: "#general", text: "last" });
  await carol.event((event) => event.type === "chat.message.sent" && (event.data as Message).text === "last");
  assert.ok(!carol.events.some((event) => event.type === "chat.channel.read"));
});

import assert from "node:assert/strict";
import { testHost, until } from "../../harness/mod.ts";
import { ownerOf, withReason } from "./owner.ts";
import { workshop } from "./workshop.ts";

interface Message {
  id: string;
  text: string;
  author: { id: string; kind: string };
}

interface Poll {
  id: number;
  question: string;
  author: { name: string };
}

Deno.test("polls is found in its registry, read, installed, voted in, asked for in a channel, and closed", async () => {
  await using shop = await workshop();
  await using host = await testHost({ plugins: ["chat"] });
  const owner = ownerOf(host);
  await shop.copy("polls");
  const source = await shop.publish("polls");

  const registry = await owner.addRegistry(shop.registry.url);
  assert.deepEqual([registry.name, registry.plugins], ["Web team", 1]);
  const found = await host.call<{ items: { id: string; source: string }[] }>("host.registry.search", { query: "vote" });
  assert.deepEqual(found.items.map(({ id, source }) => [id, source]), [["polls", source]]);

  const info = await owner.inspect(found.items[0]!.source);
  assert.deepEqual([info.tier, info.publisher, info.signature], ["first-use", "The web team", "valid"]);
  assert.match(info.readme!, /^# Polls\n/);
  assert.deepEqual(info.requires.map(({ name, provider }) => [name, provider]), [["chat", "chat"]]);
  const asked = info.permissions.map(({ kind, target, risk }) => `${kind} ${target} ${risk}`);
  assert.deepEqual(asked, [
    "call chat.message.send low",
    "publish polls.poll.created low",
    "publish polls.poll.voted low",
    "publish polls.poll.closed low",
    "subscribe chat.message.sent high",
  ]);
  await owner.install(found.items[0]!.source);

  // By method, by several people.
  const { id } = await host.call<{ id: number }>("polls.poll.create", {
    question: "Lunch?",
    options: ["Pizza", "Ramen"],
  });
  await host.call("polls.poll.vote", { id, option: 1 }, { as: "bob" });
  await host.call("polls.poll.vote", { id, option: 2 }, { as: "carol" });
  const poll = await host.call<Record<string, unknown>>("polls.poll.vote", { id, option: 2 }, { as: "bob" });
  assert.deepEqual(poll.options, [{ id: 1, text: "Pizza", votes: 0 }, { id: 2, text: "Ramen", votes: 2 }]);
  await assert.rejects(host.call("polls.poll.close", { id }, { as: "bob" }), withReason("forbidden"));

  // In a channel, live for whoever looks.
  const carol = await host.ws("carol");
  await carol.call("events.subscribe", { types: ["polls.poll.**"] });
  const command = '/poll "Which day?" "Monday" "Friday"';
  await host.call("chat.message.send", { channel: "#general", text: command }, { as: "bob" });
  const [, shown] = await messages(2);
  assert.equal(shown!.text, "**Which day?**\n1. Monday\n2. Friday\n_Vote on the page Polls_");
  assert.deepEqual([shown!.author.id, shown!.author.kind], ["plugin:polls", "plugin"]);
  // Its message is there before the poll is opened.
  const second = await until(async () => {
    const { items } = await host.call<{ items: Poll[] }>("polls.poll.list");
    return items.find(({ question }) => question === "Which day?");
  }, { what: "the poll of the channel to be open" });
  assert.equal(second.author.name, "Bob");
  await host.call("polls.poll.vote", { id: second.id, option: 2 }, { as: "dave" });
  await host.call("polls.poll.close", { id: second.id }, { as: "bob" });
  const [, , result] = await messages(3);
  assert.equal(result!.text, "The poll **Which day?** is closed, with 1 vote\nMonday: 0 (0 %)\n**Friday: 1 (100 %)**");
  const heard = await until(() => {
    const types = carol.events.map(({ type }) => type);
    return types.includes("polls.poll.closed") && types;
  }, { what: "carol to hear that the poll is closed" });
  assert.deepEqual(heard, ["polls.poll.created", "polls.poll.voted", "polls.poll.closed"]);

  // A setting counts at once.
  await host.call("host.plugin.settings.set", { id: "polls", values: { maxOptions: 2 } });
  const three = { question: "Lunch?", options: ["A", "B", "C"] };
  await assert.rejects(host.call("polls.poll.create", three), withReason("too_many_options"));

  // What was revoked is refused at once, and shown as tried.
  await host.call("host.plugin.grants.set", {
    id: "polls",
    revoke: [{ kind: "call", target: "chat.message.send" }],
  });
  const inChannel = { question: "Dinner?", options: ["A", "B"], channel: "#general" };
  await assert.rejects(host.call("polls.poll.create", inChannel), withReason("not_permitted"));
  const denied = await until(async () => {
    const { denied } = await owner.grants("polls");
    return denied.length > 0 && denied;
  }, { what: "the refused call to be listed" });
  assert.deepEqual(denied.map(({ kind, target, grantable }) => [kind, target, grantable]), [
    ["call", "chat.message.send", true],
  ]);
  await host.call("host.plugin.grants.set", { id: "polls", grant: [{ kind: "call", target: "chat.message.send" }] });
  await host.call("polls.poll.create", inChannel);
  await messages(4);

  async function messages(count: number): Promise<Message[]> {
    return await until(async () => {
      const { items } = await host.call<{ items: Message[] }>("chat.message.list", { channel: "#general" });
      return items.length === count && items;
    }, { what: `${count} messages in #general` });
  }
});

Deno.test("without chat, polls says what it lacks and does not start; chat names who would miss it", async () => {
  await using shop = await workshop();
  await using host = await testHost({ plugins: ["chat"] });
  const owner = ownerOf(host);
  await shop.copy("polls");
  const source = await shop.publish("polls");
  await owner.addRegistry(shop.registry.url);
  await owner.install(source);
  const { dependents } = await owner.plugin("chat");
  assert.deepEqual(dependents, [{ kind: "plugin", id: "polls", interface: "chat", optional: false }]);
  await host.call("host.plugin.disable", { id: "chat" });
  const stopped = await until(async () => {
    const polls = await owner.plugin("polls");
    return polls.state !== "ready" && polls;
  }, { what: "polls to stop" });
  assert.match(stopped.reason!, /chat/);
  await assert.rejects(host.call("polls.poll.list"), withReason("plugin_unavailable"));
  await host.call("host.plugin.enable", { id: "chat" });
  await until(async () => (await owner.plugin("polls")).state === "ready", { what: "polls to run again" });
  assert.deepEqual(await host.call("polls.poll.list"), { items: [] });
});

import { DatabaseSync } from "node:sqlite";
import assert from "node:assert/strict";
import { type TestPlugin, testPlugin } from "@bulkhead/testing";
import { plainLine } from "./domain/plain_text.ts";
import chat from "./plugin.ts";

const ALICE = { caller: { id: "user-alice", name: "Alice", role: "owner" as const } };
const BOB = { caller: { id: "user-bob", name: "Bob", role: "member" as const } };

const USERS = ["alice", "bob"].map((handle) => ({
  id: `user-${handle}`,
  handle,
  name: handle === "bob" ? "Bob" : "Alice",
  role: handle === "bob" ? "member" : "owner",
  disabled: false,
}));
const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });
const prefer = (plugin: TestPlugin, preferences: unknown) => plugin.call("chat.preferences.set", { preferences }, BOB);
const send = (plugin: TestPlugin, text: string, more = {}) =>
  plugin.call("chat.message.send", { channel: "#general", text, ...more }, ALICE);
const pushes = async (plugin: TestPlugin) => {
  await plugin.relayed();
  return plugin.pushes;
};
/** As if the time had passed for which pushes wait. */
function timePasses(plugin: TestPlugin): void {
  using db = new DatabaseSync(`${plugin.dataDir}/data.db`);
  db.exec("UPDATE waiting_pushes SET due_at = due_at - 100000, created_at = created_at - 100000");
  db.exec("UPDATE people SET seen_at = max(0, seen_at - 100000)");
}

Deno.test("devices are told of what notifications are about, and of nothing else", async () => {
  await using plugin = await start();
  await plugin.call("chat.user.me", {}, BOB);
  await send(plugin, "hi @bob, are you there?");
  assert.deepEqual(await pushes(plugin), [], "nobody has turned it on");
  await prefer(plugin, { push: true });
  await send(plugin, "nothing for bob");
  const { id, channelId, seq } = await send(plugin, "hi **@bob**, see [this](https://a.example)");
  const [push, ...others] = await pushes(plugin);
  assert.equal(others.length, 0);
  assert.deepEqual({ ...push, id: "" }, {
    kind: "push",
    id: "",
    to: "user-bob",
    title: "Alice in #general",
    body: { en: "Mentioned you", de: "Hat dich erwähnt" },
    path: channelId,
    hash: id,
    tag: id,
    group: channelId,
    order: seq,
    urgency: "high",
    ttlS: 86_400,
  });
  await prefer(plugin, { pushText: true, language: "de" });
  await send(plugin, "hi **@bob**, see [this](https://a.example)");
  assert.equal((await pushes(plugin))[1]!.body, "hi @bob, see this");
  await prefer(plugin, { quietHours: { from: "00:00", to: "00:00" } });
  await send(plugin, "@bob hush");
  await prefer(plugin, { quietHours: null });
  await plugin.call("chat.user.set_presence", { presence: "dnd" }, BOB);
  await send(plugin, "@bob hush");
  await plugin.call("chat.user.set_presence", { presence: "auto" }, BOB);
  await plugin.call("chat.channel.set_notify", { channel: "#general", notify: "none" }, BOB);
  await send(plugin, "@bob hush");
  assert.equal((await pushes(plugin)).length, 2);
  await plugin.call("chat.channel.set_notify", { channel: "#general", notify: "all" }, BOB);
  const root = await send(plugin, "for everybody");
  await plugin.call("chat.thread.follow", { id: root.id }, BOB);
  const answer = await send(plugin, "an answer", { threadId: root.id });
  const [, , whole, inThread] = await pushes(plugin);
  assert.deepEqual([whole!.urgency, whole!.body, whole!.topic?.length], ["normal", "for everybody", 32]);
  assert.deepEqual(
    [inThread!.path, inThread!.hash, inThread!.group],
    [`${answer.channelId}/thread/${root.id}`, answer.id, root.id],
  );
  await prefer(plugin, { push: false });
  await send(plugin, "@bob again");
  assert.equal((await pushes(plugin)).length, 4);
});

Deno.test("who is at a page is told there; a device hears only of what stays unseen", async () => {
  await using plugin = await start();
  await prefer(plugin, { push: true, pushText: true });
  const ping = () => plugin.call("chat.presence.ping", {}, BOB);
  await ping();
  const first = await send(plugin, "@bob one");
  assert.deepEqual(await pushes(plugin), []);
  assert.ok(plugin.schedules.has("push"));
  timePasses(plugin);
  await plugin.due("push");
  assert.deepEqual((await pushes(plugin)).map(({ body }) => body), [{ en: "@bob one", de: "@bob one" }]);

  // Read meanwhile, deleted meanwhile, seen at a page meanwhile.
  await ping();
  const read = await send(plugin, "@bob two");
  await plugin.call("chat.channel.mark_read", { channel: "#general", seq: read.seq }, BOB);
  const { id } = await send(plugin, "@bob three");
  await plugin.call("chat.message.delete", { id }, ALICE);
  timePasses(plugin);
  await plugin.due("push");
  await ping();
  await send(plugin, "@bob four");
  timePasses(plugin);
  await ping();
  await plugin.due("push");
  assert.equal((await pushes(plugin)).length, 1);
  assert.equal((await pushes(plugin))[0]!.hash, first.id);

  // Turned off, or gone from the channel, while it waited.
  await send(plugin, "@bob five");
  await prefer(plugin, { push: false });
  timePasses(plugin);
  await plugin.due("push");
  await prefer(plugin, { push: true });
  await ping();
  const secret = await plugin.call("chat.channel.create", { name: "den", private: true, members: ["@bob"] }, ALICE);
  await plugin.call("chat.message.send", { channel: secret.id, text: "@bob six" }, ALICE);
  await plugin.call("chat.channel.remove_member", { channel: secret.id, user: "@bob" }, ALICE);
  timePasses(plugin);
  await plugin.due("push");
  assert.equal((await pushes(plugin)).length, 1);
});

Deno.test("a message is one line without its marks where only plain text is shown", () => {
  for (
    const [markdown, plain] of [
      ["**bold** and _leaning_, `code`", "bold and leaning, code"],
      ["# Title\n\n> said\n- one\n1. two", "Title said one two"],
      ["see [the _plan_](https://a.example/b_(c)) now", "see the plan now"],
      ["```ts\nconst a = 1;\n```", "const a = 1;"],
      ["snake_case_name and 2*3*4", "snake_case_name and 2*3*4"],
      ["😀".repeat(30), `${"😀".repeat(19)}…`],
    ] as const
  ) assert.equal(plainLine(markdown, markdown.startsWith("😀") ? 20 : 100), plain);
});

Deno.test("who is in several workspaces reads which one it was; who has left one is told nothing more of it", async () => {
  await using plugin = await start();
  await prefer(plugin, { push: true });
  await send(plugin, "@bob one");
  const { id } = await plugin.call("chat.workspace.create", { name: "Design" }, ALICE);
  await plugin.call("chat.workspace.add_members", { id, members: ["@bob"] }, ALICE);
  const { items } = await plugin.call("chat.channel.list", { workspaceId: id }, ALICE);
  const there = { channel: items[0].id };
  await send(plugin, "@bob two", there);
  await send(plugin, "@bob three");
  const direct = await plugin.call("chat.dm.open", { users: ["@bob"], workspaceId: id }, ALICE);
  await send(plugin, "psst", { channel: direct.id });
  const titles = (await pushes(plugin)).map(({ title }) => title);
  assert.deepEqual(titles, [
    "Alice in #general",
    "Alice in #general · Design",
    "Alice in #general · General",
    "Alice · Design",
  ]);
  // What waits because they were at a page is let fall too.
  await plugin.call("chat.presence.ping", {}, BOB);
  await send(plugin, "@bob while you look", there);
  await plugin.call("chat.workspace.leave", { id }, BOB);
  timePasses(plugin);
  await plugin.due("push");
  await send(plugin, "@bob @channel gone?", there);
  await send(plugin, "psst", { channel: direct.id }).catch(() => {});
  assert.equal((await pushes(plugin)).length, 4, "nothing more of Design");
  await send(plugin, "@bob four");
  assert.equal((await pushes(plugin))[4]!.title, "Alice in #general");
});

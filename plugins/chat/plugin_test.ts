import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { MovableClock, testPlugin, type TestPluginOptions } from "@bulkhead/testing";
import chat from "./plugin.ts";

const USERS = ["alice", "bob", "carol", "dave"].map((handle) => ({
  id: `user-${handle}`,
  handle,
  name: handle[0]!.toUpperCase() + handle.slice(1),
  role: handle === "alice" ? "owner" : "member",
  disabled: false,
}));
const as = (handle: string, role: "owner" | "admin" | "member" | "guest" | "agent" = "member") => ({
  caller: { id: `user-${handle}`, name: handle[0]!.toUpperCase() + handle.slice(1), role },
});
const ALICE = as("alice", "owner"), BOB = as("bob"), CAROL = as("carol"), GUEST = as("gast", "guest");
const WORKFLOW = { caller: { kind: "workflow" as const, id: "github-to-chat", name: "github-to-chat" } };

const start = (options: TestPluginOptions = {}) =>
  testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) }, ...options });

const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

Deno.test("#general is there from the first start, with everybody whom the host knows", async () => {
  await using plugin = await start();
  const { items } = await plugin.call("chat.workspace.list", {}, BOB);
  assert.deepEqual(items.map((item: { name: string }) => item.name), ["General"]);
  const general = await plugin.call("chat.channel.get", { channel: "#general" }, BOB);
  assert.equal(general.memberCount, 4);
  assert.equal(general.joined, true);
  await plugin.relayed();
  assert.deepEqual(plugin.rooms.get(general.id), USERS.map((user) => user.id));
  assert.deepEqual(plugin.rooms.get("user-user-bob"), ["user-bob"]);
});

Deno.test("a person whom the host did not name joins #general by their first call, a guest does not", async () => {
  await using plugin = await start({ calls: {} });
  await plugin.call("chat.channel.list", {}, CAROL);
  assert.equal((await plugin.call("chat.channel.get", { channel: "#general" }, CAROL)).memberCount, 1);
  assert.deepEqual((await plugin.call("chat.channel.list", {}, GUEST)).items, []);
  await assert.rejects(plugin.call("chat.channel.get", { channel: "#general" }, GUEST), fails("not_found"));
});

Deno.test("a sent message is answered, listed and announced to the channel's room in the same shape", async () => {
  await using plugin = await start();
  const sent = await plugin.call("chat.message.send", { channel: "#general", text: "hello" }, ALICE);
  assert.deepEqual(sent.author, { id: "user-alice", name: "Alice", kind: "human" });
  assert.equal(sent.text, "hello");
  assert.equal(sent.rev, sent.seq);
  assert.deepEqual(sent.reactions, []);
  const { items, hasMore } = await plugin.call("chat.message.list", { channel: sent.channelId }, BOB);
  assert.deepEqual(items, [sent]);
  assert.equal(hasMore, false);
  assert.deepEqual(await plugin.call("chat.message.get", { id: sent.id }, BOB), sent);
  await plugin.relayed();
  const event = plugin.events.find(({ type }) => type === "chat.message.sent")!;
  assert.deepEqual(event.data, sent);
  assert.equal(event.audience, `room:${sent.channelId}`);
  assert.equal(event.subject, sent.channelId);
  assert.equal(event.actor, "user-alice");
  assert.equal(event.actorkind, "human");
});

Deno.test("a workflow writes into a public channel and is shown as a workflow", async () => {
  await using plugin = await start();
  const sent = await plugin.call("chat.message.send", { channel: "#general", text: "opened" }, WORKFLOW);
  assert.deepEqual(sent.author, { id: "workflow:github-to-chat", name: "github-to-chat", kind: "workflow" });
  assert.equal((await plugin.call("chat.channel.get", { channel: "#general" }, BOB)).memberCount, 4);
});

Deno.test("the same clientId answers the first message; another author may use it too", async () => {
  await using plugin = await start();
  const params = { channel: "#general", text: "once", clientId: "c1" };
  const first = await plugin.call("chat.message.send", params, ALICE);
  assert.deepEqual(await plugin.call("chat.message.send", { ...params, text: "twice" }, ALICE), first);
  assert.notEqual((await plugin.call("chat.message.send", params, BOB)).id, first.id);
  assert.equal((await plugin.call("chat.message.list", { channel: "#general" }, ALICE)).items.length, 2);
  const other = await plugin.call("chat.channel.create", { name: "other" }, ALICE);
  await assert.rejects(plugin.call("chat.message.send", { ...params, channel: other.id }, ALICE), fails("conflict"));
});

Deno.test("mentions are found outside of code and announced for people who can read them", async () => {
  await using plugin = await start();
  const text = "@bob and @Carol: `@dave` is code, mail a@alice.example, @nobody. @alice wrote @bob.";
  await plugin.call("chat.message.send", { channel: "#general", text }, ALICE);
  await plugin.relayed();
  const mentions = plugin.events.filter(({ type }) => type === "chat.mention.created");
  assert.deepEqual(mentions.map(({ data }) => (data as { user: string }).user), ["user-bob", "user-carol"]);

  const secret = await plugin.call("chat.channel.create", { name: "secret", private: true }, ALICE);
  await plugin.call("chat.message.send", { channel: secret.id, text: "not for @bob" }, ALICE);
  await plugin.relayed();
  assert.equal(plugin.events.filter(({ type }) => type === "chat.mention.created").length, 2);
});

Deno.test("an unknown @name makes chat look at the host's people again, but not for every message", async () => {
  const users = [...USERS];
  let looks = 0;
  const clock = new MovableClock();
  await using plugin = await start({ clock, calls: { "host.user.list": () => (looks++, { items: users }) } });
  users.push({ id: "user-eve", handle: "eve", name: "Eve", role: "member", disabled: false });
  await clock.advance(10_000);
  await plugin.call("chat.message.send", { channel: "#general", text: "hi @eve" }, ALICE);
  await plugin.call("chat.message.send", { channel: "#general", text: "hi @nobody" }, ALICE);
  await plugin.call("chat.message.send", { channel: "#general", text: "hi @nobody" }, ALICE);
  await plugin.relayed();
  assert.equal(looks, 2);
  const mentions = plugin.events.filter((event) => event.type === "chat.mention.created");
  assert.deepEqual(mentions.map(({ data }) => (data as { user: string }).user), ["user-eve"]);
  assert.equal((await plugin.call("chat.channel.get", { channel: "#general" }, BOB)).memberCount, 5);
});

Deno.test("a message is sent although the host cannot say who is meant", async () => {
  const clock = new MovableClock();
  await using plugin = await start({ clock, calls: {} });
  await plugin.call("chat.message.send", { channel: "#general", text: "hi @eve" }, ALICE);
  assert.equal((await plugin.call("chat.message.list", { channel: "#general" }, ALICE)).items.length, 1);
});

Deno.test("a keyed send that asked the host first is not sent twice when it is repeated after a crash", async () => {
  const clock = new MovableClock();
  const users = { "host.user.list": () => ({ items: USERS }) };
  await using plugin = await start({ clock, calls: users });
  await clock.advance(10_000);
  const params = { channel: "#general", text: "hi @nobody" };
  // Every state of the data folder that a crash in the middle of the call could leave: one a commit.
  const folders: string[] = [plugin.snapshot()];
  const wal = () => Deno.statSync(`${plugin.dataDir}/data.db-wal`).size;
  let size = wal();
  let over = false;
  const answer = plugin.call("chat.message.send", params, { ...ALICE, key: "k" }).finally(() => over = true);
  for (let turn = 1; !over && turn < 10_000; turn++) {
    // Mostly microtasks, so that no commit passes unseen; now and then a turn of the event loop, so that they go on.
    await (turn % 50 === 0 ? new Promise<void>((resolve) => setTimeout(resolve, 0)) : Promise.resolve());
    if (wal() === size) continue;
    size = wal();
    folders.push(plugin.snapshot());
  }
  await answer;
  for (const dataDir of folders) {
    await using after = await start({ clock, calls: users, dataDir });
    await after.call("chat.message.send", params, { ...ALICE, key: "k" });
    assert.equal((await after.call("chat.message.list", { channel: "#general" }, ALICE)).items.length, 1);
    await after.relayed();
    assert.equal(after.events.filter(({ type }) => type === "chat.message.sent").length <= 1, true);
  }
  // Before, after the people, after the message, after the answer.
  assert.ok(folders.length >= 3, `${folders.length} states`);
});

Deno.test("a private channel is not found by those outside, in every method that names it", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.channel.create", { name: "board", private: true, members: ["@bob"] }, ALICE);
  const message = await plugin.call("chat.message.send", { channel: "#board", text: "psst" }, BOB);
  for (
    const [method, params] of [
      ["channel.get", { channel: id }],
      ["channel.get", { channel: "#board" }],
      ["channel.join", { channel: id }],
      ["channel.leave", { channel: id }],
      ["channel.add_members", { channel: id, members: ["@carol"] }],
      ["channel.mark_read", { channel: id, seq: 1 }],
      ["message.send", { channel: id, text: "let me in" }],
      ["message.list", { channel: id }],
      ["message.get", { id: message.id }],
      ["message.edit", { id: message.id, text: "x" }],
      ["message.delete", { id: message.id }],
      ["message.act", { id: message.id, action: "ok" }],
      ["message.toggle_react", { id: message.id, emoji: "👍" }],
    ] as const
  ) {
    await assert.rejects(plugin.call(`chat.${method}`, params, CAROL), fails("not_found"), method);
  }
  const names = (await plugin.call("chat.channel.list", {}, CAROL)).items.map((item: { name: string }) => item.name);
  assert.deepEqual(names, ["general"]);
  await plugin.call("chat.channel.add_members", { channel: id, members: ["user-carol"] }, BOB);
  assert.equal((await plugin.call("chat.channel.get", { channel: id }, CAROL)).memberCount, 3);
  await plugin.relayed();
  assert.deepEqual(plugin.rooms.get(id), ["user-alice", "user-bob", "user-carol"]);
  const created = plugin.events.find(({ type }) => type === "chat.channel.created")!;
  assert.equal(created.audience, `room:${id}`);
});

Deno.test("one must join a public channel before one writes into it, and need not to read it", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.channel.create", { name: "ops" }, ALICE);
  await plugin.call("chat.message.send", { channel: id, text: "one" }, ALICE);
  assert.equal((await plugin.call("chat.message.list", { channel: "#ops" }, BOB)).items.length, 1);
  await assert.rejects(
    plugin.call("chat.message.send", { channel: "#ops", text: "two" }, BOB),
    fails("forbidden", "not_member"),
  );
  const joined = await plugin.call("chat.channel.join", { channel: "#ops" }, BOB);
  assert.deepEqual([joined.joined, joined.unread, joined.memberCount], [true, 0, 2]);
  await plugin.call("chat.message.send", { channel: "#ops", text: "two" }, BOB);
  await plugin.call("chat.channel.leave", { channel: "#ops" }, BOB);
  await assert.rejects(plugin.call("chat.channel.leave", { channel: "#ops" }, BOB), fails("forbidden", "not_member"));
  await assert.rejects(
    plugin.call("chat.channel.leave", { channel: "#general" }, BOB),
    fails("precondition_failed", "general_channel"),
  );
  await plugin.relayed();
  assert.deepEqual(plugin.rooms.get(id), ["user-alice"]);
  assert.deepEqual(
    plugin.events.filter(({ type }) => /joined|left/.test(type))
      .map(({ type, data }) => [type, (data as { userId: string }).userId]).slice(-2),
    [["chat.channel.joined", "user-bob"], ["chat.channel.left", "user-bob"]],
  );
});

Deno.test("only the author edits; the edit is announced and marked", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.message.send", { channel: "#general", text: "frist" }, BOB);
  await assert.rejects(plugin.call("chat.message.edit", { id, text: "mine" }, ALICE), fails("forbidden", "not_author"));
  const edited = await plugin.call("chat.message.edit", { id, text: "first" }, BOB);
  assert.equal(edited.text, "first");
  assert.ok(edited.editedAt);
  await plugin.relayed();
  assert.deepEqual(plugin.events.filter(({ type }) => type === "chat.message.edited").map(({ data }) => data), [
    edited,
  ]);
});

Deno.test("a deleted message leaves a tombstone that nothing can be done to", async () => {
  await using plugin = await start();
  const { id, seq } = await plugin.call("chat.message.send", { channel: "#general", text: "oops" }, BOB);
  await plugin.call("chat.message.toggle_react", { id, emoji: "👀" }, CAROL);
  await assert.rejects(plugin.call("chat.message.delete", { id }, CAROL), fails("forbidden", "not_author"));
  const tombstone = await plugin.call("chat.message.delete", { id }, ALICE);
  assert.deepEqual([tombstone.text, tombstone.reactions, tombstone.seq], ["", [], seq]);
  assert.ok(tombstone.deletedAt);
  const gone = fails("precondition_failed", "tombstoned");
  await assert.rejects(plugin.call("chat.message.edit", { id, text: "x" }, BOB), gone);
  await assert.rejects(plugin.call("chat.message.delete", { id }, BOB), gone);
  await assert.rejects(plugin.call("chat.message.toggle_react", { id, emoji: "👍" }, BOB), gone);
  await plugin.relayed();
  assert.equal(plugin.events.at(-1)!.type, "chat.message.deleted");
  assert.equal((plugin.events.at(-1)!.data as { text: string }).text, "");
});

Deno.test("a reaction is added and removed in one call each, and the message lists who gave it", async () => {
  await using plugin = await start();
  const { id, channelId } = await plugin.call("chat.message.send", { channel: "#general", text: "ship it" }, ALICE);
  const react = (emoji: string, who = BOB) => plugin.call("chat.message.toggle_react", { id, emoji }, who);
  assert.deepEqual(await react("🚀"), { action: "added" });
  assert.deepEqual(await react("👍"), { action: "added" });
  assert.deepEqual(await react("🚀", CAROL), { action: "added" });
  assert.deepEqual(await react("👍"), { action: "removed" });
  const { reactions, rev } = await plugin.call("chat.message.get", { id }, ALICE);
  assert.deepEqual(reactions, [{ emoji: "🚀", users: ["user-bob", "user-carol"] }]);
  await plugin.relayed();
  assert.deepEqual(plugin.events.filter(({ type }) => type === "chat.reaction.removed").map(({ data }) => data), [
    { messageId: id, channelId, emoji: "👍", user: "user-bob", rev },
  ]);
});

Deno.test("an archived channel is read and not written, until it is opened again", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.channel.create", { name: "done", members: ["@bob", "@carol"] }, BOB);
  const message = await plugin.call("chat.message.send", { channel: id, text: "last words" }, BOB);
  await assert.rejects(plugin.call("chat.channel.archive", { channel: id }, CAROL), fails("forbidden", "not_creator"));
  assert.ok((await plugin.call("chat.channel.archive", { channel: id }, BOB)).archivedAt);
  const closed = fails("precondition_failed", "archived");
  await assert.rejects(plugin.call("chat.message.send", { channel: id, text: "more" }, BOB), closed);
  await assert.rejects(plugin.call("chat.message.edit", { id: message.id, text: "more" }, BOB), closed);
  await assert.rejects(plugin.call("chat.message.toggle_react", { id: message.id, emoji: "👍" }, CAROL), closed);
  await assert.rejects(plugin.call("chat.message.send", { channel: id, text: "more" }, WORKFLOW), closed);
  assert.equal((await plugin.call("chat.message.list", { channel: id }, CAROL)).items.length, 1);
  assert.equal((await plugin.call("chat.channel.unarchive", { channel: id }, ALICE)).archivedAt, undefined);
  await plugin.call("chat.message.send", { channel: id, text: "more" }, BOB);
  await assert.rejects(
    plugin.call("chat.channel.archive", { channel: "#general" }, ALICE),
    fails("precondition_failed", "general_channel"),
  );
});

Deno.test("messages come in pages that meet without gap or repeat, in both directions", async () => {
  await using plugin = await start();
  const ids: string[] = [];
  for (let n = 0; n < 12; n++) {
    ids.push((await plugin.call("chat.message.send", { channel: "#general", text: `n${n}` }, ALICE)).id);
  }
  const list = (page: Record<string, unknown>) =>
    plugin.call("chat.message.list", { channel: "#general", limit: 5, ...page }, BOB);
  const idsOf = (page: { items: { id: string }[] }) => page.items.map((item) => item.id);

  const newest = await list({});
  assert.deepEqual([idsOf(newest), newest.hasMore], [ids.slice(7), true]);
  const middle = await list({ before: newest.items[0].seq });
  assert.deepEqual([idsOf(middle), middle.hasMore], [ids.slice(2, 7), true]);
  const oldest = await list({ before: middle.items[0].id });
  assert.deepEqual([idsOf(oldest), oldest.hasMore], [ids.slice(0, 2), false]);
  const forward = await list({ after: ids[1] });
  assert.deepEqual([idsOf(forward), forward.hasMore], [ids.slice(2, 7), true]);
  assert.deepEqual(idsOf(await list({ after: 0, limit: 200 })), ids);
  await assert.rejects(list({ before: 3, after: 1 }), fails("invalid_params"));
  await assert.rejects(list({ before: "message_none" }), fails("not_found"));
});

Deno.test("an answer belongs to the thread of the message that it answers", async () => {
  await using plugin = await start();
  const root = await plugin.call("chat.message.send", { channel: "#general", text: "root" }, ALICE);
  const answer = await plugin.call("chat.message.send", { channel: "#general", text: "a", threadId: root.id }, BOB);
  assert.equal(answer.threadId, root.id);
  const deeper = await plugin.call("chat.message.send", { channel: "#general", text: "b", threadId: answer.id }, BOB);
  assert.equal(deeper.threadId, root.id);
  const other = await plugin.call("chat.channel.create", { name: "other" }, ALICE);
  await assert.rejects(
    plugin.call("chat.message.send", { channel: other.id, text: "c", threadId: root.id }, ALICE),
    fails("not_found"),
  );
});

Deno.test("channels are listed by name in pages; names are checked and unique", async () => {
  await using plugin = await start();
  for (const name of ["zoo", "#alpha", "mitte"]) await plugin.call("chat.channel.create", { name }, ALICE);
  const first = await plugin.call("chat.channel.list", { limit: 2 }, BOB);
  assert.deepEqual(first.items.map((item: { name: string }) => item.name), ["alpha", "general"]);
  const rest = await plugin.call("chat.channel.list", { limit: 2, cursor: first.nextCursor }, BOB);
  assert.deepEqual(rest.items.map((item: { name: string }) => item.name), ["mitte", "zoo"]);
  assert.equal(rest.nextCursor, undefined);
  assert.deepEqual(
    (await plugin.call("chat.channel.list", { joined: true }, BOB)).items.map((item: { name: string }) => item.name),
    ["general"],
  );
  await assert.rejects(plugin.call("chat.channel.create", { name: "zoo" }, BOB), fails("conflict"));
  for (const name of ["", "#", "With Blank", "UPPER", "-x", "a".repeat(81)]) {
    await assert.rejects(plugin.call("chat.channel.create", { name }, BOB), fails("invalid_params"), name);
  }
});

Deno.test("what is wrong with params is said with a pointer to it", async () => {
  await using plugin = await start();
  const send = (params: unknown) => plugin.call("chat.message.send", params, ALICE);
  const cases: [unknown, string, RegExp][] = [
    [{ text: "x" }, "/channel", /"\/channel" is missing/],
    [{ channel: "#general", text: 5 }, "/text", /"\/text" must be string, not number/],
    [{ channel: "#general", text: " \n " }, "/text", /needs some text/],
    [{ channel: "#general", text: "x".repeat(40_001) }, "/text", /at most 40000 characters/],
    [{ channel: "#general", text: "a\0b" }, "/text", /U\+0000/],
  ];
  for (const [params, path, message] of cases) {
    await assert.rejects(send(params), (error: RpcError) => {
      assert.equal(error.code, -32602);
      assert.equal(error.data.path, path);
      assert.match(error.message, message);
      return true;
    });
  }
  await assert.rejects(
    plugin.call("chat.channel.create", { name: "x", members: ["@alice", "@nobody"] }, ALICE),
    (error: RpcError) => {
      assert.deepEqual([error.kind, error.data.path], ["not_found", "/members/1"]);
      return true;
    },
  );
  assert.equal((await send({ channel: "#general", text: "x".repeat(40_000) })).text.length, 40_000);
});

Deno.test("everything is there again after a restart", async () => {
  await using plugin = await start();
  const sent = await plugin.call("chat.message.send", { channel: "#general", text: "stay" }, ALICE);
  await using again = await start({ dataDir: plugin.snapshot() });
  assert.deepEqual((await again.call("chat.message.list", { channel: "#general" }, BOB)).items, [sent]);
  assert.equal((await again.call("chat.message.send", { channel: "#general", text: "next" }, BOB)).seq, sent.seq + 1);
  assert.equal((await again.call("chat.workspace.list", {}, BOB)).items.length, 1);
});

import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { type TestPlugin, testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";

const USERS = ["alice", "bob", "carol"].map((handle) => ({
  id: `user-${handle}`,
  handle,
  name: handle[0]!.toUpperCase() + handle.slice(1),
  role: handle === "alice" ? "owner" : "member",
  disabled: false,
}));
const as = (handle: string, role: "owner" | "member" | "guest" = "member") => ({
  caller: { id: `user-${handle}`, name: handle[0]!.toUpperCase() + handle.slice(1), role },
});
const ALICE = as("alice", "owner"), BOB = as("bob"), CAROL = as("carol"), GUEST = as("gast", "guest");

const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });
const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};
/** What the devices of one person were told. */
async function told(plugin: TestPlugin, type: string, who = "bob") {
  await plugin.relayed();
  return plugin.events.filter((event) => event.type === type && event.audience === `room:user-user-${who}`)
    // deno-lint-ignore no-explicit-any -- any: data of whichever type was asked for
    .map(({ data }) => data as any);
}

Deno.test("a call with a clientId takes effect once and answers the same, and the id is good for one method", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.message.send", { channel: "#general", text: "x" }, ALICE);
  const react = { id, emoji: "👍", clientId: "k1" };
  assert.deepEqual(await plugin.call("chat.message.toggle_react", react, BOB), { action: "added" });
  assert.deepEqual(await plugin.call("chat.message.toggle_react", react, BOB), { action: "added" });
  assert.equal((await plugin.call("chat.message.get", { id }, BOB)).reactions[0].users.length, 1);
  await assert.rejects(plugin.call("chat.message.pin", { id, clientId: "k1" }, BOB), fails("conflict"));
  await plugin.call("chat.message.pin", { id, clientId: "k1" }, CAROL);
  const made = await plugin.call("chat.channel.create", { name: "once", clientId: "k2" }, BOB);
  assert.deepEqual(await plugin.call("chat.channel.create", { name: "once", clientId: "k2" }, BOB), made);
});

Deno.test("a thread counts by itself, is followed by who is in it, and leaves the channel's count alone", async () => {
  await using plugin = await start();
  const root = await plugin.call("chat.message.send", { channel: "#general", text: "root" }, ALICE);
  await plugin.call("chat.channel.mark_read", { channel: "#general", seq: root.seq }, CAROL);
  const answer = { channel: "#general", threadId: root.id };
  await plugin.call("chat.message.send", { ...answer, text: "one" }, BOB);
  const second = await plugin.call("chat.message.send", { ...answer, text: "two @carol" }, BOB);
  const { replies } = await plugin.call("chat.message.get", { id: root.id }, CAROL);
  assert.deepEqual([replies.count, replies.lastSeq, replies.users], [2, second.seq, ["user-bob"]]);
  assert.equal((await plugin.call("chat.channel.get", { channel: "#general" }, CAROL)).unread, 0);
  const state = async (who: typeof ALICE) => {
    const { state } = await plugin.call("chat.thread.get", { id: second.id }, who);
    return [state.following, state.unread, state.mentions];
  };
  assert.deepEqual(await state(ALICE), [true, 2, 0]);
  assert.deepEqual(await state(CAROL), [true, 1, 1]);
  assert.deepEqual(await state(BOB), [true, 0, 0]);
  assert.deepEqual(await plugin.call("chat.thread.counts", {}, CAROL), { unread: 1, mentions: 1 });
  await plugin.call("chat.thread.mark_read", { id: root.id, seq: second.seq }, CAROL);
  assert.deepEqual(await state(CAROL), [true, 0, 0]);
  // Who has left it hears no more of it, whatever is written there.
  await plugin.call("chat.thread.unfollow", { id: root.id }, ALICE);
  await plugin.call("chat.message.send", { ...answer, text: "three" }, BOB);
  assert.equal((await plugin.call("chat.thread.list", {}, ALICE)).items.length, 0);
  const shown = await plugin.call("chat.message.send", { ...answer, text: "four", inChannel: true }, BOB);
  const roots = await plugin.call("chat.message.list", { channel: "#general", threads: "roots" }, CAROL);
  assert.deepEqual(roots.items.map((item: { id: string }) => item.id), [root.id, shown.id]);
  assert.equal((await plugin.call("chat.channel.get", { channel: "#general" }, CAROL)).unread, 1);
});

Deno.test("direct conversations are the same for the same people, seen by nobody else, and every message calls", async () => {
  await using plugin = await start();
  const direct = await plugin.call("chat.dm.open", { users: ["@bob"] }, ALICE);
  assert.deepEqual([direct.kind, direct.name, direct.private], ["dm", "Bob", true]);
  assert.equal((await plugin.call("chat.dm.open", { users: ["@alice"] }, BOB)).id, direct.id);
  await plugin.call("chat.message.send", { channel: direct.id, text: "psst" }, ALICE);
  const [seen] = (await plugin.call("chat.dm.list", {}, BOB)).items;
  assert.deepEqual([seen.name, seen.unread, seen.mentions], ["Alice", 1, 1]);
  assert.equal((await told(plugin, "chat.notification.created"))[0].kind, "direct");
  for (const method of ["channel.get", "channel.members", "message.list", "message.pins", "file.list"]) {
    await assert.rejects(plugin.call(`chat.${method}`, { channel: direct.id }, CAROL), fails("not_found"), method);
  }
  await plugin.call("chat.dm.close", { channel: direct.id }, BOB);
  assert.deepEqual((await plugin.call("chat.dm.list", {}, BOB)).items, []);
  await plugin.call("chat.message.send", { channel: direct.id, text: "still there?" }, ALICE);
  assert.equal((await plugin.call("chat.dm.list", {}, BOB)).items.length, 1);
  const group = await plugin.call("chat.dm.open", { users: ["@bob", "@carol"] }, ALICE);
  assert.deepEqual([group.kind, group.memberCount], ["group", 3]);
  await assert.rejects(
    plugin.call("chat.channel.update", { channel: direct.id, topic: "x" }, ALICE),
    fails("precondition_failed", "direct"),
  );
});

Deno.test("ids of what one may not see are not found, in every method that takes one", async () => {
  await using plugin = await start();
  const secret = await plugin.call("chat.channel.create", { name: "secret", private: true }, ALICE);
  const { id } = await plugin.call("chat.message.send", { channel: secret.id, text: "hidden treasure" }, ALICE);
  const mark = await plugin.call(
    "chat.bookmark.add",
    { channel: secret.id, title: "t", url: "https://a.example" },
    ALICE,
  );
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const tries: [string, Record<string, unknown>][] = [
    ...["get", "history", "permalink", "read_by", "pin", "unpin", "delete"].map((
      name,
    ): [string, Record<string, unknown>] => [
      `message.${name}`,
      { id },
    ]),
    ["message.edit", { id, text: "x" }],
    ["message.toggle_react", { id, emoji: "👍" }],
    ["message.forward", { id, channel: "#general" }],
    ["message.schedule", { channel: secret.id, text: "x", sendAt: at }],
    ["message.typing", { channel: secret.id }],
    ["thread.get", { id }],
    ["thread.follow", { id }],
    ["thread.mark_read", { id, seq: 1 }],
    ["saved.add", { id }],
    ["reminder.create", { at, messageId: id }],
    ["channel.mark_unread", { id }],
    ["channel.update", { channel: secret.id, topic: "x" }],
    ["channel.convert", { channel: secret.id, private: false }],
    ["channel.set_muted", { channel: secret.id, muted: true }],
    ["channel.join", { channel: "#secret" }],
    ["draft.set", { channel: secret.id, text: "x" }],
    ["bookmark.list", { channel: secret.id }],
    ["bookmark.remove", { id: mark.id }],
  ];
  for (const [method, params] of tries) {
    await assert.rejects(plugin.call(`chat.${method}`, params, BOB), fails("not_found"), method);
  }
  assert.deepEqual((await plugin.call("chat.channel.counts", { channels: [secret.id] }, BOB)).items, []);
  assert.deepEqual((await plugin.call("chat.search.messages", { query: "treasure" }, BOB)).items, []);
  assert.deepEqual((await plugin.call("chat.search.messages", { query: "treasure in:#secret" }, BOB)).items, []);
  assert.equal((await plugin.call("chat.search.messages", { query: "treasure in:#secret" }, ALICE)).items.length, 1);
  const { seq } = await plugin.call("chat.snapshot", {}, BOB);
  await plugin.call("chat.message.send", { channel: secret.id, text: "more" }, ALICE);
  assert.deepEqual((await plugin.call("chat.sync", { since: seq }, BOB)).messages, []);
});

Deno.test("guests see what they were added to and the people there, and wake nobody", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.channel.create", { name: "project", members: ["@bob"] }, ALICE);
  await plugin.call("chat.user.me", {}, GUEST);
  assert.deepEqual((await plugin.call("chat.user.list", {}, GUEST)).items, []);
  await assert.rejects(plugin.call("chat.dm.open", { users: ["user-carol"] }, GUEST), fails("not_found"));
  await plugin.call("chat.channel.add_members", { channel: id, members: ["user-gast"] }, ALICE);
  const names = (await plugin.call("chat.user.list", {}, GUEST)).items.map((item: { name: string }) => item.name);
  assert.deepEqual(names, ["Alice", "Bob", "Gast"]);
  const sent = await plugin.call("chat.message.send", { channel: id, text: "@channel hear me" }, GUEST);
  assert.equal(sent.broadcast, undefined);
  assert.equal((await plugin.call("chat.channel.get", { channel: id }, BOB)).mentions, 0);
  await assert.rejects(plugin.call("chat.user.get", { user: "@carol" }, GUEST), fails("not_found"));
});

Deno.test("managers set a channel up; where only they write, others answer in threads", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.channel.create", { name: "news", members: ["@alice", "@carol"] }, BOB);
  const update = (who: typeof BOB, params: Record<string, unknown>) =>
    plugin.call("chat.channel.update", { channel: id, ...params }, who);
  assert.equal((await update(CAROL, { topic: "All the news" })).topic, "All the news");
  await assert.rejects(update(CAROL, { name: "mine" }), fails("forbidden", "not_manager"));
  await update(BOB, { posting: "managers", name: "bulletin" });
  await assert.rejects(
    plugin.call("chat.message.send", { channel: id, text: "me too" }, CAROL),
    fails("forbidden", "read_only"),
  );
  const root = await plugin.call("chat.message.send", { channel: id, text: "news" }, BOB);
  await plugin.call("chat.message.send", { channel: id, text: "oh", threadId: root.id }, CAROL);
  await plugin.call("chat.channel.set_role", { channel: id, user: "@carol", role: "manager" }, BOB);
  await plugin.call("chat.message.send", { channel: "#bulletin", text: "mine" }, CAROL);
  await assert.rejects(update(BOB, { name: "general" }), fails("conflict"));
});

Deno.test("people hear of what they chose: levels, muted channels, keywords, groups, quiet hours", async () => {
  await using plugin = await start();
  const kinds = async () => (await told(plugin, "chat.notification.created")).map(({ kind, quiet }) => [kind, quiet]);
  const send = (text: string) => plugin.call("chat.message.send", { channel: "#general", text }, ALICE);
  const prefer = (preferences: unknown) => plugin.call("chat.preferences.set", { preferences }, BOB);
  await send("nothing for anybody");
  assert.deepEqual(await kinds(), []);
  await plugin.call("chat.group.create", { handle: "ops", name: "Ops", members: ["@bob"] }, ALICE);
  await prefer({ keywords: ["Deploy"] });
  for (const text of ["hi @bob", "hi @ops", "we deploy now", "@channel"]) await send(text);
  assert.deepEqual(await kinds(), [["person", false], ["group", false], ["keyword", false], ["channel", false]]);
  const list = await plugin.call("chat.mention.list", {}, BOB);
  assert.deepEqual(list.items.map((item: { kind: string; read: boolean }) => [item.kind, item.read]), [
    ["channel", false],
    ["keyword", false],
    ["group", false],
    ["person", false],
  ]);
  await plugin.call("chat.channel.set_muted", { channel: "#general", muted: true }, BOB);
  await send("deploy");
  assert.equal((await kinds()).length, 4);
  await plugin.call("chat.channel.set_muted", { channel: "#general", muted: false }, BOB);
  await prefer({ keywords: [], notify: "all", quietHours: { from: "00:00", to: "00:00" } });
  await send("anything");
  assert.deepEqual((await kinds()).at(-1), ["message", true]);
  await plugin.call("chat.channel.set_notify", { channel: "#general", notify: "none" }, BOB);
  await send("@bob");
  assert.equal((await kinds()).length, 5);
});

Deno.test("of preferences only what is given changes", async () => {
  await using plugin = await start();
  const set = (preferences: unknown) => plugin.call("chat.preferences.set", { preferences }, BOB);
  const quietHours = { from: "19:00", to: "08:00", timezone: "Europe/Berlin", weekdays: [1, 2] };
  await set({ keywords: ["coracle"], enterSends: false });
  await set({ quietHours });
  const after = await set({ notify: "all" }) as Record<string, unknown>;
  assert.deepEqual(after, await plugin.call("chat.preferences.get", {}, BOB));
  const { keywords, enterSends, notify, sound } = after;
  assert.deepEqual({ keywords, enterSends, notify, sound, quietHours: after.quietHours }, {
    keywords: ["coracle"],
    enterSends: false,
    notify: "all",
    sound: true,
    quietHours,
  });
  await set({ quietHours: null });
  assert.equal((await plugin.call("chat.preferences.get", {}, BOB) as typeof after).quietHours, null);
});

Deno.test("a draft is the same on all devices, and what is older does not win", async () => {
  await using plugin = await start();
  const first = await plugin.call("chat.draft.set", { channel: "#general", text: "I th" }, BOB);
  const next = await plugin.call("chat.draft.set", { channel: "#general", text: "I think", baseRev: first.rev }, BOB);
  await assert.rejects(
    plugin.call("chat.draft.set", { channel: "#general", text: "I thought", baseRev: first.rev }, BOB),
    fails("conflict", "draft"),
  );
  const { drafts, seq } = await plugin.call("chat.snapshot", {}, BOB);
  assert.deepEqual(drafts, [next]);
  await plugin.call("chat.draft.set", { channel: "#general", text: "" }, BOB);
  assert.deepEqual((await plugin.call("chat.draft.list", {}, BOB)).items, []);
  const synced = (await plugin.call("chat.sync", { since: seq }, BOB)).drafts;
  assert.deepEqual(synced.map((draft: { text: string }) => draft.text), [""]);
  assert.deepEqual((await plugin.call("chat.sync", { since: seq }, CAROL)).drafts, []);
});

Deno.test("what is sent later is sent at its time in its writer's name, or says why not", async () => {
  await using plugin = await start();
  const soon = () => new Date(Date.now() + 120).toISOString();
  const { id } = await plugin.call("chat.channel.create", { name: "later", members: ["@carol"] }, ALICE);
  await plugin.call("chat.message.schedule", { channel: "#general", text: "good morning", sendAt: soon() }, BOB);
  await plugin.call("chat.message.schedule", { channel: id, text: "too late", sendAt: soon() }, CAROL);
  await plugin.call("chat.reminder.create", { at: soon(), text: "tea" }, BOB);
  await plugin.call("chat.channel.archive", { channel: id }, ALICE);
  await plugin.relayed();
  assert.ok(plugin.schedules.has("due"));
  await new Promise((done) => setTimeout(done, 200));
  await plugin.due("due");
  const { items } = await plugin.call("chat.message.list", { channel: "#general" }, CAROL);
  assert.deepEqual(items.map((item: { text: string; author: { id: string } }) => [item.text, item.author.id]), [
    ["good morning", "user-bob"],
  ]);
  const [failed] = (await plugin.call("chat.scheduled.list", {}, CAROL)).items;
  assert.match(failed.error, /archived/);
  assert.equal((await told(plugin, "chat.reminder.fired"))[0].reminder.text, "tea");
  assert.equal(plugin.schedules.has("due"), false, "nothing is due any more");
});

Deno.test("an edited message has a history; one that was deleted has none, nor saved, pinned or found", async () => {
  await using plugin = await start();
  const { id, version } = await plugin.call("chat.message.send", { channel: "#general", text: "frist" }, BOB);
  assert.equal(version, undefined);
  await plugin.call("chat.message.edit", { id, text: "first", version: 1 }, BOB);
  await assert.rejects(
    plugin.call("chat.message.edit", { id, text: "1st", version: 1 }, BOB),
    fails("conflict", "version"),
  );
  const history = await plugin.call("chat.message.history", { id }, CAROL);
  assert.deepEqual(history.items.map((item: { text: string }) => item.text), ["frist", "first"]);
  await plugin.call("chat.message.pin", { id }, CAROL);
  await plugin.call("chat.saved.add", { id }, CAROL);
  assert.equal((await plugin.call("chat.search.messages", { query: "first" }, CAROL)).items.length, 1);
  assert.equal((await plugin.call("chat.search.messages", { query: "frist" }, CAROL)).items.length, 0);
  await plugin.call("chat.message.delete", { id }, BOB);
  assert.deepEqual((await plugin.call("chat.message.pins", { channel: "#general" }, CAROL)).items, []);
  assert.deepEqual((await plugin.call("chat.saved.list", {}, CAROL)).items, []);
  assert.deepEqual((await plugin.call("chat.search.messages", { query: "first" }, CAROL)).items, []);
  await assert.rejects(plugin.call("chat.message.history", { id }, CAROL), fails("precondition_failed", "tombstoned"));
});

Deno.test("files belong to who uploaded them until they are sent, and are then read by the channel", async () => {
  await using plugin = await start();
  const file = plugin.upload({ name: "plan.txt", content: "plan", type: "text/plain", owner: "user-bob" });
  await assert.rejects(
    plugin.call("chat.message.send", { channel: "#general", text: "x", files: [file.id] }, CAROL),
    fails("not_found"),
  );
  const sent = await plugin.call("chat.message.send", { channel: "#general", text: "", files: [file.id] }, BOB);
  assert.deepEqual(sent.files.map((each: { name: string }) => each.name), ["plan.txt"]);
  const { items } = await plugin.call("chat.file.list", { channel: "#general" }, CAROL);
  assert.equal(items[0].file.id, file.id);
  assert.equal((await plugin.call("chat.search.messages", { query: "plan has:file" }, CAROL)).items.length, 1);
});

Deno.test("presence is told only to those who have somebody in view", async () => {
  await using plugin = await start();
  const ping = (view: string[], who: typeof BOB) => plugin.call("chat.presence.ping", { view }, who);
  assert.deepEqual((await ping(["user-bob"], ALICE)).items, [{ id: "user-bob", presence: "away" }]);
  await ping([], BOB);
  const news = plugin.sent.filter(({ type }) => type === "chat.presence");
  assert.deepEqual(news.map(({ room, data }) => [room, data]), [
    ["user-user-alice", { items: [{ id: "user-bob", presence: "active" }] }],
  ]);
});

Deno.test("an agent writes a message piece by piece; people are called when it is finished, and search finds it then", async () => {
  await using plugin = await start();
  const agent = { caller: { id: "agent-1", name: "Coder", role: "agent" as const } };
  const { id, streaming } = await plugin.call("chat.message.stream.start", { channel: "#general" }, agent);
  assert.equal(streaming, true);
  await plugin.call("chat.message.stream.append", { id, text: "Done, " }, agent);
  await plugin.call("chat.message.stream.append", { id, text: "@bob" }, agent);
  const again = await plugin.call("chat.message.stream.append", { id, text: "@bob", at: 6 }, agent);
  assert.equal(again.length, 10, "the same piece again is not added");
  assert.deepEqual(plugin.sent.filter(({ type }) => type === "chat.message.delta").map(({ data }) => data), [
    { messageId: id, channelId: plugin.sent[0]!.room, at: 0, text: "Done, " },
    { messageId: id, channelId: plugin.sent[0]!.room, at: 6, text: "@bob" },
  ]);
  await assert.rejects(
    plugin.call("chat.message.stream.append", { id, text: "x" }, BOB),
    fails("forbidden", "not_author"),
  );
  assert.equal((await plugin.call("chat.channel.get", { channel: "#general" }, BOB)).mentions, 0);
  assert.equal((await plugin.call("chat.search.messages", { query: "done" }, BOB)).items.length, 0);
  const written = await plugin.call("chat.message.stream.stop", { id, text: "!" }, agent);
  assert.deepEqual([written.text, written.streaming, written.author.kind], ["Done, @bob!", undefined, "agent"]);
  assert.equal((await plugin.call("chat.channel.get", { channel: "#general" }, BOB)).mentions, 1);
  assert.equal((await plugin.call("chat.search.messages", { query: "done" }, BOB)).items.length, 1);
  await assert.rejects(
    plugin.call("chat.message.stream.stop", { id }, agent),
    fails("precondition_failed", "finished"),
  );
});

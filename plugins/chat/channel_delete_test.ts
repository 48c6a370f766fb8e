import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { RpcError } from "@bulkhead/plugin";
import { type TestPlugin, testPlugin } from "@bulkhead/testing";
import { ANN, as, BEN, CEM, DEE, later, USERS } from "./domain/secret_workspace.ts";
import chat from "./plugin.ts";
import { Replica } from "./ui/state/replica.ts";

const start = (dataDir?: string) =>
  testPlugin(chat, {
    id: "chat",
    calls: { "host.user.list": () => ({ items: USERS }) },
    ...(dataDir === undefined ? {} : { dataDir }),
  });

const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

/** A channel of Ann's with something of everything in it; Ben is in it. */
async function full(plugin: TestPlugin, isPrivate = false) {
  const call = (method: string, params: object, who = ANN) => plugin.call(`chat.${method}`, params, who);
  const channel: string = (await call("channel.create", { name: "doomed", private: isPrivate, members: ["@ben"] })).id;
  const file = plugin.upload({ name: "plan.txt", content: "p", type: "text/plain", owner: "ann" }).id;
  const root = await call("message.send", { channel, text: "the moonshot @ben", files: [file] });
  const answer = await call("message.send", { channel, text: "a moonshot answer", threadId: root.id }, BEN);
  await call("message.edit", { id: root.id, text: "the moonshot, @ben" });
  await call("message.toggle_react", { id: root.id, emoji: "👍" }, BEN);
  await call("message.pin", { id: root.id });
  const bookmark = (await call("bookmark.add", { channel, title: "B", url: "https://example.com" })).id;
  const incoming = await call("webhook.incoming.create", { channel, name: "In" });
  const outgoing = (await call("webhook.outgoing.create", { channel, name: "Out", url: "http://127.0.0.1:1/" })).id;
  await call("draft.set", { channel, text: "I think" }, BEN);
  await call("draft.set", { channel, text: "In the thread", threadId: root.id }, BEN);
  const scheduled = (await call("message.schedule", { channel, text: "later", sendAt: later() }, BEN)).id;
  const reminder = (await call("reminder.create", { at: later(), messageId: root.id }, BEN)).id;
  await call("saved.add", { id: root.id }, BEN);
  const section = (await call("section.create", { name: "Mine" }, BEN)).id;
  await call("section.assign", { channel, section }, BEN);
  await call("channel.set_notify", { channel, notify: "all" }, BEN);
  for (let n = 0; n < 450; n++) await call("message.send", { channel, text: `moonshot ${n}` });
  await plugin.relayed();
  return { channel, file, root, answer, bookmark, incoming, outgoing, scheduled, reminder };
}

/** Waits until nothing is left in the background. */
async function emptied(plugin: TestPlugin): Promise<DatabaseSync> {
  const db = new DatabaseSync(`${plugin.dataDir}/data.db`, { readOnly: true });
  const full = db.prepare("SELECT 1 FROM gone_channels WHERE emptied = 0");
  for (let n = 0; n < 200 && full.get() !== undefined; n++) await new Promise((done) => setTimeout(done, 20));
  assert.equal(full.get(), undefined, "it is emptied");
  return db;
}

Deno.test("a deleted channel is nowhere to be found, its pages hear of it before, and nothing of it is left in the end", async () => {
  await using plugin = await start();
  const s = await full(plugin);
  const { channel } = s;
  const before = plugin.events.length;
  await plugin.call("chat.channel.delete", { channel, confirm: "doomed" }, ANN);
  await plugin.relayed();
  const told = plugin.events.slice(before);
  assert.deepEqual(told.map(({ type, audience }) => [type, audience]), [["chat.channel.deleted", "role:agent"]]);
  assert.deepEqual(plugin.rooms.get(channel), []);
  const calls: [string, Record<string, unknown>][] = [
    ...["get", "members", "join", "leave", "archive"].map((
      name,
    ): [string, Record<string, unknown>] => [`channel.${name}`, { channel }]),
    ["channel.delete", { channel, confirm: "doomed" }],
    ["channel.get", { channel: "#doomed" }],
    ["message.list", { channel }],
    ["message.send", { channel, text: "x" }],
    ...["get", "history", "permalink", "delete", "restore", "report"].map((
      name,
    ): [string, Record<string, unknown>] => [
      `message.${name}`,
      { id: s.root.id, ...(name === "report" ? { reason: "spam" } : {}) },
    ]),
    ["thread.get", { id: s.root.id }],
    ["saved.add", { id: s.answer.id }],
    ["draft.set", { channel, text: "x" }],
    ["bookmark.update", { id: s.bookmark, title: "x" }],
    ["bookmark.list", { channel }],
    ["file.list", { channel }],
    ["webhook.incoming.revoke", { id: s.incoming.id }],
    ["webhook.outgoing.delete", { id: s.outgoing }],
    ["scheduled.send_now", { id: s.scheduled }],
    ["dav.list", { path: ["doomed"] }],
  ];
  for (const who of [ANN, BEN, DEE]) {
    for (const [method, params] of calls) {
      await assert.rejects(plugin.call(`chat.${method}`, params, who), fails("not_found"), `${method}`);
    }
    assert.deepEqual((await plugin.call("chat.search.messages", { query: "moonshot" }, who)).items, []);
    assert.deepEqual((await plugin.call("chat.channel.list", { query: "doomed" }, who)).items, []);
    const snapshot = await plugin.call("chat.snapshot", {}, who);
    assert.deepEqual([snapshot.drafts, snapshot.scheduled, snapshot.saved], [[], [], []]);
    assert.equal(snapshot.threads.mentions, 0);
  }
  const posted = await plugin.hook(s.incoming.path.slice("/hooks/chat/".length), { body: '{"text":"x"}' });
  assert.equal(posted.status, 404);
  using db = await emptied(plugin);
  const left = (table: string) =>
    db.prepare(`SELECT count(*) AS n FROM ${table} WHERE channel_id = ?`).get(channel)!.n as number;
  for (
    const table of [
      ...["messages", "members", "mentions", "message_files", "bookmarks", "drafts", "scheduled", "days"],
      ...["thread_members", "incoming_hooks", "outgoing_hooks", "invocations"],
    ]
  ) assert.equal(left(table), 0, table);
  for (const table of ["reactions", "saved", "message_versions", "reminders", "remains"]) {
    assert.equal(db.prepare(`SELECT count(*) AS n FROM ${table} WHERE message_id = ?`).get(s.root.id)!.n, 0, table);
  }
  assert.deepEqual(db.prepare("SELECT workspace_id, topic FROM channels WHERE id = ?").get(channel), {
    __proto__: null,
    workspace_id: "",
    topic: "",
  });
  assert.deepEqual(db.prepare("PRAGMA foreign_key_check").all(), []);
  await plugin.relayed();
  await new Promise((done) => setTimeout(done, 20));
  const again = plugin.call("chat.message.send", { channel: "#general", text: "", files: [s.file] }, ANN);
  await assert.rejects(again, /no file/, "its files are gone");
  // The name is free again.
  await plugin.call("chat.channel.create", { name: "doomed" }, BEN);
});

Deno.test("who was away learns by sync that a channel is deleted, also a private one; nobody else learns of that one", async () => {
  for (const isPrivate of [false, true]) {
    await using plugin = await start();
    const { channel } = await full(plugin, isPrivate);
    const replica = new Replica("ben");
    replica.begin(await plugin.call("chat.snapshot", {}, BEN));
    assert.ok(replica.channels.has(channel));
    const { seq } = await plugin.call("chat.snapshot", {}, CEM);
    await plugin.call("chat.channel.delete", { channel, confirm: "#doomed" }, ANN);
    const last = await plugin.call("chat.message.send", { channel: "#general", text: "after it" }, ANN);
    for (let more = true; more;) {
      const changes = await plugin.call("chat.sync", { since: replica.seq, limit: 3 }, BEN);
      assert.deepEqual(changes.messages.filter(({ channelId }: { channelId: string }) => channelId === channel), []);
      replica.sync(changes);
      more = changes.hasMore;
    }
    assert.equal(replica.channels.has(channel), false);
    assert.ok(replica.seq >= last.seq);
    const { gone, deleted } = await plugin.call("chat.sync", { since: seq }, CEM);
    assert.deepEqual([gone, deleted], [isPrivate ? [] : [channel], undefined]);
    // The same by the event that comes while one is there.
    const there = new Replica("ben");
    there.begin({
      seq: 0,
      channels: [{ ...(await plugin.call("chat.channel.get", { channel: "#general" }, BEN)), id: channel }],
    });
    there.event("chat.channel.deleted", { channelId: channel, rev: 5 });
    assert.equal(there.channels.has(channel), false);
  }
});

Deno.test("managers and admins delete a channel by its name; never #general, a direct conversation, or during an import", async () => {
  await using plugin = await start();
  const { id: channel } = await plugin.call("chat.channel.create", { name: "x", members: ["@ben", "@cem"] }, ANN);
  const remove = (who: typeof ANN, params: object = {}) =>
    plugin.call("chat.channel.delete", { channel, confirm: "x", ...params }, who);
  await assert.rejects(remove(BEN), fails("forbidden", "not_manager"));
  await assert.rejects(remove(as("gil", "guest")), /role|not_found|no channel/);
  await assert.rejects(remove(ANN, { confirm: "y" }), fails("invalid_params"));
  await assert.rejects(
    remove(DEE, { channel: "#general", confirm: "general" }),
    fails("precondition_failed", "general_channel"),
  );
  const { id: direct } = await plugin.call("chat.dm.open", { users: ["@ben"] }, ANN);
  await assert.rejects(remove(ANN, { channel: direct, confirm: "Ben" }), fails("precondition_failed", "direct"));
  await plugin.call("chat.channel.set_role", { channel, user: "@ben", role: "manager" }, ANN);
  const first = await remove(BEN, { clientId: "once" });
  assert.deepEqual(await remove(BEN, { clientId: "once" }), first);
});

Deno.test("what is left of a deleted channel goes on going after a restart; what was reported stays with moderators", async () => {
  await using before = await start();
  const { root, channel } = await full(before);
  await before.call("chat.message.report", { id: root.id, reason: "harassment" }, BEN);
  await before.call("chat.channel.delete", { channel, confirm: "doomed" }, ANN);
  await using plugin = await start(before.snapshot());
  using db = await emptied(plugin);
  assert.equal(db.prepare("SELECT count(*) AS n FROM messages WHERE channel_id = ?").get(channel)!.n, 0);
  const [reported] = (await plugin.call("chat.moderation.list", {}, DEE)).items;
  assert.deepEqual([reported.text, reported.place.kind, reported.messageDeleted], ["the moonshot, @ben", "gone", true]);
  const done = await plugin.call("chat.moderation.resolve", { id: reported.id, action: "delete_message" }, DEE);
  assert.equal(done.state, "deleted");
});

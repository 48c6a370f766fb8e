import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { DatabaseSync } from "node:sqlite";
import { type TestPlugin, testPlugin } from "@bulkhead/testing";
import { ANN, as, BEN, CEM, DEE, later, secret, USERS } from "./domain/secret_workspace.ts";
import chat from "./plugin.ts";

const WORKFLOW = { caller: { kind: "workflow" as const, id: "builds", name: "builds" } };

const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });

const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

Deno.test("a workspace has channels, groups, emoji and positions of its own, and the first one is as it was", async () => {
  await using plugin = await start();
  const first = await plugin.call("chat.snapshot", {}, ANN);
  const s = await secret(plugin);
  const inside = await plugin.call("chat.snapshot", { workspaceId: "secret-plans" }, BEN);
  assert.equal(inside.workspace.id, s.id);
  assert.deepEqual(inside.channels.map(({ name }: { name: string }) => name).sort(), ["Ann", "general", "plans"]);
  assert.deepEqual(inside.groups.map(({ id }: { id: string }) => id), [s.group]);
  assert.deepEqual(inside.emoji.map(({ name }: { name: string }) => name), ["moon"]);
  const after = await plugin.call("chat.snapshot", {}, ANN);
  assert.deepEqual(
    after.channels.map(({ id }: { id: string }) => id),
    first.channels.map(({ id }: { id: string }) => id),
  );
  assert.equal(after.seq, first.seq, "nothing happened in the first one");
  assert.deepEqual([after.groups, after.emoji, after.sections, after.drafts, after.scheduled], [[], [], [], [], []]);
  // The same names again, where they mean something else.
  await plugin.call("chat.channel.create", { name: "plans" }, ANN);
  await plugin.call("chat.group.create", { handle: "crew", name: "Others" }, ANN);
  await assert.rejects(
    plugin.call("chat.channel.create", { name: "plans", workspaceId: s.id }, ANN),
    fails("conflict"),
  );
  const found = await plugin.call("chat.search.messages", { query: "moonshot", workspaceId: s.id }, BEN);
  assert.deepEqual(found.items.map(({ message }: { message: { id: string } }) => message.id), [s.message.id]);
  for (const query of ["moonshot", "moonsho", "*oonsho*", "from:@ann", "has:file"]) {
    const { items } = await plugin.call("chat.search.messages", { query }, BEN);
    assert.deepEqual(items, [], query);
  }
  await plugin.call("chat.message.send", { channel: "#general", text: "no moonshot here" }, ANN);
  const outside = await plugin.call("chat.search.messages", { query: "moonshot" }, BEN);
  assert.deepEqual(outside.items.map(({ message }: { message: { text: string } }) => message.text), [
    "no moonshot here",
  ]);
  const list = await plugin.call("chat.workspace.list", {}, BEN);
  assert.deepEqual(
    list.items.map((
      { name, first, member, role, unread, mentions }: Record<string, unknown>,
    ) => [name, first, member, role, unread, mentions]),
    [["General", true, true, "member", 1, 0], ["Secret plans", false, true, "member", 1, 1]],
  );
});

Deno.test("events, mentions, notifications and files of a workspace reach its members only", async () => {
  await using plugin = await start();
  await plugin.relayed();
  const before = plugin.events.length;
  const s = await secret(plugin);
  await plugin.call("chat.message.send", { channel: s.general, text: "@cem @channel @here @crew see" }, ANN);
  await plugin.call("chat.channel.update", { channel: s.general, topic: "t" }, ANN);
  await plugin.call("chat.workspace.update", { id: s.id, description: "d" }, ANN);
  await plugin.relayed();
  const inside = new Set(["ann", "ben"]);
  for (const { type, audience = "" } of plugin.events.slice(before)) {
    if (type === "chat.user.updated") continue;
    assert.match(audience, /^room:/, type);
    const members = plugin.rooms.get(audience.slice(5)) ?? [];
    assert.deepEqual(members.filter((id) => !inside.has(id)), [], `${type} ${audience}`);
  }
  assert.deepEqual((await plugin.call("chat.mention.list", {}, CEM)).items, []);
  assert.deepEqual((await plugin.call("chat.mention.list", {}, BEN)).items, [], "of the first workspace");
  const { items } = await plugin.call("chat.mention.list", { workspaceId: s.id }, BEN);
  assert.deepEqual(items.map(({ kind }: { kind: string }) => kind), ["group", "person"]);
  await assert.rejects(
    plugin.call("chat.channel.add_members", { channel: s.channel, members: ["@cem"] }, ANN),
    fails("not_found", "not_in_workspace"),
  );
  await assert.rejects(
    plugin.call("chat.command.run", { channel: s.channel, text: "/invite @cem" }, ANN),
    fails("not_found", "not_in_workspace"),
  );
  await assert.rejects(
    plugin.call("chat.dm.open", { users: ["@cem"], workspaceId: s.id }, ANN),
    fails("not_found", "not_in_workspace"),
  );
});

Deno.test("who joins an open workspace sees its public channels; who leaves sees nothing of it and keeps nothing of it", async () => {
  await using plugin = await start();
  const s = await secret(plugin);
  await plugin.call("chat.workspace.update", { id: s.id, access: "open" }, ANN);
  const { items } = await plugin.call("chat.workspace.list", {}, CEM);
  assert.deepEqual(items.map(({ name, member }: { name: string; member: boolean }) => [name, member]), [
    ["General", true],
    ["Secret plans", false],
  ]);
  await assert.rejects(plugin.call("chat.message.get", { id: s.message.id }, CEM), fails("not_found"));
  const joined = await plugin.call("chat.workspace.join", { id: s.id }, CEM);
  assert.equal(joined.role, "member");
  assert.equal((await plugin.call("chat.message.get", { id: s.message.id }, CEM)).id, s.message.id);
  const { channels } = await plugin.call("chat.snapshot", { workspaceId: s.id }, CEM);
  assert.deepEqual(channels.map(({ name }: { name: string }) => name), ["general"]);
  await plugin.relayed();
  assert.deepEqual(plugin.rooms.get(s.id), ["ann", "ben", "cem"]);

  await plugin.call("chat.draft.set", { channel: s.general, text: "I" }, CEM);
  await plugin.call("chat.reminder.create", { at: later(), messageId: s.message.id }, CEM);
  await plugin.call("chat.message.schedule", { channel: s.general, text: "I", sendAt: later() }, CEM);
  await plugin.call("chat.saved.add", { id: s.message.id }, CEM);
  await plugin.call("chat.workspace.leave", { id: s.id }, CEM);
  await plugin.relayed();
  for (const room of [s.id, `${s.id}-insiders`, s.general]) {
    assert.deepEqual(plugin.rooms.get(room), ["ann", "ben"], room);
  }
  await assert.rejects(plugin.call("chat.message.get", { id: s.message.id }, CEM), fails("not_found"));
  await assert.rejects(plugin.call("chat.snapshot", { workspaceId: s.id }, CEM), fails("not_found"));
  assert.deepEqual((await plugin.call("chat.reminder.list", {}, CEM)).items, []);
  assert.deepEqual((await plugin.call("chat.saved.list", {}, CEM)).items, []);
});

Deno.test("owners and admins of a workspace set it up, whatever they are on the host; one owner stays", async () => {
  await using plugin = await start();
  const s = await secret(plugin);
  const { id } = s;
  await plugin.call("chat.workspace.add_members", { id, members: ["@dee", "@cem"] }, BEN);
  // The host's owner is a member here like others.
  await assert.rejects(
    plugin.call("chat.workspace.update", { id, name: "Mine" }, DEE),
    fails("forbidden", "not_admin"),
  );
  await assert.rejects(plugin.call("chat.message.delete", { id: s.message.id }, DEE), fails("forbidden", "not_author"));
  await assert.rejects(plugin.call("chat.export.workspace", { workspaceId: id }, DEE), fails("forbidden", "not_admin"));
  await assert.rejects(
    plugin.call("chat.workspace.set_role", { id, user: "@cem", role: "admin" }, BEN),
    fails("forbidden", "not_admin"),
  );
  await plugin.call("chat.workspace.set_role", { id, user: "@cem", role: "admin" }, ANN);
  await assert.rejects(
    plugin.call("chat.workspace.set_role", { id, user: "@ben", role: "owner" }, CEM),
    fails("forbidden", "not_owner"),
  );
  await assert.rejects(
    plugin.call("chat.workspace.remove_member", { id, user: "@ann" }, CEM),
    fails("forbidden", "not_owner"),
  );
  await assert.rejects(plugin.call("chat.workspace.leave", { id }, ANN), fails("precondition_failed", "last_owner"));
  await plugin.call("chat.message.delete", { id: s.message.id }, CEM);
  await plugin.call("chat.workspace.remove_member", { id, user: "@ben" }, CEM);
  await plugin.call("chat.workspace.set_role", { id, user: "@cem", role: "owner" }, ANN);
  await plugin.call("chat.workspace.leave", { id }, ANN);
  const { items } = await plugin.call("chat.workspace.members", { id }, CEM);
  assert.deepEqual(
    items.map(({ user, role }: { user: { id: string }; role: string }) => [user.id, role]),
    [["cem", "owner"], ["dee", "member"]],
  );
  // Of the first workspace the host decides.
  const { items: [first] } = await plugin.call("chat.workspace.list", {}, DEE);
  for (const method of ["leave", "remove_member", "set_role", "add_members"]) {
    const params = { leave: {}, remove_member: { user: "@ben" }, set_role: { user: "@ben", role: "admin" } }[method] ??
      { members: ["@ben"] };
    await assert.rejects(
      plugin.call(`chat.workspace.${method}`, { id: first.id, ...params }, DEE),
      fails("precondition_failed", "first_workspace"),
      method,
    );
  }
  await assert.rejects(
    plugin.call("chat.workspace.delete", { id: first.id, confirm: first.name }, DEE),
    fails("precondition_failed", "first_workspace"),
  );
});

Deno.test("a deleted workspace is gone at once for everybody, then with all that was in it; positions are not given out again", async () => {
  await using plugin = await start();
  const s = await secret(plugin);
  await assert.rejects(
    plugin.call("chat.workspace.delete", { id: s.id, confirm: "secret plans" }, ANN),
    fails("invalid_params"),
  );
  await assert.rejects(
    plugin.call("chat.workspace.delete", { id: s.id, confirm: "Secret plans" }, BEN),
    fails("forbidden", "not_owner"),
  );
  await plugin.relayed();
  const told = plugin.events.length;
  // The host's owner is not in it, and may all the same.
  const { items } = await plugin.call("chat.workspace.list", { all: true }, DEE);
  assert.ok(items.some(({ id, member }: { id: string; member: boolean }) => id === s.id && !member));
  await plugin.call("chat.workspace.delete", { id: s.id, confirm: "Secret plans" }, DEE);
  await plugin.relayed();
  assert.ok(
    plugin.events.slice(told).some(({ type, audience }) =>
      type === "chat.workspace.deleted" && audience === `room:${s.id}`
    ),
  );
  for (const who of [ANN, BEN]) {
    await assert.rejects(plugin.call("chat.message.get", { id: s.message.id }, who), fails("not_found"));
    await assert.rejects(plugin.call("chat.snapshot", { workspaceId: s.id }, who), fails("not_found"));
  }
  const hook = await plugin.hook(s.incoming.path.slice("/hooks/chat/".length), { body: '{"text":"built"}' });
  assert.equal(hook.status, 404);
  await gone(plugin, s);
  const sent = await plugin.call("chat.message.send", { channel: "#general", text: "after" }, ANN);
  assert.ok(sent.seq > s.answer.seq);
  await plugin.call("chat.workspace.create", { name: "Secret plans" }, BEN);
});

/** Waits until nothing of it is left in the database but the empty ids of its channels. */
async function gone(plugin: TestPlugin, { id, message, channel }: Awaited<ReturnType<typeof secret>>): Promise<void> {
  using db = new DatabaseSync(`${plugin.dataDir}/data.db`, { readOnly: true });
  for (let n = 0; n < 300 && db.prepare("SELECT 1 FROM workspaces WHERE id = ?").get(id); n++) {
    await plugin.relayed();
    await new Promise((done) => setTimeout(done, 10));
  }
  assert.equal(db.prepare("SELECT 1 FROM workspaces WHERE id = ?").get(id), undefined);
  assert.equal(db.prepare("SELECT 1 FROM messages WHERE id = ?").get(message.id), undefined);
  const { name, topic } = db.prepare("SELECT name, topic FROM channels WHERE id = ?").get(channel)!;
  assert.deepEqual([name, topic], [channel, ""]);
  for (const table of ["changes", "emoji", "people_groups", "workspace_members", "sections", "imports"]) {
    assert.equal(db.prepare(`SELECT 1 FROM ${table} WHERE workspace_id = ?`).get(id), undefined, table);
  }
  const words = db.prepare("SELECT count(*) AS n FROM search_words WHERE search_words MATCH 'text : moonshot'").get()!;
  assert.equal(words.n, 0);
  for (const table of ["message_files", "drafts", "scheduled", "members", "days", "bookmarks", "outgoing_hooks"]) {
    assert.equal(db.prepare(`SELECT 1 FROM ${table} WHERE channel_id = ?`).get(channel), undefined, table);
  }
  assert.deepEqual(db.prepare("PRAGMA foreign_key_check").all(), []);
}

Deno.test("each workspace is resumed exactly from any position, whatever happens in others meanwhile", async () => {
  await using plugin = await start();
  const s = await secret(plugin);
  const { seq } = await plugin.call("chat.snapshot", { workspaceId: s.id }, BEN);
  const first = await plugin.call("chat.snapshot", {}, BEN);
  for (let n = 0; n < 30; n++) {
    await plugin.call("chat.message.send", { channel: n % 3 ? "#general" : s.channel, text: `m${n}` }, ANN);
  }
  await plugin.call("chat.user.set_status", { text: "busy" }, ANN);
  const texts = async (workspaceId: string | undefined, since: number) => {
    const all: string[] = [], people: string[] = [];
    for (let more = true; more;) {
      const changes = await plugin.call("chat.sync", { since, limit: 4, ...(workspaceId ? { workspaceId } : {}) }, BEN);
      all.push(...changes.messages.map(({ text }: { text: string }) => text));
      people.push(...changes.people.map(({ id }: { id: string }) => id));
      assert.ok(changes.seq >= since);
      since = changes.seq;
      more = changes.hasMore;
    }
    return { all, people };
  };
  const numbers = Array.from({ length: 30 }, (_, n) => n);
  const there = await texts(s.id, seq), here = await texts(undefined, first.seq);
  assert.deepEqual(there.all, numbers.filter((n) => n % 3 === 0).map((n) => `m${n}`));
  assert.deepEqual(here.all, numbers.filter((n) => n % 3 !== 0).map((n) => `m${n}`));
  assert.deepEqual([there.people, here.people], [["ann"], ["ann"]], "a person is the same in both");
  const far = { since: first.seq + 10_000, workspaceId: s.id };
  await assert.rejects(plugin.call("chat.sync", far, BEN), fails("precondition_failed", "resync_required"));
  await assert.rejects(
    plugin.call("chat.sync", { since: 0, workspaceId: s.id }, BEN),
    fails("precondition_failed", "resync_required"),
    "from before it was there",
  );
});

Deno.test("workflows, plugins, commands and webhooks work in a workspace that they were let into", async () => {
  await using plugin = await start();
  const s = await secret(plugin);
  await plugin.call("chat.workspace.add_members", { id: s.id, members: ["workflow:builds"] }, ANN);
  const sent = await plugin.call("chat.message.send", { channel: s.general, text: "built" }, WORKFLOW);
  assert.equal(sent.channelId, s.general);
  const { message } = await plugin.call("chat.command.run", { channel: s.general, text: "/me waves" }, BEN);
  assert.equal(message.text, "_waves_");
  const hook = await plugin.hook(s.incoming.path.slice("/hooks/chat/".length), { body: '{"text":"by hook"}' });
  assert.equal(hook.status, 200);
  await plugin.call("chat.message.forward", { id: s.message.id, channel: "#general" }, BEN);
  const { items } = await plugin.call("chat.message.list", { channel: "#general" }, CEM);
  assert.doesNotMatch(items.at(-1).text, /plans/, "from where it comes is not said in another workspace");
});

Deno.test("a guest of the host sees in a workspace what they were added to", async () => {
  await using plugin = await start();
  const s = await secret(plugin);
  const gil = as("gil", "guest");
  await plugin.call("chat.user.me", {}, gil);
  await plugin.call("chat.workspace.add_members", { id: s.id, members: ["gil"] }, ANN);
  await plugin.relayed();
  assert.deepEqual(plugin.rooms.get(`${s.id}-insiders`), ["ann", "ben"]);
  assert.deepEqual((await plugin.call("chat.snapshot", { workspaceId: s.id }, gil)).channels, []);
  await assert.rejects(plugin.call("chat.channel.get", { channel: s.general }, gil), fails("not_found"));
  await plugin.call("chat.channel.add_members", { channel: s.channel, members: ["gil"] }, ANN);
  assert.equal((await plugin.call("chat.channel.get", { channel: s.channel }, gil)).joined, true);
  const { items } = await plugin.call("chat.workspace.members", { id: s.id }, gil);
  assert.deepEqual(items.map(({ user }: { user: { id: string } }) => user.id), ["ann", "ben", "gil"]);
});

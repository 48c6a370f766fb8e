import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import { ANN, as, BEN, CEM, DEE, later, secret, USERS } from "./domain/secret_workspace.ts";
import chat from "./plugin.ts";

const WORKFLOW = { caller: { kind: "workflow" as const, id: "builds", name: "builds" } };

const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });

const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

Deno.test("ids of a foreign closed workspace are not found, in every family of methods, also for the host's owner", async () => {
  await using plugin = await start();
  const s = await secret(plugin);
  const m = s.message.id, at = later(), workspaceId = s.id;
  const own = (await plugin.call("chat.section.create", { name: "Mine" }, CEM)).id;
  const snippet = (await plugin.call("chat.snippet.save", { name: "plan", text: "the moonshot" }, ANN)).id;
  const said = (await plugin.call("chat.message.send", { channel: "#general", text: "mine" }, CEM)).id;
  const calls: [string, Record<string, unknown>][] = [
    ...["get", "members", "join", "leave", "archive", "unarchive"].map((
      name,
    ): [string, Record<string, unknown>] => [`channel.${name}`, { channel: s.channel }]),
    ["channel.get", { channel: s.general }],
    ["channel.join", { channel: s.general }],
    ["channel.get", { channel: s.direct }],
    ["channel.update", { channel: s.general, topic: "t" }],
    ["channel.convert", { channel: s.channel, private: true }],
    ["channel.add_members", { channel: s.general, members: ["@cem"] }],
    ["channel.remove_member", { channel: s.channel, user: "@ben" }],
    ["channel.set_role", { channel: s.channel, user: "@ben", role: "manager" }],
    ["channel.set_muted", { channel: s.channel, muted: true }],
    ["channel.set_starred", { channel: s.channel, starred: true }],
    ["channel.set_notify", { channel: s.channel, notify: "all" }],
    ["channel.mark_read", { channel: s.channel, seq: 1 }],
    ["channel.mark_unread", { id: m }],
    ["channel.create", { name: "x", workspaceId }],
    ["channel.list", { workspaceId }],
    ["channel.counts", { workspaceId }],
    ["channel.mark_all_read", { workspaceId }],
    ["dm.open", { users: ["@ann"], workspaceId }],
    ["dm.list", { workspaceId }],
    ["dm.close", { channel: s.direct }],
    ["message.send", { channel: s.channel, text: "x" }],
    ["message.send", { channel: s.general, text: "x" }],
    ["message.list", { channel: s.channel }],
    ["message.at", { channel: s.channel, time: "2020-01-01T00:00:00Z" }],
    ...["get", "history", "permalink", "pin", "unpin", "delete", "restore", "read_by", "reactions"].map((
      name,
    ): [string, Record<string, unknown>] => [`message.${name}`, { id: m }]),
    ["message.edit", { id: m, text: "x" }],
    ["message.toggle_react", { id: m, emoji: "👍" }],
    ["message.forward", { id: m, channel: "#general" }],
    ["message.forward", { id: said, channel: s.general }],
    ["message.act", { id: m, action: "ok" }],
    ["message.pins", { channel: s.channel }],
    ["message.typing", { channel: s.general }],
    ["message.schedule", { channel: s.general, text: "x", sendAt: at }],
    ["message.stream.start", { channel: s.general }],
    ["message.stream.append", { id: m, text: "x" }],
    ["message.stream.stop", { id: m }],
    ["thread.get", { id: m }],
    ["thread.follow", { id: m }],
    ["thread.unfollow", { id: m }],
    ["thread.mark_read", { id: m, seq: 1 }],
    ["thread.list", { workspaceId }],
    ["thread.counts", { workspaceId }],
    ["mention.list", { workspaceId }],
    ["draft.set", { channel: s.general, text: "x" }],
    ["draft.list", { workspaceId }],
    ["draft.delete", { channel: s.general }],
    ["snippet.save", { id: snippet, name: "x", text: "x" }],
    ["snippet.delete", { id: snippet }],
    ["saved.add", { id: m }],
    ["saved.complete", { id: m }],
    ["saved.list", { workspaceId }],
    ["reminder.create", { at, messageId: m }],
    ["reminder.cancel", { id: s.reminder }],
    ["scheduled.list", { workspaceId }],
    ["scheduled.cancel", { id: s.scheduled }],
    ["scheduled.send_now", { id: s.scheduled }],
    ["scheduled.update", { id: s.scheduled, text: "x" }],
    ["section.create", { name: "x", workspaceId }],
    ["section.list", { workspaceId }],
    ["section.update", { id: s.section, name: "x" }],
    ["section.delete", { id: s.section }],
    ["section.assign", { channel: s.general, section: own }],
    ["section.assign", { channel: "#general", section: s.section }],
    ["snapshot", { workspaceId }],
    ["sync", { since: 0, workspaceId }],
    ["search.messages", { query: "moonshot", workspaceId }],
    ["search.all", { query: "moonshot", workspaceId }],
    ["search.suggest", { prefix: "p", workspaceId }],
    ["search.files", { query: "plan", workspaceId }],
    ["search.recent", { workspaceId }],
    ["search.remember", { query: "x", workspaceId }],
    ["search.forget", { workspaceId }],
    ["user.list", { workspaceId }],
    ["group.create", { handle: "others", name: "X", workspaceId }],
    ["group.list", { workspaceId }],
    ["group.update", { group: s.group, name: "X" }],
    ["group.update", { group: "@crew", name: "X" }],
    ["group.set_members", { group: s.group, members: [] }],
    ["group.delete", { group: s.group }],
    ["emoji.list", { workspaceId }],
    ["emoji.add_alias", { name: "sun", aliasOf: "moon", workspaceId }],
    ["emoji.add_alias", { name: "sun", aliasOf: "moon" }],
    ["emoji.remove", { name: "moon", workspaceId }],
    ["emoji.remove", { name: "moon" }],
    ["bookmark.list", { channel: s.channel }],
    ["bookmark.add", { channel: s.general, title: "x", url: "https://example.com" }],
    ["bookmark.update", { id: s.bookmark, title: "x" }],
    ["bookmark.remove", { id: s.bookmark }],
    ["bookmark.reorder", { channel: s.channel, ids: [s.bookmark] }],
    ["bookmark.reorder", { channel: "#general", ids: [s.bookmark] }],
    ["file.list", { channel: s.channel }],
    ["file.get", { id: s.file }],
    ["file.delete", { id: s.file }],
    ["command.run", { channel: s.general, text: "/topic x" }],
    ["webhook.incoming.create", { channel: s.general, name: "x" }],
    ["webhook.incoming.revoke", { id: s.incoming.id }],
    ["webhook.outgoing.create", { channel: s.general, name: "x", url: "https://example.com/" }],
    ["webhook.outgoing.delete", { id: s.outgoing }],
    ["webhook.outgoing.deliveries", { id: s.outgoing }],
    ["dav.list", { path: ["~secret-plans"] }],
    ["dav.list", { path: ["~secret-plans", "plans"] }],
    ["dav.read", { path: ["~secret-plans", "plans", "2026-01-01.md"] }],
    ["dav.list", { path: [`@${s.direct}`] }],
    ["dav.list", { path: ["plans"] }],
    ["export.workspace", { workspaceId }],
    ["import.list", { workspaceId }],
    ...["get", "join", "leave", "members", "stats"].map((
      name,
    ): [string, Record<string, unknown>] => [`workspace.${name}`, { id: workspaceId }]),
    ["workspace.update", { id: workspaceId, name: "x" }],
    ["workspace.update", { id: "secret-plans", name: "x" }],
    ["workspace.add_members", { id: workspaceId, members: ["@cem"] }],
    ["workspace.remove_member", { id: workspaceId, user: "@ben" }],
    ["workspace.set_role", { id: workspaceId, user: "@cem", role: "owner" }],
  ];
  for (const who of [CEM, DEE, as("gil", "guest"), WORKFLOW]) {
    for (const [method, params] of calls) {
      await assert.rejects(plugin.call(`chat.${method}`, params, who), (error: RpcError) => {
        // A guest may not call some at all, whatever they name; only people have direct conversations and profiles.
        const never = error.kind === "forbidden" && "role" in who.caller && who.caller.role === "guest";
        assert.ok(error.kind === "not_found" || never, `${method} ${JSON.stringify(params)}: ${error.kind}`);
        return true;
      }, `${method} ${JSON.stringify(params)}`);
    }
  }
  await assert.rejects(plugin.call("chat.file.block", { id: s.file, reason: "x" }, DEE), fails("not_found"));
  await assert.rejects(
    plugin.call("chat.workspace.delete", { id: workspaceId, confirm: "Secret plans" }, CEM),
    fails("not_found"),
  );
  const suggested = await plugin.call("chat.search.suggest", { prefix: "plans" }, CEM);
  assert.deepEqual(suggested.channels, []);
  assert.deepEqual((await plugin.call("chat.webhook.incoming.list", {}, DEE)).items, []);
  assert.deepEqual((await plugin.call("chat.webhook.outgoing.list", {}, DEE)).items, []);
  assert.deepEqual((await plugin.call("chat.channel.counts", { channels: [s.channel, s.general] }, CEM)).items, []);
  const shown = await plugin.call("chat.workspace.list", {}, CEM);
  assert.deepEqual(shown.items.map(({ name }: { name: string }) => name), ["General"]);
  const roots = await plugin.call("chat.dav.list", {}, CEM);
  assert.deepEqual(
    roots.items.map(({ name }: { name: string }) => name).filter((name: string) => name !== "general"),
    [],
  );
  assert.equal(
    (await plugin.call("chat.message.get", { id: m }, BEN)).text,
    "the moonshot @ben",
    "nothing has changed",
  );
});

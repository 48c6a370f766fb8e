import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import { ANN, as, BEN, CEM, USERS } from "./domain/secret_workspace.ts";
import chat from "./plugin.ts";

const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });
// deno-lint-ignore no-explicit-any -- any: results of all methods
type Any = any;

const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

Deno.test("who is muted calls nobody who muted them: no notification, push, mention or unread direct message", async () => {
  await using plugin = await start();
  const { id: channel } = await plugin.call("chat.channel.create", { name: "x", members: ["@ben", "@cem"] }, ANN);
  const { id: direct } = await plugin.call("chat.dm.open", { users: ["@ben"] }, ANN);
  await plugin.call("chat.preferences.set", { preferences: { push: true, notify: "all", keywords: ["deploy"] } }, BEN);
  const root = await plugin.call("chat.message.send", { channel, text: "a thread" }, BEN);
  const counts = async () => {
    const { items } = await plugin.call("chat.channel.counts", { channels: [channel, direct] }, BEN);
    return items.map((
      { channelId, unread, mentions }: Any,
    ) => [channelId === direct ? "direct" : "x", unread, mentions])
      .sort();
  };
  const write = async () => {
    await plugin.call("chat.message.send", { channel, text: "@ben @channel deploy" }, ANN);
    await plugin.call("chat.message.send", { channel: direct, text: "are you there" }, ANN);
    await plugin.call("chat.message.send", { channel, text: "@ben", threadId: root.id }, ANN);
    await plugin.relayed();
  };
  const told = () =>
    plugin.events.filter(({ type, audience }) => type === "chat.notification.created" && audience === "room:user-ben")
      .length;

  await write();
  assert.deepEqual([told(), plugin.pushes.length], [3, 3]);
  assert.deepEqual(await counts(), [["direct", 1, 1], ["x", 1, 1]]);
  await plugin.call("chat.user.mute", { user: "@ann" }, BEN);
  assert.deepEqual(await counts(), [["direct", 0, 0], ["x", 1, 0]], "what came before counts by it as well");
  await write();
  assert.deepEqual([told(), plugin.pushes.length], [3, 3], "nothing more");
  assert.deepEqual(await counts(), [["direct", 0, 0], ["x", 2, 0]]);
  assert.deepEqual((await plugin.call("chat.mention.list", {}, BEN)).items, []);
  assert.equal((await plugin.call("chat.thread.counts", {}, BEN)).mentions, 0);
  const { items: workspaces } = await plugin.call("chat.workspace.list", {}, BEN);
  assert.deepEqual([workspaces[0].unread, workspaces[0].mentions], [2, 0]);
  // Others are called as before, and so is he by others; the messages are there.
  assert.equal((await plugin.call("chat.mention.list", {}, CEM)).items.length, 2);
  await plugin.call("chat.message.send", { channel, text: "@ben" }, CEM);
  await plugin.relayed();
  assert.equal(told(), 4);
  assert.equal((await plugin.call("chat.message.list", { channel: direct }, BEN)).items.length, 2);

  await plugin.call("chat.user.unmute", { user: "@ann" }, BEN);
  assert.deepEqual(await counts(), [["direct", 2, 2], ["x", 3, 3]]);
});

Deno.test("a mention by somebody muted makes nobody follow its thread; what waited for a device is let fall", async () => {
  await using plugin = await start();
  const { id: channel } = await plugin.call("chat.channel.create", { name: "x", members: ["@ben"] }, ANN);
  const root = await plugin.call("chat.message.send", { channel, text: "a thread" }, ANN);
  await plugin.call("chat.preferences.set", { preferences: { push: true } }, BEN);
  await plugin.call("chat.presence.ping", {}, BEN);
  await plugin.call("chat.message.send", { channel, text: "@ben" }, ANN);
  await plugin.relayed();
  assert.equal(plugin.pushes.length, 0, "he is at a page: it waits");
  await plugin.call("chat.user.mute", { user: "@ann" }, BEN);
  await plugin.call("chat.message.send", { channel, text: "@ben again", threadId: root.id }, ANN);
  assert.deepEqual((await plugin.call("chat.thread.list", {}, BEN)).items, []);
  const real = Date.now;
  try {
    Date.now = () => real() + 100_000;
    await plugin.due("push");
  } finally {
    Date.now = real;
  }
  await plugin.relayed();
  assert.equal(plugin.pushes.length, 0);
});

Deno.test("whom one has muted is one's own matter, the same on all devices", async () => {
  await using plugin = await start();
  const { seq } = await plugin.call("chat.snapshot", {}, BEN);
  await plugin.relayed();
  const before = plugin.events.length;
  const muted = await plugin.call("chat.user.mute", { user: "@ann" }, BEN);
  assert.deepEqual(await plugin.call("chat.user.mute", { user: "ann" }, BEN), muted, "again changes nothing");
  await plugin.relayed();
  assert.deepEqual(plugin.events.slice(before).map(({ type, audience }) => [type, audience]), [
    ["chat.mute.changed", "room:user-ben"],
  ]);
  assert.deepEqual((await plugin.call("chat.sync", { since: seq }, BEN)).muted, [muted]);
  assert.equal((await plugin.call("chat.sync", { since: seq }, ANN)).muted, undefined);
  assert.deepEqual((await plugin.call("chat.snapshot", {}, BEN)).muted, [muted]);
  assert.deepEqual((await plugin.call("chat.snapshot", {}, ANN)).muted, []);
  await plugin.call("chat.user.unmute", { user: "@ann" }, BEN);
  assert.deepEqual((await plugin.call("chat.snapshot", {}, BEN)).muted, []);
  await assert.rejects(
    plugin.call("chat.user.mute", { user: "@ben" }, BEN),
    fails("precondition_failed", "own_account"),
  );
  await assert.rejects(plugin.call("chat.user.mute", { user: "@nobody" }, BEN), fails("not_found"));
  await assert.rejects(plugin.call("chat.user.mute", { user: "@ann" }, as("gil", "guest")), fails("not_found"));
  const workflow = { caller: { kind: "workflow" as const, id: "builds", name: "builds" } };
  await assert.rejects(plugin.call("chat.user.mute", { user: "@ann" }, workflow), fails("forbidden", "not_a_person"));
});

import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testHost, type TestPlugin, testPlugin } from "@bulkhead/testing";
import { ANN, as, BEN, CEM, DEE, USERS } from "./domain/secret_workspace.ts";
import chat from "./plugin.ts";

const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });
// deno-lint-ignore no-explicit-any -- any: results of all methods
type Any = any;

const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

/** A private channel of Ann and Ben in the first workspace, which Dee owns and is not in. */
async function withSecret(plugin: TestPlugin) {
  const { id: channel } = await plugin.call("chat.channel.create", {
    name: "plans",
    private: true,
    members: ["@ben"],
  }, ANN);
  const file = plugin.upload({ name: "photo.png", content: "p", type: "image/png", owner: "ann" }).id;
  const bad = await plugin.call("chat.message.send", { channel, text: "you fool @ben", files: [file] }, ANN);
  await plugin.call("chat.message.send", { channel, text: "another secret" }, ANN);
  return { channel, bad };
}

Deno.test("a member reports a message once; moderators see it as it was, and of a private channel nothing else", async () => {
  await using plugin = await start();
  const { channel, bad } = await withSecret(plugin);
  const params = { id: bad.id, reason: "harassment", comment: "Again" };
  const first = await plugin.call("chat.message.report", params, BEN);
  assert.equal(first.reason, "harassment");
  const again = await plugin.call("chat.message.report", { id: bad.id, reason: "spam" }, BEN);
  assert.deepEqual(again, first, "once per person and message");
  // Its author changes and deletes it: what was reported stays as it was.
  await plugin.call("chat.message.edit", { id: bad.id, text: "you friend" }, ANN);
  await plugin.call("chat.message.delete", { id: bad.id }, ANN);

  const { items } = await plugin.call("chat.moderation.list", {}, DEE);
  assert.equal(items.length, 1);
  const [{ id, sentAt: _, reports, ...rest }] = items;
  assert.deepEqual(rest, {
    state: "open",
    author: { id: "ann", name: "Ann", kind: "human" },
    text: "you fool @ben",
    files: [{ name: "photo.png", type: "image/png", sizeBytes: 1 }],
    place: { kind: "channel", private: true },
    messageDeleted: true,
    reportCount: 1,
  });
  assert.deepEqual([reports[0].user.id, reports[0].reason, reports[0].comment], ["ben", "harassment", "Again"]);
  const told = JSON.stringify(items);
  for (const hidden of [channel, bad.id, "plans", "another secret"]) assert.ok(!told.includes(hidden), hidden);
  for (
    const [method, asked] of [
      ["message.get", { id: bad.id }],
      ["message.list", { channel }],
      ["channel.get", { channel }],
      ["message.restore", { id: bad.id }],
    ] as const
  ) {
    await assert.rejects(plugin.call(`chat.${method}`, asked, DEE), fails("not_found"), method);
  }
  const resolved = await plugin.call("chat.moderation.resolve", { id, action: "delete_message", note: "Warned" }, DEE);
  assert.deepEqual([resolved.state, resolved.note, resolved.resolvedBy.id], ["deleted", "Warned", "dee"]);
  await assert.rejects(
    plugin.call("chat.moderation.resolve", { id, action: "dismiss" }, DEE),
    fails("conflict", "resolved"),
  );
});

Deno.test("taking a reported message down deletes it for everybody; later reports of a dismissed one are new", async () => {
  await using plugin = await start();
  const { bad } = await withSecret(plugin);
  await plugin.call("chat.message.report", { id: bad.id, reason: "spam" }, BEN);
  const [{ id }] = (await plugin.call("chat.moderation.list", {}, DEE)).items;
  await plugin.call("chat.moderation.resolve", { id, action: "delete_message" }, DEE);
  const gone = await plugin.call("chat.message.get", { id: bad.id }, BEN);
  assert.ok(gone.deletedAt && gone.text === "");
  await assert.rejects(plugin.call("chat.message.restore", { id: bad.id }, ANN), fails("forbidden", "not_author"));
  await assert.rejects(
    plugin.call("chat.message.report", { id: bad.id, reason: "spam" }, as("eve", "guest")),
    fails("not_found"),
  );

  const { id: loud } = await plugin.call("chat.message.send", { channel: "#general", text: "BUY" }, CEM);
  await plugin.call("chat.message.report", { id: loud, reason: "spam" }, BEN);
  const [open] = (await plugin.call("chat.moderation.list", {}, DEE)).items;
  assert.deepEqual([open.place.name, open.place.messageId], ["general", loud]);
  await plugin.call("chat.message.edit", { id: loud, text: "BUY NOW" }, CEM);
  await plugin.call("chat.message.report", { id: loud, reason: "other", comment: "Loud" }, ANN);
  const [both] = (await plugin.call("chat.moderation.list", {}, DEE)).items;
  assert.deepEqual([both.id, both.reportCount, both.text, both.reports.map(({ text }: Any) => text)], [
    open.id,
    2,
    "BUY",
    [undefined, "BUY NOW"],
  ]);
  await plugin.call("chat.moderation.resolve", { id: open.id, action: "dismiss", note: "It is fine" }, DEE);
  assert.equal((await plugin.call("chat.message.get", { id: loud }, BEN)).text, "BUY NOW");
  assert.deepEqual((await plugin.call("chat.moderation.list", {}, DEE)).items, []);
  await plugin.call("chat.message.report", { id: loud, reason: "spam" }, BEN);
  assert.deepEqual((await plugin.call("chat.moderation.list", {}, DEE)).items, [], "who reported it has had an answer");
  await plugin.call("chat.message.report", { id: loud, reason: "spam" }, DEE);
  const states = async (filter: string) =>
    (await plugin.call("chat.moderation.list", { filter }, DEE)).items.map(({ state }: Any) => state);
  assert.deepEqual(await states("open"), ["open"]);
  assert.deepEqual(await states("resolved"), ["dismissed", "deleted"]);
  const page = await plugin.call("chat.moderation.list", { filter: "all", limit: 2 }, DEE);
  assert.deepEqual(page.items.map(({ state }: Any) => state), ["open", "dismissed"]);
  const rest = await plugin.call("chat.moderation.list", { filter: "all", limit: 2, cursor: page.nextCursor }, DEE);
  assert.deepEqual([rest.items.map(({ state }: Any) => state), rest.nextCursor], [["deleted"], undefined]);
});

Deno.test("only moderators of its workspace see the queue, and nobody the reports of their own messages", async () => {
  await using plugin = await start();
  const { id: workspaceId } = await plugin.call("chat.workspace.create", { name: "Team" }, ANN);
  await plugin.call("chat.workspace.add_members", { id: workspaceId, members: ["@ben", "@cem"] }, ANN);
  const { items } = await plugin.call("chat.channel.list", { workspaceId }, ANN);
  const channel = items[0].id;
  const own = await plugin.call("chat.message.send", { channel, text: "by the owner" }, ANN);
  const other = await plugin.call("chat.message.send", { channel, text: "by a member" }, BEN);
  for (const { id } of [own, other]) await plugin.call("chat.message.report", { id, reason: "spam" }, CEM);
  const listed = async (who: typeof ANN) =>
    (await plugin.call("chat.moderation.list", { workspaceId }, who)).items.map(({ text }: Any) => text);
  assert.deepEqual(await listed(ANN), ["by a member"]);
  assert.equal((await plugin.call("chat.snapshot", { workspaceId }, ANN)).moderation.open, 1);
  assert.equal((await plugin.call("chat.snapshot", { workspaceId }, BEN)).moderation, undefined);
  await assert.rejects(listed(BEN), fails("forbidden", "not_admin"));
  await assert.rejects(listed(DEE), fails("not_found"), "an owner of the host is not in it");
  const { seq } = await plugin.call("chat.snapshot", { workspaceId }, CEM);
  await plugin.call("chat.workspace.set_role", { id: workspaceId, user: "@cem", role: "admin" }, ANN);
  assert.deepEqual(await listed(CEM), ["by a member", "by the owner"]);
  assert.equal((await plugin.call("chat.sync", { workspaceId, since: seq }, CEM)).moderation.open, 2);
  const [, reported] = (await plugin.call("chat.moderation.list", { workspaceId }, CEM)).items;
  for (const who of [ANN, BEN, DEE]) {
    const asked = plugin.call("chat.moderation.resolve", { id: reported.id, action: "dismiss" }, who);
    await assert.rejects(asked, fails("not_found"));
  }
  await assert.rejects(
    plugin.call("chat.message.report", { id: own.id, reason: "spam" }, ANN),
    fails("precondition_failed", "own_message"),
  );
  await assert.rejects(plugin.call("chat.message.report", { id: own.id, reason: "spam" }, DEE), fails("not_found"));
  for (const params of [{ reason: "boring" }, { reason: "other" }, { reason: "spam", comment: "x".repeat(1_001) }]) {
    await assert.rejects(plugin.call("chat.message.report", { id: own.id, ...params }, BEN), fails("invalid_params"));
  }
});

Deno.test("moderators hear that something waits, others hear and are told nothing, and clients resume with the count", async () => {
  await using plugin = await start();
  const { id: workspaceId } = await plugin.call("chat.workspace.create", { name: "Team" }, ANN);
  await plugin.call("chat.workspace.add_members", { id: workspaceId, members: ["@ben", "@cem"] }, ANN);
  const channel = (await plugin.call("chat.channel.list", { workspaceId }, ANN)).items[0].id;
  const message = await plugin.call("chat.message.send", { channel, text: "bad" }, BEN);
  const general = await plugin.call("chat.message.send", { channel: "#general", text: "bad" }, BEN);
  const { seq } = await plugin.call("chat.snapshot", { workspaceId }, ANN);
  await plugin.relayed();
  const before = plugin.events.length;
  await plugin.call("chat.message.report", { id: message.id, reason: "spam", comment: "hush" }, CEM);
  await plugin.call("chat.message.report", { id: general.id, reason: "spam", comment: "hush" }, CEM);
  await plugin.relayed();
  const told = plugin.events.slice(before);
  assert.deepEqual(told.map(({ type, audience }) => [type, audience]), [
    ["chat.moderation.changed", `room:${workspaceId}-moderators`],
    ["chat.moderation.changed", "role:admin"],
  ]);
  assert.deepEqual(plugin.rooms.get(`${workspaceId}-moderators`), ["ann"]);
  assert.ok(!/hush|cem/.test(JSON.stringify(told.map(({ data }) => data))), "nothing of who and why");
  const asked = { workspaceId, since: seq };
  assert.deepEqual((await plugin.call("chat.sync", asked, ANN)).moderation, { open: 1 });
  for (const who of [BEN, CEM]) {
    const changes = await plugin.call("chat.sync", asked, who);
    assert.deepEqual([changes.moderation, changes.messages, changes.channels], [undefined, [], []]);
  }
});

Deno.test("what moderators keep goes with the rules of how long messages are kept, and with the workspace", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.message.send", { channel: "#general", text: "old" }, CEM);
  await plugin.call("chat.message.report", { id, reason: "spam" }, BEN);
  await plugin.settings({ settings: { retentionDays: 0.000_000_01 } });
  await new Promise((done) => setTimeout(done, 5));
  await plugin.due("tidy");
  assert.deepEqual((await plugin.call("chat.moderation.list", { filter: "all" }, DEE)).items, []);
});

Deno.test("in the host: a report reaches the owner and nobody else, and the audit log has who did what, without why", async () => {
  await using host = await testHost({ folders: [], plugins: ["chat"] });
  const { id } = await host.call("chat.message.send", { channel: "#general", text: "buy" }, { as: "carol" });
  await host.call("chat.message.report", { id, reason: "spam", comment: "hush hush" }, { as: "bob" });
  const changed = (await host.events("chat.moderation.changed"))[0]!;
  assert.deepEqual([changed.data.state, changed.audience], ["open", "role:admin"]);
  await assert.rejects(host.call("chat.moderation.list", {}, { as: "carol" }), /owners and admins/);
  const resolve = { id: changed.data.id, action: "dismiss" };
  await assert.rejects(host.call("chat.moderation.resolve", resolve, { as: "carol" }), /no reported message/);
  await host.call("chat.moderation.resolve", { ...resolve, note: "a joke" });
  const { items } = await host.call("host.audit.list", { limit: 50 });
  const logged = items.filter(({ method }: { method: string }) => /report|moderation/.test(method));
  const found = logged.map(({ method, outcome, target }: Any) => [method, outcome, target?.id]);
  assert.deepEqual(found.filter(([method]: string[]) => method === "chat.message.report"), [
    ["chat.message.report", "allowed", id],
  ]);
  assert.ok(
    found.some(([method, outcome, of]: string[]) =>
      method === "chat.moderation.resolve" && outcome === "allowed" && of === changed.data.id
    ),
  );
  assert.ok(!/hush|a joke/.test(JSON.stringify(logged)));
});

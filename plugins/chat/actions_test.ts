import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";

const as = (handle: string, role: "owner" | "admin" | "member" | "guest" = "member") => ({
  caller: { id: `user-${handle}`, name: handle[0]!.toUpperCase() + handle.slice(1), role },
});
const ALICE = as("alice", "owner"), BOB = as("bob"), CAROL = as("carol");
const WORKFLOW = { caller: { kind: "workflow" as const, id: "on-call", name: "on-call" } };
const ACTIONS = [
  { id: "ack", label: "Acknowledge", style: "primary", value: "pager-7", comment: true },
  { id: "pass", label: "Pass on", confirm: "Wake the next person?" },
];

async function start() {
  const plugin = await testPlugin(chat, { id: "chat" });
  for (const who of [ALICE, BOB, CAROL]) await plugin.call("chat.channel.list", {}, who);
  return plugin;
}

const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

Deno.test("a button is pressed once: the message says who it was, and the press is told with its value and comment", async () => {
  await using plugin = await start();
  const sent = await plugin.call(
    "chat.message.send",
    { channel: "#general", text: "Fire", actions: ACTIONS },
    WORKFLOW,
  );
  assert.deepEqual(sent.actions, ACTIONS);
  const press = { id: sent.id, action: "ack", comment: " on it ", clientId: "c1" };
  const pressed = await plugin.call("chat.message.act", press, BOB);
  const { at, ...acted } = pressed.acted;
  const user = { id: "user-bob", name: "Bob" };
  assert.deepEqual(acted, { action: "ack", label: "Acknowledge", user, comment: "on it" });
  assert.deepEqual(await plugin.call("chat.message.act", press, BOB), pressed, "the same press again");
  for (
    const [who, again] of [[BOB, { ...press, clientId: "c2" }], [CAROL, press], [CAROL, {
      id: sent.id,
      action: "pass",
    }]]
  ) {
    await assert.rejects(plugin.call("chat.message.act", again, who as typeof BOB), (error: RpcError) => {
      assert.equal(error.message, "Bob has answered this already: Acknowledge");
      return fails("conflict", "answered")(error);
    });
  }
  await plugin.relayed();
  const told = plugin.events.filter(({ type }) => type === "chat.message.acted");
  assert.deepEqual(told.map(({ data, audience }) => ({ data, audience })), [{
    data: {
      messageId: sent.id,
      channelId: sent.channelId,
      action: "ack",
      label: "Acknowledge",
      value: "pager-7",
      comment: "on it",
      user: "user-bob",
      userName: "Bob",
      actedAt: at,
      rev: pressed.rev,
    },
    audience: `room:${sent.channelId}`,
  }]);
});

Deno.test("only members press, only what is there, and a comment only where one is asked for", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.channel.create", { name: "ops" }, ALICE);
  const sent = await plugin.call("chat.message.send", { channel: id, text: "Fire", actions: ACTIONS }, WORKFLOW);
  const act = (action: string, who = ALICE, more = {}) =>
    plugin.call("chat.message.act", { id: sent.id, action, ...more }, who);
  await assert.rejects(act("ack", BOB), fails("forbidden", "not_member"));
  await assert.rejects(act("ack", as("gast", "guest")), fails("not_found"));
  await assert.rejects(
    plugin.call("chat.message.act", { id: sent.id, action: "ack" }, WORKFLOW),
    fails("forbidden", "not_member"),
  );
  await assert.rejects(act("nack"), (error: RpcError) => {
    assert.deepEqual([error.data.path, error.data.hint], ["/action", 'It has "ack", "pass"']);
    return fails("not_found")(error);
  });
  await assert.rejects(act("pass", ALICE, { comment: "why" }), fails("invalid_params"));
  await plugin.call("chat.channel.archive", { channel: id }, ALICE);
  await assert.rejects(act("ack"), fails("precondition_failed", "archived"));
});

Deno.test("the sender takes buttons away or puts others there; nobody else does", async () => {
  await using plugin = await start();
  const send = () =>
    plugin.call("chat.message.send", { channel: "#general", text: "Fire", actions: ACTIONS }, WORKFLOW);
  const edit = (id: string, change: object, who: object = WORKFLOW) =>
    plugin.call("chat.message.edit", { id, ...change }, who);
  const first = await send();
  await assert.rejects(edit(first.id, { actions: [] }, ALICE), fails("forbidden", "not_author"));
  await plugin.call("chat.message.act", { id: first.id, action: "ack" }, BOB);
  const without = await edit(first.id, { actions: [] });
  assert.deepEqual([without.actions, without.acted.user.name, without.editedAt], [undefined, "Bob", undefined]);
  const other = await edit(first.id, { text: "Smoke", actions: [{ id: "ok", label: "OK" }] });
  assert.deepEqual([other.acted, other.actions.length, other.text], [undefined, 1, "Smoke"]);
  await plugin.call("chat.message.act", { id: first.id, action: "ok" }, CAROL);

  const second = await send();
  await edit(second.id, { actions: [] });
  await assert.rejects(
    plugin.call("chat.message.act", { id: second.id, action: "ack" }, BOB),
    (error: RpcError) => error.data.hint === "Its sender has taken its buttons away",
  );
  await assert.rejects(edit(second.id, {}), fails("invalid_params"));
  await plugin.relayed();
  const edits = plugin.events.filter(({ type }) => type === "chat.message.edited").length;
  await edit(second.id, { actions: [] });
  await plugin.relayed();
  assert.equal(plugin.events.filter(({ type }) => type === "chat.message.edited").length, edits, "no change, no event");
  const gone = await plugin.call("chat.message.delete", { id: first.id }, ALICE);
  assert.deepEqual([gone.actions, gone.acted], [undefined, undefined]);
  await assert.rejects(
    plugin.call("chat.message.act", { id: first.id, action: "ok" }, BOB),
    fails("precondition_failed", "tombstoned"),
  );
});

Deno.test("buttons have limits, and say what they are", async () => {
  await using plugin = await start();
  const button = (more: object) => [{ id: "a", label: "A", ...more }];
  const refused: [unknown, string, RegExp][] = [
    [Array.from({ length: 11 }, (_, n) => ({ id: `a${n}`, label: "A" })), "/actions", /at most 10 buttons/],
    [[{ id: "a", label: "A" }, { id: "a", label: "B" }], "/actions", /an id of its own/],
    [button({ id: "a b" }), "/actions/0/id", /letters, digits/],
    [button({ label: "x".repeat(76) }), "/actions/0/label", /at most 75/],
    [button({ label: " " }), "/actions/0/label", /needs some text/],
    [button({ label: "Reject\u202eevorppA" }), "/actions/0/label", /one line of plain text/],
    [button({ label: "a\nb" }), "/actions/0/label", /one line of plain text/],
    [button({ value: "x".repeat(2_001) }), "/actions/0/value", /2000/],
    [button({ style: "loud" }), "/actions/0/style", /primary/],
  ];
  for (const [actions, path, message] of refused) {
    await assert.rejects(
      plugin.call("chat.message.send", { channel: "#general", text: "x", actions }, BOB),
      (error: RpcError) => {
        assert.deepEqual([error.kind, error.data.path], ["invalid_params", path]);
        assert.match(error.message, message);
        return true;
      },
    );
  }
});

Deno.test("someone new is told once, and nobody who was there before chat", async () => {
  const users = [{ id: "user-alice", handle: "alice", name: "Alice", role: "owner", disabled: false }];
  await using plugin = await testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: users }) } });
  await plugin.call("chat.channel.list", {}, ALICE);
  await plugin.call("chat.channel.list", {}, BOB);
  await plugin.call("chat.channel.list", {}, as("bob", "admin"));
  await plugin.relayed();
  assert.deepEqual(plugin.events.filter(({ type }) => type === "chat.member.joined").map(({ data }) => data), [
    { userId: "user-bob", name: "Bob", role: "member" },
  ]);
});

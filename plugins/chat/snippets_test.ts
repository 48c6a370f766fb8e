import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { type TestPlugin, testPlugin } from "@bulkhead/testing";
import { ANN, BEN, CEM, USERS } from "./domain/secret_workspace.ts";
import chat from "./plugin.ts";

const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });

const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

/** What was told under one type, with whom it was for. */
async function told(plugin: TestPlugin, type: string) {
  await plugin.relayed();
  return plugin.events.filter((event) => event.type === type)
    // deno-lint-ignore no-explicit-any -- any: data of whichever type was asked for
    .map(({ data, audience }) => ({ data: data as any, audience }));
}

Deno.test("a snippet is its person's alone, on all of their devices, also on one that was away", async () => {
  await using plugin = await start();
  const { seq } = await plugin.call("chat.snapshot", {}, BEN);
  const saved = await plugin.call("chat.snippet.save", { name: " Thanks ", text: "Thank *you*" }, BEN);
  assert.deepEqual([saved.name, saved.text], ["thanks", "Thank *you*"]);
  assert.deepEqual((await plugin.call("chat.snippet.list", {}, BEN)).items, [saved]);
  assert.deepEqual((await plugin.call("chat.snippet.list", {}, CEM)).items, []);
  const [event] = await told(plugin, "chat.snippet.changed");
  assert.equal(event!.audience, "room:user-ben");
  assert.deepEqual([event!.data.state, event!.data.snippet], ["set", saved]);
  const changes = await plugin.call("chat.sync", { since: seq }, BEN);
  assert.deepEqual([changes.snippets, changes.snippetsGone], [[saved], []]);
  assert.deepEqual((await plugin.call("chat.sync", { since: seq }, CEM)).snippets, []);
  await assert.rejects(plugin.call("chat.snippet.delete", { id: saved.id }, CEM), fails("not_found"));
  await assert.rejects(
    plugin.call("chat.snippet.save", { id: saved.id, name: "mine", text: "x" }, CEM),
    fails("not_found"),
  );
  await plugin.call("chat.snippet.delete", { id: saved.id }, BEN);
  const after = await plugin.call("chat.sync", { since: changes.seq }, BEN);
  assert.deepEqual([after.snippets, after.snippetsGone], [[], [saved.id]]);
});

Deno.test("names of snippets are one word and each person's own, and there are not endlessly many", async () => {
  await using plugin = await start();
  const save = (name: string, more: Record<string, unknown> = {}, who = BEN) =>
    plugin.call("chat.snippet.save", { name, text: "x", ...more }, who);
  for (const name of ["", "two words", "a/b", "-x", "x".repeat(41), "a\u202eb", "<b>"]) {
    await assert.rejects(save(name), fails("invalid_params"), name);
  }
  for (const text of ["", "  \n", "x".repeat(4_001), "a\0b"]) {
    await assert.rejects(save("ok", { text }), fails("invalid_params"));
  }
  const { id } = await save("grüße");
  await assert.rejects(save("GRÜSSE".toLowerCase().replace("ss", "ß")), fails("conflict"));
  await save("grüße", {}, CEM);
  await save("grüße", { id, text: "changed" });
  const other = await save("other");
  await assert.rejects(save("grüße", { id: other.id }), fails("conflict"));
  const twice = { clientId: "k1" };
  assert.equal((await save("once", twice)).id, (await save("once", twice)).id);
  for (let n = 3; n < 100; n++) await save(`n${n}`);
  await assert.rejects(save("one-more"), fails("precondition_failed", "too_many"));
  await save("grüße", { id, text: "still changed" });
});

Deno.test("searches are kept when they are done, each once, twenty at most, for their person and workspace alone", async () => {
  await using plugin = await start();
  const { id: workspaceId } = await plugin.call("chat.workspace.create", { name: "Second" }, BEN);
  const queries = async (who = BEN, params = {}) =>
    (await plugin.call("chat.search.recent", params, who)).items.map(({ query }: { query: string }) => query);
  await plugin.call("chat.search.messages", { query: "passing by" }, BEN);
  assert.deepEqual(await queries(), [], "a search alone keeps nothing");
  for (const query of ["deploy", "in:#general  cake ", "Deploy"]) {
    await plugin.call("chat.search.remember", { query }, BEN);
  }
  assert.deepEqual(await queries(), ["Deploy", "in:#general cake"]);
  assert.deepEqual(await queries(CEM), []);
  assert.deepEqual(await queries(BEN, { workspaceId }), []);
  const events = await told(plugin, "chat.search.changed");
  assert.deepEqual(new Set(events.map((event) => event.audience)), new Set(["room:user-ben"]));
  for (let n = 0; n < 25; n++) await plugin.call("chat.search.remember", { query: `q${n}` }, BEN);
  assert.deepEqual([(await queries()).length, (await queries())[0], (await queries()).at(-1)], [20, "q24", "q5"]);
  await plugin.call("chat.search.forget", { query: "Q24" }, BEN);
  assert.equal((await queries())[0], "q23");
  await plugin.call("chat.search.remember", { query: "elsewhere", workspaceId }, BEN);
  await plugin.call("chat.search.forget", {}, BEN);
  assert.deepEqual([await queries(), await queries(BEN, { workspaceId })], [[], ["elsewhere"]]);
  // Who has left a workspace leaves nothing there that says what they looked for.
  await plugin.call("chat.workspace.add_members", { id: workspaceId, members: ["@ann"] }, BEN);
  await plugin.call("chat.search.remember", { query: "secret", workspaceId }, ANN);
  await plugin.call("chat.workspace.leave", { id: workspaceId }, ANN);
  await plugin.call("chat.workspace.add_members", { id: workspaceId, members: ["@ann"] }, BEN);
  assert.deepEqual(await queries(ANN, { workspaceId }), []);
  for (const query of ["", " ", "x".repeat(501), "a\nb"]) {
    await assert.rejects(plugin.call("chat.search.remember", { query }, BEN), fails("invalid_params"));
  }
});

Deno.test("presence of some people is asked for at once, and a draft is thrown away everywhere", async () => {
  await using plugin = await start();
  await plugin.call("chat.user.set_presence", { presence: "dnd" }, BEN);
  await plugin.call("chat.presence.ping", {}, ANN);
  const { presence } = await plugin.call("chat.user.presence", { ids: ["ann", "ben", "dee", "nobody"] }, CEM);
  assert.deepEqual(presence, { ann: "active", ben: "dnd", dee: "away" });
  const guest = { caller: { id: "gil", name: "Gil", role: "guest" as const } };
  assert.deepEqual((await plugin.call("chat.user.presence", { ids: ["ann"] }, guest)).presence, {});
  const many = Array.from({ length: 201 }, (_, n) => `u${n}`);
  await assert.rejects(plugin.call("chat.user.presence", { ids: many }, CEM), fails("invalid_params"));

  const { channelId, rev } = await plugin.call("chat.draft.set", { channel: "#general", text: "I th" }, BEN);
  const gone = await plugin.call("chat.draft.delete", { channel: "#general" }, BEN);
  assert.ok(gone.rev > rev && gone.text === "");
  assert.deepEqual((await plugin.call("chat.draft.list", {}, BEN)).items, []);
  const drafts = await told(plugin, "chat.draft.saved");
  assert.deepEqual(drafts.at(-1), { audience: "room:user-ben", data: { userId: "ben", ...gone } });
  const { drafts: synced } = await plugin.call("chat.sync", { since: rev }, BEN);
  assert.deepEqual([synced[0].channelId, synced[0].text], [channelId, ""]);
});

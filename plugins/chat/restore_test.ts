import { DatabaseSync } from "node:sqlite";
import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";

const USERS = ["ann", "ben"].map((handle) => ({ id: handle, handle, name: handle, role: "member", disabled: false }));
const ANN = { caller: { id: "ann", name: "ann" } }, BEN = { caller: { id: "ben", name: "ben" } };
const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });

Deno.test("a deletion taken back leaves everything as it was: text, files, reactions, pin, mentions, what is found", async () => {
  await using plugin = await start();
  const file = plugin.upload({ name: "plan.txt", content: "plan", type: "text/plain", owner: "ann" });
  const { id } = await plugin.call(
    "chat.message.send",
    { channel: "#general", text: "@ben the plan", files: [file.id] },
    ANN,
  );
  await plugin.call("chat.message.edit", { id, text: "@ben the new plan" }, ANN);
  await plugin.call("chat.message.toggle_react", { id, emoji: "👍" }, BEN);
  await plugin.call("chat.message.pin", { id }, BEN);
  await plugin.call("chat.saved.add", { id }, BEN);
  const state = async () => {
    const { rev: _, ...message } = await plugin.call("chat.message.get", { id }, BEN);
    const found = await plugin.call("chat.search.messages", { query: "plan" }, BEN);
    const history = await plugin.call("chat.message.history", { id }, BEN).catch(() => undefined);
    const mentions = await plugin.call("chat.mention.list", {}, BEN);
    const saved = await plugin.call("chat.saved.list", {}, BEN);
    const files = await plugin.call("chat.file.list", { channel: "#general" }, BEN);
    return {
      message,
      found: found.items.length,
      history,
      mentions: mentions.items.length,
      saved: saved.items.length,
      files,
    };
  };
  const before = await state();
  const gone = await plugin.call("chat.message.delete", { id }, ANN);
  assert.ok(gone.undoMs > 20_000 && gone.undoMs <= 30_000, `${gone.undoMs} ms`);
  const listed = async (who: typeof ANN) => {
    const { items } = await plugin.call("chat.message.list", { channel: "#general" }, who);
    return items.at(-1).undoMs !== undefined;
  };
  assert.deepEqual([await listed(ANN), await listed(BEN)], [true, false], "only who deleted it sees a way back");
  const deleted = await state();
  assert.deepEqual([deleted.message.text, deleted.found, deleted.mentions, deleted.saved], ["", 0, 0, 0]);
  await plugin.call("chat.message.restore", { id, clientId: "r" }, ANN);
  assert.deepEqual(await state(), before);
  await plugin.call("chat.message.restore", { id, clientId: "r" }, ANN);
  await plugin.relayed();
  const told = plugin.events.filter(({ data }) => (data as { id?: string }).id === id).map(({ type }) => type);
  assert.ok(plugin.events.every(({ data }) => !("undoMs" in (data as object))), "nobody else is told of it");
  assert.deepEqual(told.slice(-2), ["chat.message.deleted", "chat.message.edited"]);
});

Deno.test("nobody else takes a deletion back, and after a while nobody does: then the files are gone too", async () => {
  await using plugin = await start();
  const file = plugin.upload({ name: "plan.txt", content: "plan", type: "text/plain", owner: "ann" });
  const { id } = await plugin.call("chat.message.send", { channel: "#general", text: "plan", files: [file.id] }, ANN);
  await plugin.call("chat.message.delete", { id }, ANN);
  const restore = (who: typeof ANN) => plugin.call("chat.message.restore", { id }, who);
  await assert.rejects(restore(BEN), (error: RpcError) => error.data.reason === "not_author");
  {
    using db = new DatabaseSync(`${plugin.dataDir}/data.db`);
    db.exec("UPDATE remains SET until = 1");
  }
  await assert.rejects(restore(ANN), (error: RpcError) => error.data.reason === "tombstoned");
  await plugin.due("tidy");
  await plugin.relayed();
  using db = new DatabaseSync(`${plugin.dataDir}/data.db`, { readOnly: true });
  assert.equal(db.prepare("SELECT count(*) AS n FROM remains").get()!.n, 0);
});

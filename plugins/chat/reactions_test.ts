import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import { ANN, as, BEN, CEM, USERS } from "./domain/secret_workspace.ts";
import chat from "./plugin.ts";

const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });

const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

Deno.test("who reacted is told page by page, by emoji in the order in which they came up", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.message.send", { channel: "#general", text: "cake" }, ANN);
  const react = (emoji: string, who: typeof ANN) => plugin.call("chat.message.toggle_react", { id, emoji }, who);
  await react("🎂", CEM);
  for (const who of [ANN, BEN, CEM]) await react("👍", who);
  await react("/", BEN);
  const read = async (limit: number, more = {}) => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await plugin.call(
        "chat.message.reactions",
        { id, limit, ...more, ...(cursor ? { cursor } : {}) },
        BEN,
      );
      assert.ok(page.items.length > 0 && page.items.length <= limit);
      assert.deepEqual(page.counts, [
        { emoji: "🎂", count: 1 },
        { emoji: "👍", count: 3 },
        { emoji: "/", count: 1 },
      ]);
      for (const { emoji, user } of page.items) found.push(`${emoji} ${user.name}`);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return found;
  };
  const all = ["🎂 Cem", "👍 Ann", "👍 Ben", "👍 Cem", "/ Ben"];
  for (const limit of [1, 2, 3, 4, 5, 50]) assert.deepEqual(await read(limit), all, `${limit} at a time`);
  assert.deepEqual(await read(2, { emoji: "👍" }), all.slice(1, 4));
  const none = await plugin.call("chat.message.reactions", { id, emoji: "🦄" }, BEN);
  assert.deepEqual(none.items, []);
  for (const cursor of ["x", "1", "1/x\0".repeat(60), "9999/a"]) {
    await assert.rejects(plugin.call("chat.message.reactions", { id, cursor }, BEN), fails("invalid_params"));
  }
});

Deno.test("who reacted in a private channel is told to its members, and of a deleted message to nobody", async () => {
  await using plugin = await start();
  const { id: channel } = await plugin.call("chat.channel.create", { name: "closed", private: true }, ANN);
  const { id } = await plugin.call("chat.message.send", { channel, text: "x" }, ANN);
  await plugin.call("chat.message.toggle_react", { id, emoji: "👍" }, ANN);
  await assert.rejects(plugin.call("chat.message.reactions", { id }, BEN), fails("not_found"));
  await assert.rejects(plugin.call("chat.message.reactions", { id }, as("gil", "guest")), fails("not_found"));
  await plugin.call("chat.message.delete", { id }, ANN);
  assert.deepEqual(await plugin.call("chat.message.reactions", { id }, ANN), { counts: [], items: [] });
});

Deno.test("bookmarks are put in order by ids, and what was added meanwhile stands behind", async () => {
  await using plugin = await start();
  const { id: channel } = await plugin.call("chat.channel.create", { name: "links", members: ["@ben"] }, ANN);
  const add = async (title: string) =>
    (await plugin.call("chat.bookmark.add", { channel, title, url: "https://example.com" }, ANN)).id as string;
  const [a, b, c] = [await add("A"), await add("B"), await add("C")];
  const titles = async () =>
    (await plugin.call("chat.bookmark.list", { channel }, BEN)).items.map(({ title }: { title: string }) => title);
  await plugin.call("chat.bookmark.reorder", { channel, ids: [c, a, b] }, BEN);
  assert.deepEqual(await titles(), ["C", "A", "B"]);
  const d = await add("D");
  const { items } = await plugin.call("chat.bookmark.reorder", { channel, ids: [b, c] }, ANN);
  assert.deepEqual(items.map(({ title }: { title: string }) => title), ["B", "C", "A", "D"]);
  await plugin.relayed();
  const event = plugin.events.findLast(({ type }) => type === "chat.bookmark.changed")!;
  assert.equal(event.audience, `room:${channel}`);
  assert.deepEqual((event.data as { items: unknown[] }).items, items);
  await assert.rejects(plugin.call("chat.bookmark.reorder", { channel, ids: [a, a] }, ANN), fails("invalid_params"));
  await assert.rejects(plugin.call("chat.bookmark.reorder", { channel, ids: [] }, ANN), fails("invalid_params"));
  await assert.rejects(
    plugin.call("chat.bookmark.reorder", { channel: "#general", ids: [d] }, ANN),
    fails("not_found"),
  );
  await assert.rejects(
    plugin.call("chat.bookmark.reorder", { channel, ids: [d] }, CEM),
    fails("forbidden", "not_member"),
  );
  await plugin.call("chat.channel.archive", { channel }, ANN);
  await assert.rejects(
    plugin.call("chat.bookmark.reorder", { channel, ids: [d] }, ANN),
    fails("precondition_failed", "archived"),
  );
});

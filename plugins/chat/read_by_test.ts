import assert from "node:assert/strict";
import { testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";

const person = (id: string) => ({ caller: { id, name: id } });
const [ANN, BEN, CID] = [person("ann"), person("ben"), person("cid")];
const users = ["ann", "ben", "cid", "dan", "eve"].map((id) => ({ id, handle: id, name: id, role: "member" }));

const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: users }) } });

Deno.test("who has read a message is told with when they read last, newest first, without its author, in pages", async () => {
  await using plugin = await start();
  const channel = await plugin.call("chat.channel.create", { name: "ops", members: ["@ben", "@cid", "@dan"] }, ANN);
  const { id, seq } = await plugin.call("chat.message.send", { channel: channel.id, text: "Read this" }, ANN);
  const readers = async (more = {}) => {
    const answer = await plugin.call("chat.message.read_by", { id, ...more }, BEN);
    return { ...answer, who: answer.items.map(({ user }: { user: { id: string } }) => user.id) };
  };
  assert.deepEqual((await readers()).who, []);

  const before = new Date().toISOString();
  await plugin.call("chat.channel.mark_read", { channel: channel.id, seq }, CID);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await plugin.call("chat.channel.mark_read", { channel: channel.id, seq }, BEN);
  const both = await readers();
  assert.deepEqual(both.who, ["ben", "cid"]);
  assert.equal(both.memberCount, 4);
  for (const { lastReadAt } of both.items) assert.ok(lastReadAt >= before && lastReadAt <= new Date().toISOString());

  const first = await readers({ limit: 1 });
  assert.deepEqual(first.who, ["ben"]);
  const second = await readers({ limit: 1, cursor: first.nextCursor });
  assert.deepEqual([second.who, second.nextCursor], [["cid"], undefined]);

  // Whoever comes later begins behind it, and has not seen it.
  await plugin.call("chat.channel.add_members", { channel: channel.id, members: ["@eve"] }, ANN);
  assert.deepEqual((await readers()).who, ["ben", "cid"]);

  // Who marks it unread again has not read it.
  await plugin.call("chat.channel.mark_unread", { id }, BEN);
  assert.deepEqual((await readers()).who, ["cid"]);
});

Deno.test("an answer that only its thread shows is read by who reads the thread", async () => {
  await using plugin = await start();
  const channel = await plugin.call("chat.channel.create", { name: "ops", members: ["@ben", "@cid"] }, ANN);
  const root = await plugin.call("chat.message.send", { channel: channel.id, text: "A question" }, ANN);
  const answer = await plugin.call(
    "chat.message.send",
    { channel: channel.id, text: "An answer", threadId: root.id },
    BEN,
  );
  await plugin.call("chat.channel.mark_read", { channel: channel.id, seq: answer.seq }, CID);
  const who = async () =>
    (await plugin.call("chat.message.read_by", { id: answer.id }, BEN)).items
      .map(({ user }: { user: { id: string } }) => user.id);
  assert.deepEqual(await who(), [], "who read the channel has not seen the thread");
  await plugin.call("chat.thread.mark_read", { id: root.id, seq: answer.seq }, ANN);
  assert.deepEqual(await who(), ["ann"]);
});

Deno.test("who is not in a channel is not told who reads there", async () => {
  await using plugin = await start();
  const channel = await plugin.call("chat.channel.create", { name: "ops" }, ANN);
  const { id } = await plugin.call("chat.message.send", { channel: channel.id, text: "Read this" }, ANN);
  await assert.rejects(plugin.call("chat.message.read_by", { id }, CID), /not in|join|member/i);
});

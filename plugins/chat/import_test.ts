import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { type TestPlugin, testPlugin } from "@bulkhead/testing";
import { type ZipFile, zipOf } from "./domain/zip_of.ts";
import chat from "./plugin.ts";

const USERS = ["alice", "bob"].map((handle) => ({
  id: `user-${handle}`,
  handle,
  name: handle,
  role: handle === "alice" ? "owner" : "member",
  disabled: false,
}));
const ALICE = { caller: { id: "user-alice", name: "alice", role: "owner" as const } };
const BOB = { caller: { id: "user-bob", name: "bob" } };
const start = () => testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });

const EXPORT: ZipFile[] = [
  {
    name: "users.json",
    text: JSON.stringify([
      { id: "U1", name: "bob", real_name: "Bob Builder" },
      { id: "U2", name: "zoe", profile: { display_name: "Zoe Z" } },
    ]),
  },
  {
    name: "channels.json",
    text: JSON.stringify([
      { id: "C0", name: "general", is_general: true, members: ["U1"] },
      { id: "C1", name: "Ideas", members: ["U1"], topic: { value: "New things" }, purpose: { value: "Why" } },
    ]),
  },
  { name: "groups.json", text: JSON.stringify([{ id: "G1", name: "secret", members: ["U2"] }]) },
  { name: "dms.json", text: JSON.stringify([{ id: "D1", members: ["U1", "U2"] }]) },
  { name: "canvases.json", text: "[]" },
  {
    name: "Ideas/2024-01-01.json",
    text: JSON.stringify([
      {
        type: "message",
        user: "U1",
        ts: "1704067200.000100",
        thread_ts: "1704067200.000100",
        text: "*Hi* <@U2> &amp; <#C1|Ideas>",
      },
      {
        type: "message",
        user: "U2",
        ts: "1704067260.000200",
        thread_ts: "1704067200.000100",
        text: "answer",
        reactions: [{ name: "tada", users: ["U1", "U2"], count: 2 }],
        pinned_to: ["C1"],
      },
      { type: "message", subtype: "channel_join", user: "U2", ts: "1704067261.000000", text: "joined" },
      {
        type: "message",
        user: "U9",
        ts: "1704067262.000000",
        thread_ts: "1600000000.000000",
        text: "of a lost thread",
      },
      {
        type: "message",
        bot_id: "B1",
        username: "robot",
        ts: "1704067263.000000",
        text: "",
        files: [{ title: "plan.pdf", url_private: "https://files.slack.com/plan.pdf" }, { name: "gone" }],
      },
      { type: "message", user: "U1", ts: "never", text: "no time" },
      { type: "message", user: "U1", ts: "1704067264.000000", text: "" },
    ]),
  },
  {
    name: "secret/2024-01-01.json",
    text: JSON.stringify([{ type: "message", user: "U2", ts: "1704067300.0001", text: "hush" }]),
  },
  {
    name: "D1/2024-01-01.json",
    text: JSON.stringify([{ type: "message", user: "U2", ts: "1704067300.0001", text: "psst" }]),
  },
];

async function take(plugin: TestPlugin, files: ZipFile[] | Uint8Array) {
  const content = files instanceof Uint8Array ? files : zipOf(files);
  const { id: file } = plugin.upload({ name: "export.zip", content, type: "application/zip", owner: "user-alice" });
  const { id } = await plugin.call("chat.import.slack", { file }, ALICE);
  await plugin.relayed();
  await plugin.due(`import:${id.slice("import_".length)}`);
  return await plugin.call("chat.import.get", { id }, ALICE);
}

Deno.test("a Slack export becomes channels, messages, threads, reactions and pins, and the report says what did not", async () => {
  await using plugin = await start();
  await plugin.call("chat.snapshot", {}, BOB);
  const { state, report } = await take(plugin, EXPORT);
  assert.equal(state, "done");
  const { left, ...counts } = report;
  assert.deepEqual(counts, {
    users: { found: 2, here: 1 },
    channels: { found: 4, created: 2, existing: 1 },
    messages: { found: 9, imported: 5, known: 0 },
    threads: 1,
    reactions: { found: 2, imported: 2 },
    files: { found: 2, linked: 1 },
    pins: 1,
  });
  assert.deepEqual(left, {
    "direct conversations: they stay with their people": 1,
    "files such as canvases.json": 1,
    "messages of direct conversations and unknown channels": 1,
    "notices of Slack itself": 1,
    "messages without a time": 1,
    "threads without their first message: their answers stand in the channel": 1,
    "files without an address": 1,
    "messages without a text": 1,
  });
  const ideas = await plugin.call("chat.channel.get", { channel: "#ideas" }, BOB);
  assert.deepEqual([ideas.topic, ideas.purpose, ideas.joined, ideas.unread], ["New things", "Why", true, 0]);
  const { items } = await plugin.call("chat.message.list", { channel: "#ideas", threads: "roots" }, BOB);
  assert.deepEqual(
    items.map((item: { text: string; author: { id: string; name: string } }) => [item.author.name, item.text]),
    [
      ["Bob Builder", "**Hi** @Zoe.Z & #Ideas"],
      ["U9", "of a lost thread"],
      ["robot", "[plan.pdf](https://files.slack.com/plan.pdf)"],
    ].map(([name, text]) => [name, text!.replace("#Ideas", "#ideas")]),
  );
  assert.deepEqual([items[0].author.id, items[0].createdAt, items[0].replies.count], [
    "user-bob",
    "2024-01-01T00:00:00.000Z",
    1,
  ]);
  const thread = await plugin.call("chat.thread.get", { id: items[0].id }, BOB);
  assert.deepEqual(thread.items[0].reactions, [{ emoji: "tada", users: ["user-bob", "slack:U2"] }]);
  assert.equal((await plugin.call("chat.message.pins", { channel: "#ideas" }, BOB)).items.length, 1);
  // Nobody of the private channel is here, so whoever took it over lets others in.
  await assert.rejects(plugin.call("chat.channel.get", { channel: "#secret" }, BOB), /no channel/);
  assert.equal((await plugin.call("chat.message.list", { channel: "#secret" }, ALICE)).items.length, 1);
  assert.equal((await plugin.call("chat.search.messages", { query: "answer on:2024-01-01" }, BOB)).items.length, 1);

  const again = await take(plugin, EXPORT);
  assert.deepEqual([again.report.messages.imported, again.report.messages.known], [0, 5]);
});

Deno.test("an archive that would unpack to too much, or is none, is refused and nothing of it is taken", async () => {
  await using plugin = await start();
  const channels = { name: "channels.json", text: "[]" };
  const bomb = { name: "x/2024-01-01.json", text: " ".repeat(10_000_000) };
  const good = zipOf([channels, bomb]);
  const cases: [Uint8Array, RegExp][] = [
    [good, /much more than it could hold/],
    [zipOf([channels, { ...bomb, text: "[]", claimedBytes: 100_000_000 }]), /more than 64 MB/],
    [good.slice(0, good.length / 2), /no zip archive/],
    [new TextEncoder().encode("PK nothing"), /no zip archive/],
    [zipOf([{ name: "other.json", text: "[]" }]), /no channels\.json/],
  ];
  for (const [content, message] of cases) {
    await assert.rejects(take(plugin, content), (error: RpcError) => {
      assert.equal(error.data.reason, "archive");
      assert.match(error.message, message);
      return true;
    });
  }
  // What lies about its size is found out when it is unpacked.
  const liar = await take(plugin, zipOf([channels, { name: "x/2024-01-01.json", text: "[1, 2, 3]", claimedBytes: 3 }]));
  assert.deepEqual([liar.state, /more than the archive says/.test(liar.error)], ["failed", true]);
  await assert.rejects(plugin.call("chat.import.slack", { file: "file-of-nobody" }, ALICE), /no file/);
});

Deno.test("messages older than the setting says are gone each night with what search knew of them, pinned ones stay", async () => {
  const calls = { "host.user.list": () => ({ items: USERS }) };
  await using plugin = await testPlugin(chat, { id: "chat", calls, settings: { retentionDays: 30 } });
  await plugin.call("chat.snapshot", {}, BOB);
  await take(plugin, EXPORT);
  const young = await plugin.call("chat.message.send", { channel: "#ideas", text: "young answer" }, BOB);
  const { seq } = await plugin.call("chat.snapshot", {}, BOB);
  await plugin.due("tidy");
  const { items } = await plugin.call("chat.message.list", { channel: "#ideas" }, BOB);
  const texts = items.filter((item: { deletedAt?: string }) => !item.deletedAt).map((item: { text: string }) =>
    item.text
  );
  assert.deepEqual(texts, ["answer", young.text], "the old answer is pinned");
  assert.deepEqual((await plugin.call("chat.search.messages", { query: "plan" }, BOB)).items, []);
  const { messages } = await plugin.call("chat.sync", { since: seq }, BOB);
  assert.equal(messages.filter((message: { deletedAt?: string }) => message.deletedAt).length, 3);
});

Deno.test("an import into another workspace lands there, and nowhere else", async () => {
  await using plugin = await start();
  const { id: workspaceId } = await plugin.call("chat.workspace.create", { name: "Design" }, BOB);
  const zip = zipOf(EXPORT);
  const upload = () => plugin.upload({ name: "e.zip", content: zip, type: "application/zip", owner: "user-bob" }).id;
  // Bob is an admin there, and a member of the first one.
  await assert.rejects(
    plugin.call("chat.import.slack", { file: upload() }, BOB),
    (error: RpcError) => error.kind === "forbidden",
  );
  const before = await plugin.call("chat.snapshot", {}, ALICE);
  const { id } = await plugin.call("chat.import.slack", { file: upload(), workspaceId }, BOB);
  await plugin.relayed();
  for (let n = 0; n < 10; n++) await plugin.due(`import:${id.slice("import_".length)}`);
  assert.equal((await plugin.call("chat.import.get", { id }, BOB)).state, "done");
  const names = async (params: object, who: typeof BOB) =>
    (await plugin.call("chat.channel.list", params, who)).items.map(({ name }: { name: string }) => name).sort();
  assert.deepEqual(await names({ workspaceId }, BOB), ["general", "ideas", "secret"]);
  assert.deepEqual(await names({}, BOB), ["general"]);
  const { items } = await plugin.call("chat.channel.list", { workspaceId, query: "ideas" }, BOB);
  const { items: messages } = await plugin.call("chat.message.list", { channel: items[0].id }, BOB);
  assert.ok(messages.length > 0);
  const found = async (params: object) =>
    (await plugin.call("chat.search.messages", { query: "answer", ...params }, BOB)).items.length;
  assert.deepEqual([await found({ workspaceId }), await found({})], [1, 0]);
  // Its owner alone has nothing to do with it: for the host's owner neither channel nor import is there.
  await assert.rejects(
    plugin.call("chat.channel.get", { channel: items[0].id }, ALICE),
    (error: RpcError) => error.kind === "not_found",
  );
  await assert.rejects(
    plugin.call("chat.import.get", { id }, ALICE),
    (error: RpcError) => error.kind === "not_found",
  );
  const changed = await plugin.call("chat.sync", { since: before.seq }, ALICE);
  assert.deepEqual([changed.messages, changed.channels], [[], []]);
});

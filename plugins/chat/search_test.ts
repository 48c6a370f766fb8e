import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";

const USERS = ["alice", "bob"].map((handle) => ({ id: handle, handle, name: handle, role: "member", disabled: false }));
const ALICE = { caller: { id: "alice", name: "alice" } }, BOB = { caller: { id: "bob", name: "bob" } };

async function filled(texts: [text: string, who?: typeof ALICE][]) {
  const plugin = await testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) } });
  for (const [text, who = ALICE] of texts) await plugin.call("chat.message.send", { channel: "#general", text }, who);
  const found = async (query: string, more = {}) => {
    const { items } = await plugin.call("chat.search.messages", { query, ...more }, BOB);
    return items.map((item: { message: { text: string } }) => item.message.text);
  };
  return { plugin, found, [Symbol.asyncDispose]: () => plugin[Symbol.asyncDispose]() };
}

Deno.test("all words have to be there, whatever their case and accents; the newest comes first", async () => {
  await using t = await filled([["The café opens"], ["Open the gate"], ["A CAFE that opens late"]]);
  assert.deepEqual(await t.found("cafe opens"), ["A CAFE that opens late", "The café opens"]);
  assert.deepEqual(await t.found('"opens late"'), ["A CAFE that opens late"]);
  assert.deepEqual(await t.found("cafe -late"), ["The café opens"]);
  assert.deepEqual(await t.found("ope*"), ["A CAFE that opens late", "Open the gate", "The café opens"]);
  assert.deepEqual(await t.found('gate "'), ["Open the gate"]);
  assert.deepEqual(await t.found('!!! "" ()'), [], "signs alone ask for nothing");
});

Deno.test("parts of words are found where whole words find nothing, and with stars", async () => {
  await using t = await filled([["the deployment went out"], ["we deploy"], ["an employer"]]);
  assert.deepEqual(await t.found("deploy"), ["we deploy"]);
  assert.deepEqual(await t.found("ploy"), ["an employer", "we deploy", "the deployment went out"]);
  assert.deepEqual(await t.found("*ploym* from:alice"), ["the deployment went out"]);
  assert.deepEqual(await t.found("ploy -deploy"), ["an employer", "the deployment went out"]);
  const { parts } = await t.plugin.call("chat.search.messages", { query: "ploy" }, BOB);
  assert.equal(parts, true);
});

Deno.test("a word that looks like what the index keeps beside words is found in texts alone", async () => {
  await using t = await filled([["see https://example.com"], ["the hlink of c1 is m a1"], ["`code` by hand"]]);
  assert.deepEqual(await t.found("hlink"), ["the hlink of c1 is m a1"]);
  assert.deepEqual(await t.found("m"), ["the hlink of c1 is m a1"]);
  assert.deepEqual(await t.found('"m a1"'), ["the hlink of c1 is m a1"]);
  assert.deepEqual(await t.found("Ḧlink C1"), ["the hlink of c1 is m a1"]);
  assert.deepEqual(await t.found("hcode"), []);
  assert.deepEqual(await t.found("hli*"), ["the hlink of c1 is m a1"]);
});

Deno.test("scripts without blanks are found at any place and any length", async () => {
  await using t = await filled([["明日の会議は三時です"], ["会議室を予約した"], ["สวัสดีครับทุกคน"], ["회의가 있습니다"]]);
  assert.deepEqual(await t.found("会議"), ["会議室を予約した", "明日の会議は三時です"]);
  assert.deepEqual(await t.found("会議室"), ["会議室を予約した"]);
  assert.deepEqual(await t.found("予"), ["会議室を予約した"]);
  assert.deepEqual(await t.found("ครับ"), ["สวัสดีครับทุกคน"]);
  assert.deepEqual(await t.found("회의"), ["회의가 있습니다"]);
});

Deno.test("operators narrow: who, where, when, what it has and is", async () => {
  await using t = await filled([["see https://example.com"], ["run `deno task`", BOB], ["plain"]]);
  const { id } = await t.plugin.call("chat.channel.create", { name: "other", members: ["@bob"] }, ALICE);
  const root = await t.plugin.call("chat.message.send", { channel: id, text: "plain too" }, ALICE);
  await t.plugin.call("chat.message.send", { channel: id, text: "answer", threadId: root.id }, BOB);
  await t.plugin.call("chat.message.toggle_react", { id: root.id, emoji: "👍" }, BOB);
  await t.plugin.call("chat.saved.add", { id: root.id }, BOB);
  assert.deepEqual(await t.found("has:link"), ["see https://example.com"]);
  assert.deepEqual(await t.found("has:code"), ["run `deno task`"]);
  assert.deepEqual(await t.found("from:me"), ["answer", "run `deno task`"]);
  assert.deepEqual(await t.found("plain in:#other"), ["plain too"]);
  assert.deepEqual(await t.found("plain -in:#other"), ["plain"]);
  assert.deepEqual(await t.found("is:thread"), ["answer"]);
  assert.deepEqual(await t.found("has:reaction is:saved"), ["plain too"]);
  assert.deepEqual(await t.found("plain on:today"), ["plain too", "plain"]);
  assert.deepEqual(await t.found("plain before:today"), []);
  assert.deepEqual(await t.found("plain after:yesterday"), ["plain too", "plain"]);
  assert.deepEqual(await t.found("plain from:@nobody"), []);
  for (const query of ["has:nothing", "before:soon", "on:2026-13-01", "is:great"]) {
    await assert.rejects(t.found(query), (error: RpcError) => error.data.path === "/query", query);
  }
});

Deno.test("pages meet without gap or repeat, and relevance puts the best first", async () => {
  await using t = await filled(
    Array.from(
      { length: 45 },
      (_, n): [string] => [`note ${n}${n === 7 ? " note note" : " and much more that is beside"}`],
    ),
  );
  const seen: string[] = [];
  for (let cursor: string | undefined = undefined, more = true; more;) {
    const params: Record<string, unknown> = { query: "note", limit: 10, ...(cursor === undefined ? {} : { cursor }) };
    const page = await t.plugin.call("chat.search.messages", params, BOB);
    seen.push(...page.items.map((item: { message: { text: string } }) => item.message.text.split(" ")[1]!));
    cursor = page.nextCursor;
    more = cursor !== undefined;
  }
  assert.deepEqual(seen, Array.from({ length: 45 }, (_, n) => String(44 - n)));
  assert.match((await t.found("note", { sort: "relevance" }))[0], /^note 7/);
});

Deno.test("a snippet is the text around the match, with the places that match", async () => {
  const far = `${"so many words ".repeat(30)}the NEEDLE is here ${"and more ".repeat(40)}`;
  await using t = await filled([[far], ["<img src=x onerror=alert(1)> needle"]]);
  const { items } = await t.plugin.call("chat.search.messages", { query: "needle" }, BOB);
  for (const { snippet, highlights } of items) {
    assert.ok(snippet.length <= 182);
    assert.ok(highlights.length > 0);
    for (const [from, to] of highlights) assert.equal(snippet.slice(from, to).toLowerCase(), "needle");
  }
});

Deno.test("one search answers people, channels and messages", async () => {
  await using t = await filled([["bob was here"]]);
  const { people, channels, messages } = await t.plugin.call("chat.search.all", { query: "bob" }, ALICE);
  assert.deepEqual([people.length, channels.length, messages.length], [1, 0, 1]);
  assert.equal((await t.plugin.call("chat.search.suggest", { prefix: "#gen" }, BOB)).channels[0].name, "general");
});

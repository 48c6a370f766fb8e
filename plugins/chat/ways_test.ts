import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";

const USERS = [{ id: "alice", handle: "alice", name: "Alice", role: "owner", disabled: false }];
const ALICE = { caller: { id: "alice", name: "Alice", role: "owner" as const } };
const BOB = { caller: { id: "bob", name: "Bob" } };
const BOT = { caller: { kind: "plugin" as const, id: "bot", name: "Bot" } };
const start = (settings: Record<string, unknown> = {}) =>
  testPlugin(chat, { id: "chat", calls: { "host.user.list": () => ({ items: USERS }) }, settings });
const fails = (kind: string, reason = kind) => (error: RpcError) => {
  assert.deepEqual([error.kind, error.data.reason], [kind, reason], error.message);
  return true;
};

/** A server of somebody else's, on this machine. */
function otherServer(answer: (request: Request, body: string) => Response) {
  const seen: { headers: Headers; body: string }[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const body = await request.text();
    seen.push({ headers: request.headers, body });
    return answer(request, body);
  });
  return { seen, url: `http://127.0.0.1:${server.addr.port}/`, [Symbol.asyncDispose]: () => server.shutdown() };
}

Deno.test("a plugin registers a command, hears who runs it, and answers them alone or everybody", async () => {
  await using plugin = await start();
  await plugin.call("chat.command.register", { name: "/deploy", description: "Deploys", usage: "<service>" }, BOT);
  await assert.rejects(
    plugin.call("chat.command.register", { name: "deploy", description: "Mine" }, {
      caller: { kind: "workflow" as const, id: "w", name: "w" },
    }),
    fails("conflict"),
  );
  const { items } = await plugin.call("chat.command.list", { prefix: "de" }, BOB);
  assert.deepEqual(items, [{ name: "deploy", description: "Deploys", usage: "<service>", owner: "plugin:bot" }]);
  const { invocation } = await plugin.call("chat.command.run", { channel: "#general", text: "/deploy shop 1.2" }, BOB);
  await plugin.relayed();
  const [run] = plugin.events.filter(({ type }) => type === "chat.command.invoked");
  assert.equal(run!.audience ?? "plugins", "plugins");
  const { text, userId } = run!.data as { text: string; userId: string };
  assert.deepEqual([text, userId], ["shop 1.2", "bob"]);
  await assert.rejects(plugin.call("chat.command.respond", { invocation, text: "me" }, ALICE), fails("not_found"));
  await plugin.call("chat.command.respond", { invocation, text: "On it" }, BOT);
  const { message } = await plugin.call("chat.command.respond", { invocation, text: "Done", toChannel: true }, BOT);
  assert.equal(message.author.id, "plugin:bot");
  await plugin.relayed();
  const [alone] = plugin.events.filter(({ type }) => type === "chat.command.answered");
  assert.deepEqual([alone!.audience, (alone!.data as { text: string }).text], ["room:user-bob", "On it"]);
});

Deno.test("chat's own commands do what their methods do, with the same rights", async () => {
  await using plugin = await start();
  const run = (text: string, who = BOB, channel = "#general") =>
    plugin.call("chat.command.run", { channel, text }, who);
  assert.equal((await run("/me waits")).message.text, "_waits_");
  assert.match((await run("/topic Cats")).ephemeral, /Cats/);
  assert.equal((await plugin.call("chat.channel.get", { channel: "#general" }, ALICE)).topic, "Cats");
  await assert.rejects(run("/archive"), fails("forbidden", "not_creator"));
  await assert.rejects(run("/nothing"), fails("not_found"));
  await assert.rejects(run("topic"), fails("invalid_params"));
  await assert.rejects(run("/remind soon tea"), fails("invalid_params"));
  await run("/remind 10m tea");
  assert.equal((await plugin.call("chat.reminder.list", {}, BOB)).items[0].text, "tea");
});

Deno.test("another server answers a command as it would answer Slack", async () => {
  await using plugin = await start({ publicUrl: "https://chat.example/" });
  await using server = otherServer((_, body) => {
    const form = new URLSearchParams(body);
    return form.get("text") === "all"
      ? Response.json({ response_type: "in_channel", text: "Sunny" })
      : new Response(`Sunny in ${form.get("text")}`);
  });
  const weather = { name: "weather", description: "Tells the weather", url: server.url };
  await assert.rejects(plugin.call("chat.command.register", weather, BOB), fails("forbidden", "not_admin"));
  const { token } = await plugin.call("chat.command.register", weather, ALICE);
  const run = (text: string) => plugin.call("chat.command.run", { channel: "#general", text }, BOB);
  assert.equal((await run("/weather Berlin")).ephemeral, "Sunny in Berlin");
  assert.equal((await run("/weather all")).message.text, "Sunny");
  const form = Object.fromEntries(new URLSearchParams(server.seen[0]!.body));
  assert.deepEqual([form.token, form.command, form.user_name, form.channel_name], [
    token,
    "/weather",
    "Bob",
    "general",
  ]);
  const path = new URL(form.response_url!).pathname.slice("/hooks/chat/".length);
  assert.equal((await plugin.hook(path, { body: JSON.stringify({ text: "later" }) })).status, 200);
  assert.equal((await plugin.hook("response/hook_none", { body: '{"text":"x"}' })).status, 404);
});

Deno.test("an incoming webhook takes what Slack's take, for its own channel, until it is revoked", async () => {
  await using plugin = await start();
  const { id } = await plugin.call("chat.channel.create", { name: "builds", private: true }, ALICE);
  await assert.rejects(
    plugin.call("chat.webhook.incoming.create", { channel: "#general", name: "x" }, BOB),
    fails("forbidden", "not_manager"),
  );
  const hook = await plugin.call("chat.webhook.incoming.create", { channel: id, name: "CI" }, ALICE);
  const path = hook.path.slice("/hooks/chat/".length);
  const send = (payload: unknown) => plugin.hook(path, { body: JSON.stringify(payload) });
  assert.deepEqual((await send({ text: "*Built* <https://ci.example/1|#1> &amp; `a*b*`" })).body, "ok");
  const form = `payload=${encodeURIComponent(JSON.stringify({ text: "by form", username: "robot" }))}`;
  await plugin.hook(path, { body: form, headers: { "content-type": "application/x-www-form-urlencoded" } });
  await send({
    blocks: [{ type: "header", text: { type: "plain_text", text: "Deploy" } }, {
      type: "section",
      text: { type: "mrkdwn", text: "~old~ <!here>" },
    }],
    attachments: [{ title: "Log", title_link: "https://ci.example/log", text: "line" }],
  });
  const { items } = await plugin.call("chat.message.list", { channel: id }, ALICE);
  assert.deepEqual(items.map((item: { text: string; author: { name: string } }) => [item.author.name, item.text]), [
    ["CI", "**Built** [#1](https://ci.example/1) & `a*b*`"],
    ["robot", "by form"],
    ["CI", "**Deploy**\n~~old~~ @here\n> **[Log](https://ci.example/log)**\n> line"],
  ]);
  assert.deepEqual([(await send({})).body, (await send({ text: "x".repeat(50_000) })).body], [
    "no_text",
    "msg_too_long",
  ]);
  assert.equal((await plugin.hook(path, { body: "{" })).body, "invalid_payload");
  assert.equal((await plugin.hook("incoming/guess", { body: '{"text":"x"}' })).status, 404);
  assert.deepEqual((await plugin.call("chat.webhook.incoming.list", {}, BOB)).items, []);
  await plugin.call("chat.webhook.incoming.revoke", { id: hook.id }, ALICE);
  assert.equal((await send({ text: "late" })).status, 404);
});

Deno.test("an outgoing webhook is signed, tried again when it fails, and its answer is written into the channel", async () => {
  await using plugin = await start();
  let well = false;
  await using server = otherServer(() => well ? Response.json({ text: "noted" }) : new Response("", { status: 500 }));
  const params = { channel: "#general", name: "Notes", url: server.url, words: ["note"] };
  const hook = await plugin.call("chat.webhook.outgoing.create", params, ALICE);
  await plugin.call("chat.message.send", { channel: "#general", text: "nothing of interest" }, BOB);
  await plugin.call("chat.message.send", { channel: "#general", text: "Note this" }, BOB);
  await plugin.due("deliver");
  const [failed] = (await plugin.call("chat.webhook.outgoing.deliveries", { id: hook.id }, ALICE)).items;
  assert.deepEqual([failed.state, failed.status, failed.attempts, server.seen.length], ["waiting", 500, 1, 1]);
  well = true;
  await new Promise((done) => setTimeout(done, 5_100));
  await plugin.due("deliver", { dueAt: new Date().toISOString() });
  const [arrived] = (await plugin.call("chat.webhook.outgoing.deliveries", { id: hook.id }, ALICE)).items;
  assert.deepEqual([arrived.state, arrived.attempts], ["delivered", 2]);
  const { headers, body } = server.seen[1]!;
  const signed = `${headers.get("webhook-id")}.${headers.get("webhook-timestamp")}.${body}`;
  const signature = createHmac("sha256", hook.secret).update(signed).digest("base64");
  assert.equal(headers.get("webhook-signature"), `v1,${signature}`);
  const { text, trigger_word } = JSON.parse(body);
  assert.deepEqual([text, trigger_word], ["Note this", "note"]);
  const { items } = await plugin.call("chat.message.list", { channel: "#general" }, BOB);
  assert.deepEqual([items.at(-1).text, items.at(-1).author.name], ["noted", "Notes"]);
  assert.equal(server.seen.length, 2, "what a webhook wrote is told to no webhook");
});

import assert from "node:assert/strict";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { type TestHost, testHost } from "../../harness/mod.ts";

interface Answer {
  // deno-lint-ignore no-explicit-any -- any: each method answers what it likes
  result?: any;
  error?: { code: number; message: string; data: { reason: string; hint?: string; path?: string } };
}

/** A call with a bearer token. */
async function ask(host: TestHost, token: string, method: string, params: unknown = {}): Promise<Answer> {
  const response = await host.fetch("/rpc", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  return await response.json();
}

const makeToken = async (host: TestHost, params: Record<string, unknown>): Promise<string> =>
  (await host.call<{ token: string }>("host.token.create", { name: "robot", ...params })).token;

Deno.test("a token that was made for some methods reaches no others, by no way", async (t) => {
  await using host = await testHost({ plugins: ["chat"] });
  const token = await makeToken(host, { role: "owner", scope: ["chat.channel.*", "chat.message.list"] });

  await t.step("calls", async () => {
    assert.ok((await ask(host, token, "chat.channel.list")).result);
    assert.ok((await ask(host, token, "chat.message.list", { channel: "#general" })).result);
    for (
      const [method, params] of [["chat.message.send", { channel: "#general", text: "no" }], ["host.user.list", {}]]
    ) {
      const { error } = await ask(host, token, method as string, params);
      assert.deepEqual([error?.code, error?.data.reason], [-32003, "out_of_scope"], String(method));
      assert.match(error!.data.hint!, /chat\.channel\.\*/);
    }
  });

  await t.step("documents and batches", async () => {
    const { methods } = await (await host.fetch("/openrpc.json", { headers: { authorization: `Bearer ${token}` } }))
      .json();
    const names = methods.map(({ name }: { name: string }) => name);
    assert.ok(names.includes("chat.channel.list") && !names.includes("chat.message.send"), String(names));
    assert.ok(names.every((name: string) => /^chat\.(channel\.\w+|message\.list)$/.test(name)), String(names));
    const batch = await host.fetch("/rpc", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify([
        { jsonrpc: "2.0", id: 1, method: "chat.channel.list" },
        { jsonrpc: "2.0", id: 2, method: "host.secret.list" },
      ]),
    });
    const answers = await batch.json() as Answer[];
    assert.deepEqual(answers.map(({ error }) => error?.data.reason), [undefined, "out_of_scope"]);
  });

  await t.step("events over a WebSocket", async () => {
    const socket = new WebSocket(`${host.url.replace("http", "ws")}/ws`, {
      headers: { authorization: `Bearer ${token}` },
      // Deno's own option; the DOM's type knows only protocols.
    } as unknown as string[]);
    const heard = new Promise<Answer>((resolve) => socket.onmessage = ({ data }) => resolve(JSON.parse(data)));
    await new Promise((resolve) => socket.onopen = resolve);
    socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "events.subscribe", params: { types: ["**"] } }));
    assert.equal((await heard).error?.data.reason, "out_of_scope");
    const closed = new Promise((resolve) => socket.onclose = resolve);
    socket.close();
    await closed;
  });

  await t.step("tools of MCP", async () => {
    const client = new Client({ name: "test", version: "1" });
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${host.url}/mcp`), {
        requestInit: { headers: { authorization: `Bearer ${token}` } },
      }),
    );
    const names = (await client.listTools()).tools.map(({ name }) => name);
    assert.ok(names.includes("chat_channel_list"), String(names));
    assert.ok(!names.some((name) => name.startsWith("host_") || name === "chat_message_send"), String(names));
    await client.close();
  });

  await t.step("a wider token", async () => {
    const maker = await makeToken(host, { role: "owner", scope: ["host.token.*", "chat.channel.list"] });
    const wider = await ask(host, maker, "host.token.create", { name: "x", scope: ["chat.**"] });
    assert.deepEqual([wider.error?.code, wider.error?.data.path], [-32003, "/scope"]);
    assert.equal((await ask(host, maker, "host.token.create", { name: "x" })).error?.code, -32003);
    const same = await ask(host, maker, "host.token.create", { name: "x", scope: ["chat.channel.list"] });
    assert.deepEqual(same.result.scope, ["chat.channel.list"]);
  });

  await t.step("what a method does further on its own stays within the person's rights", async () => {
    const reader = await makeToken(host, { scope: ["chat.**"] });
    assert.ok((await ask(host, reader, "chat.message.send", { channel: "#general", text: "hi" })).result);
  });

  await t.step("what is no pattern is refused with what to write", async () => {
    for (const scope of [[], ["chat."], ["cha*"], ["**.list"], ["x".repeat(201)]]) {
      await assert.rejects(makeToken(host, { scope }), { code: -32602 }, JSON.stringify(scope));
    }
  });
});

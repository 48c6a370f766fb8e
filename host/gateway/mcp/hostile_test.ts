import assert from "node:assert/strict";
import { rawHttp } from "../_raw_http.ts";
import { startTestHost, type TestHost } from "../_test_host.ts";
import { connect, GENERATIONS, offer, provider } from "./_test_client.ts";

const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } },
};

function send(host: TestHost, body: unknown, headers: Record<string, string> = {}, path = "/mcp"): Promise<Response> {
  return fetch(host.url(path), {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      authorization: "Bearer member",
      ...headers,
    },
  });
}

async function statusOf(answer: Promise<Response>): Promise<number> {
  const response = await answer;
  await response.body?.cancel();
  return response.status;
}

async function session(host: TestHost, token = "member"): Promise<string> {
  const response = await send(host, INITIALIZE, { authorization: `Bearer ${token}` });
  await response.text();
  return response.headers.get("mcp-session-id")!;
}

Deno.test("nobody is told where to get a token, and a bad token that it is one", async () => {
  await using host = await startTestHost({ gateway: { publicUrl: "https://team.example/" } });
  for (const path of ["/mcp", "/mcp/demo"]) {
    const response = await send(host, INITIALIZE, { authorization: "" }, path);
    assert.equal(response.status, 401);
    const metadata = host.url(`/.well-known/oauth-protected-resource${path}`);
    assert.equal(response.headers.get("www-authenticate"), `Bearer resource_metadata="${metadata}"`);
    await response.body?.cancel();
    const document = await (await fetch(metadata)).json();
    assert.deepEqual(document, {
      resource: host.url(path),
      resource_name: "Bulkhead",
      bearer_methods_supported: ["header"],
    });
  }
  const bad = await send(host, INITIALIZE, { authorization: "Bearer nobody" });
  assert.equal(bad.status, 401);
  assert.match(bad.headers.get("www-authenticate")!, /, error="invalid_token"$/);
  await bad.body?.cancel();
  // Under its public name it is the public URL, as that is what the client was given.
  const named = await rawHttp(
    { hostname: "127.0.0.1", port: host.gateway.port },
    "GET /.well-known/oauth-protected-resource HTTP/1.1\r\nHost: team.example\r\n\r\n",
  );
  assert.equal(JSON.parse(named.body).resource, "https://team.example/mcp");
});

Deno.test("another site's page gets nothing, whatever it sends; neither does a cookie without the CSRF token", async () => {
  await using host = await startTestHost();
  for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1"]) {
    assert.equal(await statusOf(send(host, INITIALIZE, { origin })), 403);
    for (const method of ["GET", "DELETE", "OPTIONS"]) {
      const headers = { origin, authorization: "Bearer member", accept: "text/event-stream" };
      assert.equal(await statusOf(fetch(host.url("/mcp"), { method, headers })), 403, method);
    }
  }
  assert.equal(await statusOf(send(host, INITIALIZE, { origin: host.url("").replace(/\/$/, "") })), 200);
  const cookie = "bulkhead_session=session-member";
  assert.equal(await statusOf(send(host, INITIALIZE, { authorization: "", cookie })), 403);
  const stream = { headers: { cookie, accept: "text/event-stream" } };
  assert.equal(await statusOf(fetch(host.url("/mcp"), stream)), 403);
  assert.equal(await statusOf(send(host, INITIALIZE, { authorization: "", cookie, "x-csrf-token": "csrf" })), 200);
});

Deno.test("a name that is not the host's gets 421, and a token in the address 400", async () => {
  await using host = await startTestHost();
  const raw = await rawHttp(
    { hostname: "127.0.0.1", port: host.gateway.port },
    "GET /mcp HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer member\r\n\r\n",
  );
  assert.equal(raw.status, 421);
  for (const query of ["access_token=member", "a=1&token=member", "x=bhk_abc"]) {
    assert.equal(await statusOf(send(host, INITIALIZE, {}, `/mcp?${query}`)), 400, query);
  }
});

Deno.test("what is no message is refused before anything is made of it", async () => {
  await using host = await startTestHost();
  const deep = `${'{"a":'.repeat(200)}1${"}".repeat(200)}`;
  const table: [what: string, body: unknown, headers: Record<string, string>, status: number][] = [
    ["too large", { ...INITIALIZE, pad: "x".repeat(1_100_000) }, {}, 413],
    ["no JSON", "{", {}, 400],
    ["too deep", deep, {}, 400],
    ["a prototype", '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"__proto__":{}}}', {}, 400],
    ["a long batch", Array(101).fill({ jsonrpc: "2.0", id: 1, method: "ping" }), {}, 400],
    ["text", JSON.stringify(INITIALIZE), { "content-type": "text/plain" }, 415],
    ["a form", "a=1", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["no JSON-RPC", { hello: "world" }, {}, 400],
    ["an unknown version", INITIALIZE, { "mcp-protocol-version": "1999-01-01" }, 400],
  ];
  for (const [what, body, headers, status] of table) {
    const id: Record<string, string> = what === "an unknown version" ? { "mcp-session-id": await session(host) } : {};
    const message = what === "an unknown version" ? { jsonrpc: "2.0", id: 2, method: "tools/list" } : body;
    assert.equal(await statusOf(send(host, message, { ...headers, ...id })), status, what);
  }
  for (const path of ["/mcp/nothing", "/mcp/", "/mcp/Demo", "/mcp/demo/x", "/mcp/..%2fdemo"]) {
    assert.equal(await statusOf(send(host, INITIALIZE, {}, path)), 404, path);
  }
  assert.equal(await statusOf(fetch(host.url("/mcp"), { method: "PUT" })), 405);
});

Deno.test("a session is of one person with one credential at one address; for all others it is not there", async () => {
  await using host = await startTestHost();
  const id = await session(host);
  const list = { jsonrpc: "2.0", id: 2, method: "tools/list" };
  const as = (token: string, path = "/mcp") =>
    statusOf(send(host, list, { authorization: `Bearer ${token}`, "mcp-session-id": id }, path));
  assert.equal(await as("member"), 200);
  assert.equal(await as("member-2"), 404);
  assert.equal(await as("owner"), 404);
  assert.equal(await as("member", "/mcp/demo"), 404);
  const end = (token: string) =>
    statusOf(
      fetch(host.url("/mcp"), {
        method: "DELETE",
        headers: { authorization: `Bearer ${token}`, "mcp-session-id": id },
      }),
    );
  assert.equal(await end("owner"), 404);
  assert.equal(await as("member"), 200);
  assert.equal(await end("member"), 200);
  assert.equal(await as("member"), 404);
});

Deno.test("sessions of one person are bounded: the one that was used longest ago makes room", async () => {
  await using host = await startTestHost();
  const ids: string[] = [];
  for (let count = 0; count < 40; count++) ids.push(await session(host));
  const statuses = await Promise.all(
    ids.map((id) => statusOf(send(host, { jsonrpc: "2.0", id: 2, method: "ping" }, { "mcp-session-id": id }))),
  );
  assert.equal(statuses.filter((status) => status === 200).length, 32);
  assert.equal(statuses[0], 404);
  assert.equal(statuses.at(-1), 200);
});

for (const generation of GENERATIONS) {
  Deno.test(`${generation}: with a token its streams and sessions end at once, those of others go on`, async () => {
    await using host = await startTestHost();
    const streamOf = async (token: string) => {
      const headers = { authorization: `Bearer ${token}`, accept: "application/json, text/event-stream" };
      if (generation === "2025-11-25") {
        const id = await session(host, token);
        return await fetch(host.url("/mcp"), { headers: { ...headers, "mcp-session-id": id } });
      }
      return await send(host, {
        jsonrpc: "2.0",
        id: 1,
        method: "subscriptions/listen",
        params: {
          notifications: { toolsListChanged: true },
          _meta: {
            "io.modelcontextprotocol/protocolVersion": generation,
            "io.modelcontextprotocol/clientInfo": { name: "t", version: "1" },
            "io.modelcontextprotocol/clientCapabilities": {},
          },
        },
      }, {
        authorization: `Bearer ${token}`,
        "mcp-protocol-version": generation,
        "mcp-method": "subscriptions/listen",
      });
    };
    const lost = await streamOf("member");
    const kept = await streamOf("member-2");
    assert.equal(lost.headers.get("content-type"), "text/event-stream");
    host.authenticator.revoked.add("member");
    host.gateway.drop({ tokenId: "t-member" });
    // Ends, instead of waiting for ever.
    await lost.text();
    offer(host, provider("shop", [{ name: "shop.item.list" }]));
    const reader = kept.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = "";
    while (!heard.includes("tools/list_changed")) {
      const { done, value } = await reader.read();
      assert.ok(!done, "the other's stream ended too");
      heard += value;
    }
    await reader.cancel();
    assert.equal(await statusOf(send(host, INITIALIZE)), 401);
  });
}

Deno.test("a stream ends at the next round when the sign-in behind it has run out in silence", async () => {
  await using host = await startTestHost({ gateway: { recheckMs: 30 } });
  const id = await session(host);
  const stream = await fetch(host.url("/mcp"), {
    headers: { authorization: "Bearer member", accept: "text/event-stream", "mcp-session-id": id },
  });
  host.authenticator.revoked.add("member");
  await stream.text();
});

Deno.test("the Unix socket asks for its own token, and no other", async () => {
  await using host = await startTestHost();
  const token = (await Deno.readTextFile(`${host.dataDir}/run/token`)).trim();
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const status = async (bearer: string) => {
    const headers = [
      "POST /mcp HTTP/1.1",
      "Host: localhost",
      "Content-Type: application/json",
      "Accept: application/json, text/event-stream",
      `Authorization: Bearer ${bearer}`,
      `Content-Length: ${body.length}`,
    ];
    const path = `${host.dataDir}/run/rpc.sock`;
    return (await rawHttp({ transport: "unix", path }, `${headers.join("\r\n")}\r\n\r\n${body}`)).status;
  };
  assert.equal(await status(token), 200);
  assert.equal(await status("owner"), 401);
});

Deno.test("what a plugin says of itself cannot break or flood the list", async () => {
  await using host = await startTestHost();
  let deep: Record<string, unknown> = { type: "string" };
  for (let level = 0; level < 5_000; level++) deep = { type: "object", properties: { a: deep } };
  const methods = [
    { name: "evil.text.hidden", summary: "Nice\u0000\u001b[31m \u{e0049}\u{e0067}tool\u202e" },
    { name: "evil.text.long", summary: "s".repeat(100_000), description: "d".repeat(1_000_000) },
    { name: "evil.schema.deep", params: deep, result: deep },
    {
      name: "evil.schema.wide",
      params: {
        type: "object",
        properties: Object.fromEntries(
          Array.from({ length: 5_000 }, (_, i) => [`p${i}`, { type: "string", description: "x".repeat(1_000) }]),
        ),
      },
    },
    {
      name: "evil.schema.odd",
      params: { type: 7, properties: [1], required: "all", anyOf: "x" },
      result: { type: "object", properties: null },
    },
    { name: "evil.schema.loop", params: { $ref: "#/properties/a", properties: { a: { $ref: "#" } } } },
    { name: "evil.mcp.odd", mcp: { resource: { uri: 7, list: "x" }, prompt: "yes" } as never },
    { name: `evil.${"x".repeat(190)}` },
  ];
  offer(host, provider("evil", methods));
  for (const generation of GENERATIONS) {
    await using it = await connect(host, generation, { path: "/mcp/evil" });
    const { tools } = await it.client.listTools();
    assert.equal(tools.length, methods.length);
    assert.equal(tools.find(({ name }) => name === "evil_text_hidden")!.title, "Nice[31m tool");
    assert.ok(tools.every(({ name }) => name.length <= 64));
    assert.ok(JSON.stringify(tools).length < 200_000, `${JSON.stringify(tools).length}`);
  }
});

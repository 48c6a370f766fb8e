import assert from "node:assert/strict";
import { rawHttp } from "./_raw_http.ts";
import { startTestHost, type TestHost } from "./_test_host.ts";

const echo = (text: string, id: unknown = 1) => ({ jsonrpc: "2.0", id, method: "demo.echo", params: { text } });

async function errorOf(response: Response) {
  const { error } = await response.json();
  return { status: response.status, code: error.code, reason: error.data.reason, ...error };
}

/** The host still answers a good call. */
async function serves(host: TestHost): Promise<void> {
  const response = await host.post(echo("still here"));
  assert.equal(response.status, 200);
  assert.equal((await response.json()).result.text, "still here");
}

Deno.test("a call over HTTP is answered, a batch too, and a notification with 204", async () => {
  await using host = await startTestHost();
  const single = await host.post(echo("héllo 😀"));
  assert.equal(single.headers.get("content-type"), "application/json");
  assert.deepEqual(await single.json(), { jsonrpc: "2.0", id: 1, result: { text: "héllo 😀", caller: "member" } });
  const batch = await (await host.post([echo("a", "x"), echo("b", "y")])).json();
  assert.deepEqual(batch.map((reply: { id: string }) => reply.id), ["x", "y"]);
  const notification = await host.post({ jsonrpc: "2.0", method: "demo.echo", params: { text: "a" } });
  assert.deepEqual([notification.status, await notification.text()], [204, ""]);
});

Deno.test("POST /rpc/<plugin> reaches that plugin's methods only", async () => {
  await using host = await startTestHost();
  const post = (path: string, method: string) =>
    fetch(host.url(path), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer member" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: { text: "a" } }),
    });
  assert.equal((await (await post("/rpc/demo", "demo.echo")).json()).result.text, "a");
  assert.equal((await errorOf(await post("/rpc/demo", "rpc.discover"))).code, -32601);
  assert.equal((await errorOf(await post("/rpc/chat", "demo.echo"))).status, 404);
  assert.equal((await errorOf(await post("/rpc/No.Such", "demo.echo"))).status, 404);
  host.router.setProvider("chat", { state: "unavailable", hint: "it is disabled" });
  assert.deepEqual(
    (({ status, code, hint }) => [status, code, hint])({
      ...(await errorOf(await post("/rpc/chat", "chat.message.send"))),
      hint: "",
    }),
    [503, -32050, ""],
  );
});

Deno.test("malformed bodies are parse errors and the host serves on", async () => {
  await using host = await startTestHost();
  for (const body of ["", "{", "not json", '{"jsonrpc":"2.0",', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])]) {
    const error = await errorOf(await host.post(body));
    assert.deepEqual([error.status, error.code, error.reason], [400, -32700, "parse_error"]);
    assert.match(error.data.traceId, /^[0-9a-f]{32}$/);
  }
  await serves(host);
});

Deno.test("invalid UTF-8 inside a text is refused, not replaced", async () => {
  await using host = await startTestHost();
  const body = new TextEncoder().encode(JSON.stringify(echo("XX")));
  body.set([0xc3, 0x28], new TextDecoder().decode(body).indexOf("XX"));
  assert.equal((await errorOf(await host.post(body))).code, -32700);
});

Deno.test("wrong shapes, wrong types and deep nesting have their own errors", async () => {
  await using host = await startTestHost();
  const cases: [unknown, number, number][] = [
    ["5", 400, -32600],
    [{ id: 1, method: "demo.echo" }, 400, -32600],
    [[], 400, -32600],
    [{ ...echo("a"), method: "no.such.method" }, 404, -32601],
    [{ ...echo("a"), params: { text: 5 } }, 400, -32602],
    [{ ...echo("a"), params: ["a"] }, 400, -32602],
    [{ ...echo("a"), params: undefined }, 400, -32602],
    ["[".repeat(100_000), 400, -32600],
    [`{"jsonrpc":"2.0","id":1,"method":"demo.echo","params":{"text":${"[".repeat(70)}${"]".repeat(70)}}}`, 400, -32600],
    [Array(101).fill(echo("a")), 413, -32013],
    [`{"jsonrpc":"2.0","id":1,"method":"demo.echo","params":{"text":"a","__proto__":{"x":1}}}`, 400, -32600],
  ];
  for (const [body, status, code] of cases) {
    const error = await errorOf(await host.post(body));
    assert.deepEqual([error.status, error.code], [status, code], String(JSON.stringify(body)).slice(0, 100));
  }
  assert.equal((await errorOf(await host.post({ ...echo("a"), params: { text: 5 } }))).data.path, "/text");
  await serves(host);
});

Deno.test("a body of 1 MiB passes, one byte more does not", async () => {
  await using host = await startTestHost();
  const fill = (size: number) => {
    const empty = JSON.stringify(echo("")).length;
    return JSON.stringify(echo("x".repeat(size - empty)));
  };
  const fits = await host.post(fill(1024 * 1024));
  assert.equal(fits.status, 200);
  await fits.body?.cancel();
  assert.equal((await errorOf(await host.post(fill(1024 * 1024 + 1)))).status, 413);
});

Deno.test("20 MB are refused with 413, announced or in chunks, without being read to the end", async () => {
  await using host = await startTestHost();
  const address = { hostname: "127.0.0.1", port: host.gateway.port };
  const head = (extra: string) =>
    `POST /rpc HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer member\r\nContent-Type: application/json\r\n${extra}\r\n\r\n`;
  const megabyte = new Uint8Array(1024 * 1024).fill(32);
  const announced = await rawHttp(address, head(`Content-Length: ${20 * 1024 * 1024}`), ...Array(20).fill(megabyte));
  assert.equal(announced.status, 413);
  assert.equal(JSON.parse(announced.body).error.code, -32013);
  const chunk = [`${megabyte.byteLength.toString(16)}\r\n`, megabyte, "\r\n"];
  const chunked = await rawHttp(
    address,
    head("Transfer-Encoding: chunked"),
    ...Array(20).fill(chunk).flat(),
    "0\r\n\r\n",
  );
  assert.equal(chunked.status, 413);
  await serves(host);
});

Deno.test("a chunked body within the limit is read whole", async () => {
  await using host = await startTestHost();
  const text = JSON.stringify(echo("in pieces"));
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const character of text) controller.enqueue(new TextEncoder().encode(character));
      controller.close();
    },
  });
  assert.equal((await (await host.post(stream)).json()).result.text, "in pieces");
});

Deno.test("another content type is refused with 415, another method with 405", async () => {
  await using host = await startTestHost();
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]) {
    const response = await host.post(JSON.stringify(echo("a")), { headers: { "content-type": type } });
    assert.equal(response.status, 415, type);
    await response.body?.cancel();
  }
  for (const type of ["application/json; charset=utf-8", "Application/JSON"]) {
    const response = await host.post(JSON.stringify(echo("a")), { headers: { "content-type": type } });
    assert.equal(response.status, 200, type);
    await response.body?.cancel();
  }
  for (const method of ["GET", "PUT", "DELETE"]) {
    const response = await fetch(host.url("/rpc"), { method });
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "POST"]);
    await response.body?.cancel();
  }
});

Deno.test("nobody, a wrong token and a missing CSRF token are refused, before the body is looked at", async () => {
  await using host = await startTestHost();
  const post = async (headers: Record<string, string>) => {
    const response = await fetch(host.url("/rpc"), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(echo("a")),
    });
    const { result, error } = await response.json();
    return [response.status, error?.code ?? result.caller];
  };
  assert.deepEqual(await post({}), [401, -32001]);
  assert.deepEqual(await post({ authorization: "Bearer wrong" }), [401, -32001]);
  assert.deepEqual(await post({ cookie: "bulkhead_session=session-member" }), [403, -32003]);
  assert.deepEqual(await post({ cookie: "a=b; bulkhead_session=session-member", "x-csrf-token": "csrf" }), [
    200,
    "member",
  ]);
  assert.deepEqual(await post({ authorization: "bearer guest" }), [200, "guest"]);
});

Deno.test("an internal error shows a trace id and no detail", async () => {
  await using host = await startTestHost();
  const error = await errorOf(await host.post({ jsonrpc: "2.0", id: 1, method: "demo.fail", params: {} }));
  assert.deepEqual([error.status, error.code], [500, -32603]);
  assert.doesNotMatch(JSON.stringify(error), /secret|\.ts/);
});

Deno.test("a token above its limit gets 429 with Retry-After, a session has the person's limit", async () => {
  await using host = await startTestHost({ rateLimits: { token: { perMinute: 2 }, person: { perMinute: 4 } } });
  const statuses = async (count: number, headers: Record<string, string>) => {
    const found: number[] = [];
    for (let index = 0; index < count; index++) {
      const response = await host.post(echo("a"), { headers });
      found.push(response.status);
      if (response.status === 429) assert.match(response.headers.get("retry-after")!, /^\d+$/);
      await response.body?.cancel();
    }
    return found;
  };
  assert.deepEqual(await statuses(3, {}), [200, 200, 429]);
  assert.deepEqual(await statuses(1, { authorization: "Bearer member-2" }), [200]);
  const session = { authorization: "", cookie: "bulkhead_session=session-member", "x-csrf-token": "csrf" };
  assert.deepEqual(await statuses(5, session), [200, 200, 200, 200, 429]);
});

Deno.test("the caller's trace goes through to the error", async () => {
  await using host = await startTestHost();
  const trace = "0af7651916cd43dd8448eb211c80319c";
  const call = { ...echo("a"), method: "no.such" };
  const given = await host.post(call, { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
  assert.equal((await errorOf(given)).data.traceId, trace);
  const nonsense = await host.post(call, { headers: { traceparent: "nonsense" } });
  assert.match((await errorOf(nonsense)).data.traceId, /^[0-9a-f]{32}$/);
});

Deno.test("rpc.discover and the documents over HTTP show what the one who asks may call", async () => {
  await using host = await startTestHost();
  const names = (document: { methods: { name: string }[] }) => document.methods.map((method) => method.name);
  const discovered = await (await host.post({ jsonrpc: "2.0", id: 1, method: "rpc.discover" })).json();
  assert.ok(names(discovered.result).includes("demo.fail"));
  assert.equal(discovered.result.servers[0].url, host.url("/rpc"));
  const guest = await fetch(host.url("/openrpc.json"), { headers: { authorization: "Bearer guest" } });
  const forGuest = names(await guest.json());
  assert.ok(forGuest.includes("demo.echo") && !forGuest.includes("demo.fail"));
  const one = await (await fetch(host.url("/rpc/demo/openrpc.json"))).json();
  assert.deepEqual(names(one), ["demo.echo", "demo.fail", "demo.wait"]);
  assert.equal((await fetch(host.url("/rpc/nothing/openrpc.json")).then((r) => (r.body?.cancel(), r))).status, 404);
  const remote = await fetch(host.url("/openrpc.json"), { headers: { "x-forwarded-for": "203.0.113.9" } });
  assert.equal((await errorOf(remote)).status, 401);
});

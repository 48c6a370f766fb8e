import assert from "node:assert/strict";
import { rawHttp } from "./_raw_http.ts";
import { startTestHost, type TestHost } from "./_test_host.ts";

const BODY = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "demo.echo", params: { text: "a" } });

async function status(host: TestHost, path: string, headers: Record<string, string>, method = "GET"): Promise<number> {
  const body = method === "POST" ? BODY : "";
  const about = method === "POST" ? { "Content-Length": String(body.length), "Content-Type": "application/json" } : {};
  const lines = Object.entries({ ...about, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const request = `${method} ${path} HTTP/1.1\r\n${lines}\r\n${body}`;
  return (await rawHttp({ hostname: "127.0.0.1", port: host.gateway.port }, request)).status;
}

Deno.test("a Host header that is neither loopback nor the public URL's gets 421 on every path", async () => {
  await using host = await startTestHost({ gateway: { publicUrl: "https://team.example" } });
  for (
    const name of ["127.0.0.1", "localhost:99", "LOCALHOST", "[::1]:8080", "127.9.9.9", "app.localhost", "team.example"]
  ) {
    assert.equal(await status(host, "/health", { Host: name }), 200, name);
  }
  for (
    const name of ["evil.example", "team.example.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "localhost.evil"]
  ) {
    for (const path of ["/health", "/", "/openrpc.json", "/hooks/x/y"]) {
      assert.equal(await status(host, path, { Host: name }), 421, `${name} ${path}`);
    }
    assert.equal(await status(host, "/rpc", { Host: name, Authorization: "Bearer member" }, "POST"), 421);
  }
});

Deno.test("odd request lines and Host headers are refused, never a server error", async () => {
  await using host = await startTestHost();
  const address = { hostname: "127.0.0.1", port: host.gateway.port };
  const lines = [
    "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1",
    "OPTIONS /rpc HTTP/1.1\r\nHost: 127.0.0.1",
    "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example",
    "TRACE / HTTP/1.1\r\nHost: 127.0.0.1",
    "GET http://evil.example/health HTTP/1.1\r\nHost: 127.0.0.1",
    "GET /health HTTP/1.1\r\nHost: 127.0.0.1@evil.example",
    "GET /health HTTP/1.1\r\nHost: evil.example/127.0.0.1",
    "GET /health HTTP/1.1\r\nHost: 127.0.0.1#.evil.example",
    "GET /health HTTP/1.1\r\nHost: [::1",
    "GET ?x HTTP/1.1\r\nHost: 127.0.0.1",
  ];
  for (const line of lines) {
    const answer = await rawHttp(address, `${line}\r\n\r\n`).catch(() => ({ status: 400, body: "" }));
    assert.ok(answer.status >= 400 && answer.status < 500, `${JSON.stringify(line)} ${answer.status} ${answer.body}`);
  }
  assert.equal(await status(host, "/health", { Host: "127.0.0.1" }), 200);
});

Deno.test("a foreign Origin is refused wherever something could change, null is foreign", async () => {
  await using host = await startTestHost({ gateway: { publicUrl: "https://team.example" } });
  const own = `127.0.0.1:${host.gateway.port}`;
  const post = (path: string, origin: string, name = own) =>
    status(host, path, { Host: name, Origin: origin, Authorization: "Bearer member" }, "POST");
  for (
    const origin of ["https://evil.example", "null", "http://127.0.0.1:1", `https://${own}`, "http://team.example"]
  ) {
    for (const path of ["/rpc", "/rpc/demo", "/auth/login", "/hooks/demo/x"]) {
      assert.equal(await post(path, origin), 403, `${origin} ${path}`);
    }
  }
  assert.equal(await post("/rpc", `http://${own}`), 200);
  assert.equal(await post("/rpc", "https://team.example", "team.example"), 200);
  assert.equal(await post("/rpc", "http://evil.example", "evil.example"), 421);
  assert.equal(await status(host, "/health", { Host: own, Origin: "https://evil.example" }), 200);
});

Deno.test("a foreign page cannot open a WebSocket, even with the person's cookie", async () => {
  await using host = await startTestHost();
  const connect = (origin?: string) =>
    status(host, "/ws", {
      Host: `127.0.0.1:${host.gateway.port}`,
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Version": "13",
      Cookie: "bulkhead_session=session-member",
      ...(origin === undefined ? {} : { Origin: origin }),
    });
  assert.equal(await connect("https://evil.example"), 403);
  assert.equal(await connect("null"), 403);
  assert.equal(await connect(`http://127.0.0.1:${host.gateway.port}`), 101);
  assert.equal(await connect(), 101);
});

Deno.test("loopback is a loopback peer, a loopback name and no Forwarded header but X-Forwarded-User", async () => {
  await using host = await startTestHost({ gateway: { publicUrl: "https://team.example" } });
  const loopback = async (headers: Record<string, string>) =>
    JSON.parse(
      (await rawHttp(
        { hostname: "127.0.0.1", port: host.gateway.port },
        `GET /auth/state HTTP/1.1\r\n${Object.entries(headers).map(([n, v]) => `${n}: ${v}\r\n`).join("")}\r\n`,
      )).body,
    ).loopback;
  assert.equal(await loopback({ Host: "localhost" }), true);
  assert.equal(await loopback({ Host: "localhost", "X-Forwarded-User": "alice" }), true);
  assert.equal(await loopback({ Host: "team.example" }), false);
  for (
    const header of [
      "Forwarded",
      "X-Forwarded-For",
      "X-Forwarded-Host",
      "X-Forwarded-Proto",
      "X-Real-IP",
      "X-Forwarded-Email",
    ]
  ) {
    assert.equal(await loopback({ Host: "localhost", [header]: "x" }), false, header);
  }
});

Deno.test("X-Forwarded-User is believed in dev mode from loopback, in proxy mode from the trusted proxy, else never", async () => {
  const call = async (mode: "local" | "dev" | "proxy", trustedProxy: string[], headers: Record<string, string>) => {
    await using host = await startTestHost({ gateway: { mode, trustedProxy } });
    return await status(host, "/rpc", { Host: "127.0.0.1", ...headers }, "POST");
  };
  const user = { "X-Forwarded-User": "member" };
  assert.equal(await call("dev", [], user), 200);
  assert.equal(await call("dev", [], { ...user, "X-Forwarded-For": "203.0.113.9" }), 401);
  assert.equal(await call("local", [], user), 401);
  assert.equal(await call("local", ["127.0.0.1"], { ...user, "X-Forwarded-For": "203.0.113.9" }), 200);
  assert.equal(await call("proxy", [], user), 401);
  assert.equal(await call("proxy", ["127.0.0.0/8"], user), 200);
  assert.equal(await call("proxy", ["10.0.0.0/8"], user), 401);
});

Deno.test("behind a trusted proxy the peer is the address that the proxy saw, from others it is never believed", async () => {
  const peer = async (trustedProxy: string[]) => {
    await using host = await startTestHost({ gateway: { trustedProxy } });
    const answer = await fetch(host.url("/auth/state"), {
      headers: { "x-forwarded-for": "1.1.1.1, 203.0.113.9, 127.0.0.1" },
    });
    return (await answer.json()).peerAddress;
  };
  assert.equal(await peer(["127.0.0.1"]), "203.0.113.9");
  assert.equal(await peer([]), "127.0.0.1");
});

Deno.test("a trusted proxy that is no address is refused by name", async () => {
  await assert.rejects(startTestHost({ gateway: { trustedProxy: ["10.0.0.0/99"] } }), /"10\.0\.0\.0\/99"/);
});

Deno.test("a credential in an address is refused, whether it is good or not; what belongs to hooks and pages is theirs", async () => {
  await using host = await startTestHost();
  const own = { Host: "127.0.0.1", Authorization: "Bearer member" };
  for (const path of ["/rpc", "/ws", "/openrpc.json", "/metrics", "/mcp", "/auth/state"]) {
    for (const query of ["access_token=member", "a=1&token=member", "api_key=x", "x=bhk_abc"]) {
      const method = path === "/rpc" || path === "/mcp" ? "POST" : "GET";
      assert.equal(await status(host, `${path}?${query}`, own, method), 400, `${path}?${query}`);
    }
  }
  assert.equal(await status(host, "/plugins?x=bhk_abc", own), 400);
  assert.notEqual(await status(host, "/hooks/demo/x?token=shared", own, "POST"), 400);
  assert.notEqual(await status(host, "/p/demo/?token=abc", own), 400);
  assert.equal(await status(host, "/health?token=abc", own), 200);
});

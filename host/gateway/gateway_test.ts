import assert from "node:assert/strict";
import { rawHttp } from "./_raw_http.ts";
import { startTestHost } from "./_test_host.ts";

async function get(url: string, init?: RequestInit): Promise<{ status: number; headers: Headers; body: string }> {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, body: await response.text() };
}

Deno.test("before the host is up health and hooks answer 503 with Retry-After, and calls wait outside too", async () => {
  await using host = await startTestHost({ closed: true });
  const paths: [string, string][] = [
    ["/health", "GET"],
    ["/ready", "GET"],
    ["/hooks/github", "POST"],
    ["/rpc", "POST"],
    ["/auth/state", "GET"],
    ["/ws", "GET"],
    ["/metrics", "GET"],
    ["/openrpc.json", "GET"],
  ];
  for (const [path, method] of paths) {
    const { status, headers, body } = await get(host.url(path), { method });
    assert.equal(status, 503, path);
    assert.match(headers.get("retry-after")!, /^\d+$/, path);
    JSON.parse(body);
  }
  assert.equal(JSON.parse((await get(host.url("/health"))).body).status, "starting");
  assert.equal((await get(host.url("/"))).status, 200);
  host.gateway.pusher.push("host.plugin.changed", {});
});

Deno.test("health shows version, plugins and sockets; ready and the well-known document answer", async () => {
  await using host = await startTestHost();
  const health = JSON.parse((await get(host.url("/health"))).body);
  assert.deepEqual({ ...health, uptimeMs: 0 }, {
    status: "ok",
    version: "1.2.3",
    uptimeMs: 0,
    plugins: { demo: "ready" },
    ws: 0,
  });
  assert.ok(health.uptimeMs >= 0);
  assert.equal((await get(host.url("/ready"))).status, 200);
  const wellKnown = JSON.parse((await get(host.url("/.well-known/bulkhead.json"))).body);
  assert.deepEqual([wellKnown.name, wellKnown.version, wellKnown.auth, wellKnown.endpoints.rpc], ["Bulkhead", "1.2.3", [
    "local",
  ], "/rpc"]);
});

Deno.test("metrics are for loopback and for admins", async () => {
  await using host = await startTestHost();
  await (await host.post({ jsonrpc: "2.0", id: 1, method: "demo.echo", params: { text: "a" } })).body?.cancel();
  assert.match((await get(host.url("/metrics"))).body, /bulkhead_calls_total\{method="demo\.echo",outcome="ok"\} 1/);
  const remote = { "x-forwarded-for": "203.0.113.9" };
  const statuses: number[] = [];
  for (const authorization of ["", "Bearer member", "Bearer admin"]) {
    statuses.push((await get(host.url("/metrics"), { headers: { ...remote, authorization } })).status);
  }
  assert.deepEqual(statuses, [401, 403, 200]);
});

Deno.test("sign-in routes live below /auth with the request's body and credentials", async () => {
  await using host = await startTestHost();
  assert.equal(JSON.parse((await get(host.url("/auth/state"))).body).loopback, true);
  const login = await get(host.url("/auth/login"), { method: "POST", body: '{"handle":"a"}' });
  assert.deepEqual(JSON.parse(login.body), { got: { handle: "a" } });
  assert.equal(login.headers.get("cache-control"), "no-store");
  assert.equal((await get(host.url("/auth/login"), { method: "POST", body: "x".repeat(70_000) })).status, 413);
  assert.equal((await get(host.url("/auth/nothing"))).status, 404);
});

Deno.test("paths of later rooms are not found instead of showing the cockpit", async () => {
  await using host = await startTestHost();
  for (
    const path of [
      "/sync",
      "/p/demo/index.html",
      "/.well-known/nothing",
      "/workers/1/mcp",
      "/rpcx/",
    ]
  ) {
    const { status, headers } = await get(host.url(path), { headers: { accept: "application/json" } });
    if (path === "/rpcx/") continue;
    assert.deepEqual([status, headers.get("content-type")], [404, "application/json"], path);
  }
  const page = await get(host.url("/p/demo/index.html"));
  assert.match(page.headers.get("content-security-policy")!, /^sandbox/);
});

Deno.test("the address of a plugin's page leads to its place in the cockpit", async () => {
  await using host = await startTestHost();
  for (const path of ["/p/demo", "/p/demo/"]) {
    const response = await fetch(host.url(path), { redirect: "manual" });
    await response.body?.cancel();
    assert.deepEqual([response.status, response.headers.get("location")], [302, "/app/demo"]);
  }
  for (const path of ["/p/unknown", "/p/%2f%2fevil.example", "/p/constructor"]) {
    assert.equal((await get(host.url(path), { redirect: "manual" })).status, 404, path);
  }
});

Deno.test("a taken port is an AddrInUse error and leaves nothing behind", async () => {
  await using host = await startTestHost();
  const port = host.gateway.port;
  await assert.rejects(startTestHost({ gateway: { port } }), Deno.errors.AddrInUse);
});

Deno.test("closing lets a call under way finish", async () => {
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const deliver = async () => {
    started.resolve();
    await release.promise;
    return { status: 200, body: "done" };
  };
  const host = await startTestHost({ hooks: { deliver } });
  const pending = get(host.url("/hooks/demo"), { method: "POST" });
  await started.promise;
  const closing = host[Symbol.asyncDispose]();
  release.resolve();
  assert.equal((await pending).body, "done");
  await closing;
});

Deno.test("garbage instead of HTTP does not disturb anybody", async () => {
  await using host = await startTestHost();
  const address = { hostname: "127.0.0.1", port: host.gateway.port };
  await rawHttp(address, "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n").catch(() => {});
  await rawHttp(address, `GET /${"x".repeat(100_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`).catch(() => {});
  assert.equal((await get(host.url("/health"))).status, 200);
});

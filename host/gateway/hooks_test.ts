import assert from "node:assert/strict";
import type { HookParams, HookResult } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { startTestHost } from "./_test_host.ts";

function target(answer: (plugin: string, hook: HookParams) => HookResult) {
  const seen: { plugin: string; hook: HookParams }[] = [];
  return {
    seen,
    // deno-lint-ignore require-await -- a throw is a rejection
    deliver: async (plugin: string, hook: HookParams) => {
      seen.push({ plugin, hook });
      return answer(plugin, hook);
    },
  };
}

Deno.test("a hook gets path, query, headers and the bytes as they were sent", async () => {
  const hooks = target(() => ({ status: 202, body: { ok: true } }));
  await using host = await startTestHost({ hooks });
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const response = await fetch(host.url("/hooks/github/in%20box/a?x=1&y=%C3%A9"), {
    method: "POST",
    headers: {
      "x-hub-signature-256": "sha256=abc",
      cookie: "bulkhead_session=session-owner",
      "x-forwarded-user": "owner",
    },
    body: bytes,
  });
  assert.deepEqual([response.status, await response.json()], [202, { ok: true }]);
  const { plugin, hook } = hooks.seen[0]!;
  assert.deepEqual([plugin, hook.method, hook.path, hook.query], ["github", "POST", "in box/a", { x: "1", y: "é" }]);
  assert.equal(hook.headers["x-hub-signature-256"], "sha256=abc");
  assert.equal(hook.headers.cookie, undefined);
  assert.equal(hook.headers["x-forwarded-user"], undefined);
  assert.deepEqual(Uint8Array.fromBase64(hook.bodyBase64), bytes);
});

Deno.test("the root of a plugin's hooks has the empty path", async () => {
  const hooks = target(() => ({ status: 200 }));
  await using host = await startTestHost({ hooks });
  for (const path of ["/hooks/github", "/hooks/github/"]) {
    await (await fetch(host.url(path), { method: "POST" })).body?.cancel();
  }
  assert.deepEqual(hooks.seen.map(({ hook }) => hook.path), ["", ""]);
});

Deno.test("a plugin's answer is sandboxed: no cookies, no policies of its own, no sniffing", async () => {
  const hooks = target(() => ({
    status: 200,
    headers: {
      "Content-Type": "text/html",
      "Set-Cookie": "bulkhead_session=stolen",
      "Content-Security-Policy": "default-src *",
      "Access-Control-Allow-Origin": "*",
      "Clear-Site-Data": '"*"',
      "Location": "https://evil.example",
      "Cache-Control": "no-cache",
    },
    body: "<script>alert(1)</script>",
  }));
  await using host = await startTestHost({ hooks });
  const response = await fetch(host.url("/hooks/demo/x"), { method: "POST" });
  assert.equal(await response.text(), "<script>alert(1)</script>");
  const { headers } = response;
  assert.match(headers.get("content-security-policy")!, /^sandbox; default-src 'none'; form-action 'none'/);
  assert.deepEqual(["content-type", "x-content-type-options", "cache-control"].map((name) => headers.get(name)), [
    "text/html",
    "nosniff",
    "no-cache",
  ]);
  for (const name of ["set-cookie", "access-control-allow-origin", "clear-site-data", "location"]) {
    assert.equal(headers.get(name), null, name);
  }
});

Deno.test("what the plugin refuses has its status, a plugin that is off gets 503 with Retry-After", async () => {
  const errors: Record<string, [RpcError, number]> = {
    "/hooks/demo/gone": [new RpcError("not_found", "No such hook"), 404],
    "/hooks/demo/signature": [new RpcError("unauthenticated", "The signature is wrong"), 401],
    "/hooks/demo/off": [new RpcError("plugin_unavailable", "Disabled", { hint: "it is disabled" }), 503],
    "/hooks/demo/slow": [new RpcError("deadline_exceeded", "Too slow"), 504],
  };
  const hooks = target((plugin, { path }) => {
    throw errors[`/hooks/${plugin}/${path}`]![0];
  });
  await using host = await startTestHost({ hooks });
  for (const [path, [error, status]] of Object.entries(errors)) {
    const response = await fetch(host.url(path), { method: "POST", body: "{}" });
    assert.deepEqual([response.status, (await response.json()).error.code], [status, error.code]);
    assert.equal(response.headers.get("retry-after"), status === 503 ? "30" : null);
  }
});

Deno.test("an answer that is no answer, and a target that breaks, are internal errors without detail", async () => {
  const hooks = target((_, { path }) => {
    if (path === "throw") throw new Error("secret detail");
    return { status: path === "text" ? "200" as unknown as number : 99 };
  });
  await using host = await startTestHost({ hooks });
  for (const path of ["throw", "text", "low"]) {
    const response = await fetch(host.url(`/hooks/demo/${path}`), { method: "POST" });
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /secret/);
  }
});

Deno.test("a hook's body may have 25 MiB and no more", async () => {
  const hooks = target((_, { bodyBase64 }) => ({ status: 200, body: String(bodyBase64.length) }));
  await using host = await startTestHost({ hooks });
  const post = (size: number) => fetch(host.url("/hooks/demo/x"), { method: "POST", body: new Uint8Array(size) });
  const fits = await post(25 * 1024 * 1024);
  assert.deepEqual([fits.status, Number(await fits.text())], [200, Math.ceil(25 * 1024 * 1024 / 3) * 4]);
  const refused = await post(25 * 1024 * 1024 + 1);
  assert.equal(refused.status, 413);
  await refused.body?.cancel();
  assert.equal(hooks.seen.length, 1);
});

Deno.test("many large bodies at once are sent away with Retry-After, and taken again later", async () => {
  const release = Promise.withResolvers<void>();
  let arrived = 0;
  const five = Promise.withResolvers<void>();
  const deliver = async () => {
    if (++arrived === 5) five.resolve();
    await release.promise;
    return { status: 200 };
  };
  await using host = await startTestHost({ hooks: { deliver } });
  const post = () => fetch(host.url("/hooks/demo"), { method: "POST", body: new Uint8Array(25 * 1024 * 1024) });
  const status = async (response: Response) => (await response.body?.cancel(), response.status);
  const first = Array.from({ length: 5 }, post);
  await five.promise;
  const refused = await post();
  assert.match(refused.headers.get("retry-after")!, /^\d+$/);
  assert.equal(await status(refused), 429);
  release.resolve();
  for (const response of first) assert.equal(await status(await response), 200);
  assert.equal(await status(await post()), 200);
});

Deno.test("a path that names no plugin is not found", async () => {
  const hooks = target(() => ({ status: 200 }));
  await using host = await startTestHost({ hooks });
  for (const path of ["/hooks/", "/hooks/../x", "/hooks/NOPE/x", "/hooks/demo/%ff", "/hooks/__proto__/x"]) {
    const response = await fetch(host.url(path), { method: "POST" });
    assert.ok([403, 404, 405].includes(response.status), `${path} ${response.status}`);
    await response.body?.cancel();
  }
  assert.equal(hooks.seen.length, 0);
});

import assert from "node:assert/strict";
import { RpcFailure } from "../sdk/failure.ts";
import { RpcClient } from "./rpc_client.ts";

/** Answers calls as the host would, and remembers them. */
function host(answer: (body: { id: number; method: string; params: unknown }) => unknown | Promise<unknown>) {
  const requests: { headers: Headers; body: { id: number; method: string; params: unknown } }[] = [];
  const ask: typeof fetch = async (_input, init) => {
    const body = JSON.parse(String(init?.body));
    requests.push({ headers: new Headers(init?.headers), body });
    return Response.json(await answer(body));
  };
  return { requests, fetch: ask };
}

async function failureOf(promise: Promise<unknown>): Promise<RpcFailure> {
  const error = await promise.then(() => undefined, (thrown) => thrown);
  assert.ok(error instanceof RpcFailure, `expected RpcFailure, got ${error}`);
  return error;
}

Deno.test("a call answers the result and carries the session's token", async () => {
  const fake = host(({ id, params }) => ({ jsonrpc: "2.0", id, result: params }));
  const rpc = new RpcClient({ csrf: () => "token", fetch: fake.fetch });
  assert.deepEqual(await rpc.call("chat.channel.list", { limit: 3 }), { limit: 3 });
  assert.equal(fake.requests[0]!.headers.get("x-csrf-token"), "token");
  assert.equal(fake.requests[0]!.headers.get("content-type"), "application/json");
});

Deno.test("an error keeps what a person needs: reason, hint, trace", async () => {
  const data = { reason: "plugin_unavailable", hint: "chat is disabled", traceId: "abc" };
  const fake = host(({ id }) => ({
    jsonrpc: "2.0",
    id,
    error: { code: -32050, message: "chat is not available", data },
  }));
  const failure = await failureOf(
    new RpcClient({ csrf: () => undefined, fetch: fake.fetch }).call("chat.channel.list"),
  );
  assert.equal(failure.reason, "plugin_unavailable");
  assert.equal(failure.hint, "chat is disabled");
  assert.equal(failure.traceId, "abc");
  assert.equal(failure.retryable, true);
});

Deno.test("no answer at all is offline, and may be tried again", async () => {
  const down: typeof fetch = () => Promise.reject(new TypeError("connection refused"));
  const failure = await failureOf(new RpcClient({ csrf: () => undefined, fetch: down }).call("a.b"));
  assert.equal(failure.offline, true);
  assert.equal(failure.retryable, true);
});

Deno.test("an answer that is no JSON counts as offline: something stands between us and the host", async () => {
  const proxy: typeof fetch = () => Promise.resolve(new Response("<html>Bad gateway</html>", { status: 502 }));
  const failure = await failureOf(new RpcClient({ csrf: () => undefined, fetch: proxy }).call("a.b"));
  assert.equal(failure.offline, true);
});

Deno.test("the end of a session is told once per refused call, and the call fails", async () => {
  let ended = 0;
  const fake = host(({ id }) => ({
    jsonrpc: "2.0",
    id,
    error: { code: -32001, message: "Sign in", data: { reason: "unauthenticated" } },
  }));
  const rpc = new RpcClient({ csrf: () => "t", fetch: fake.fetch, onUnauthenticated: () => ended++ });
  assert.equal((await failureOf(rpc.call("a.b"))).reason, "unauthenticated");
  assert.equal(ended, 1);
});

Deno.test("a call that is taken back rejects with the caller's own reason", async () => {
  const never: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) => init!.signal!.addEventListener("abort", () => reject(init!.signal!.reason)));
  const abort = new AbortController();
  const call = new RpcClient({ csrf: () => undefined, fetch: never }).call("a.b", {}, { signal: abort.signal });
  abort.abort(new Error("the page is gone"));
  await assert.rejects(call, /the page is gone/);
});

Deno.test("a call without an answer in time says so, not that the host is away", async () => {
  const never: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) => init!.signal!.addEventListener("abort", () => reject(init!.signal!.reason)));
  const failure = await failureOf(
    new RpcClient({ csrf: () => undefined, fetch: never }).call("a.b", {}, { timeoutMs: 5 }),
  );
  assert.equal(failure.reason, "deadline_exceeded");
});

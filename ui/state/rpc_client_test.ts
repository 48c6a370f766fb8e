import assert from "node:assert/strict";
import { RpcFailure } from "../sdk/failure.ts";
import { RateWaits } from "./rate_waits.ts";
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

/** A host that takes `perTurn` calls of a method, then none for a second; time goes by only while somebody waits. */
function limiting(perTurn: number) {
  let now = 0;
  let taken = 0;
  const waits: number[] = [];
  const told: [string, number][] = [];
  const fake = host(({ id, method }) => {
    if (taken < perTurn || method === "free") {
      if (method !== "free") taken++;
      return { jsonrpc: "2.0", id, result: "done" };
    }
    const retryAfterMs = 1_000 - now % 1_000;
    return {
      jsonrpc: "2.0",
      id,
      error: { code: -32029, message: "Too many", data: { reason: "rate_limited", retryAfterMs } },
    };
  });
  const rateWaits = new RateWaits({
    onLimited: (method, ms) => told.push([method, ms]),
    now: () => now,
    random: () => 0,
    sleep: (ms) => {
      waits.push(ms);
      now += ms;
      taken = 0;
      return Promise.resolve();
    },
  });
  return { fake, waits, told, rpc: new RpcClient({ csrf: () => "t", fetch: fake.fetch, waits: rateWaits }) };
}

Deno.test("a call that is one too many waits as long as the host says, is sent again, and the person is told once", async () => {
  const { rpc, waits, told, fake } = limiting(2);
  for (let n = 0; n < 3; n++) assert.equal(await rpc.call("a.b"), "done");
  assert.deepEqual([waits, told], [[1_000], [["a.b", 1_000]]]);
  assert.equal(fake.requests.length, 4);
});

Deno.test("while one method is held back others are sent, and none of the held ones asks the host in vain", async () => {
  const { rpc, fake } = limiting(1);
  await rpc.call("a.b");
  const before = fake.requests.length;
  const held = rpc.call("a.b");
  assert.equal(await rpc.call("free"), "done");
  assert.equal(await held, "done");
  assert.ok(fake.requests.length <= before + 3);
});

Deno.test("a call that is to be told at once is, and one that would wait too long fails with the time that is left", async () => {
  const { rpc } = limiting(0);
  assert.equal((await failureOf(rpc.call("a.b", {}, { atOnce: true }))).retryAfterMs, 1_000);
  const long = host(({ id }) => ({
    jsonrpc: "2.0",
    id,
    error: { code: -32029, message: "Too many", data: { reason: "rate_limited", retryAfterMs: 40_000 } },
  }));
  const patient = new RpcClient({ csrf: () => "t", fetch: long.fetch });
  assert.equal((await failureOf(patient.call("a.b"))).retryAfterMs, 40_000);
  const second = await failureOf(patient.call("a.b"));
  assert.equal(long.requests.length, 1, "the host was not asked again");
  assert.match(second.hint!, /in \d\d s/);
});

Deno.test("a call that is taken back while it waits is not sent", async () => {
  const answers = host(({ id }) => ({
    jsonrpc: "2.0",
    id,
    error: { code: -32029, message: "Too many", data: { reason: "rate_limited", retryAfterMs: 10_000 } },
  }));
  const rpc = new RpcClient({ csrf: () => "t", fetch: answers.fetch });
  const abort = new AbortController();
  const call = rpc.call("a.b", {}, { signal: abort.signal });
  setTimeout(() => abort.abort(new Error("the page is gone")), 20);
  await assert.rejects(call, /the page is gone/);
  assert.equal(answers.requests.length, 1);
});

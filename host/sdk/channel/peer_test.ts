import assert from "node:assert/strict";
import { RpcError } from "../errors.ts";
import { encodeFrame, FrameType } from "./frame.ts";
import { Peer } from "./peer.ts";
import type { PeerOptions } from "./peer_types.ts";
import { type Transport, transportPair } from "./transport.ts";

interface Pair extends AsyncDisposable {
  host: Peer;
  compartment: Peer;
}

function connect(options: { host?: Partial<PeerOptions>; compartment?: Partial<PeerOptions> } = {}): Pair {
  const [near, far] = transportPair();
  const host = new Peer({ side: "host", transport: near, ...options.host });
  const compartment = new Peer({ side: "compartment", transport: far, ...options.compartment });
  return {
    host,
    compartment,
    async [Symbol.asyncDispose]() {
      host.close();
      compartment.close();
      await Promise.all([host.closed, compartment.closed]);
    },
  };
}

/** The host's side against bytes written by hand. */
function connectRaw(options: Partial<PeerOptions> = {}) {
  const [near, far] = transportPair();
  return { host: new Peer({ side: "host", transport: near, ...options }), far };
}

function gate() {
  return Promise.withResolvers<void>();
}

async function rejection(promise: Promise<unknown>): Promise<RpcError> {
  const error = await promise.then(() => undefined, (reason) => reason);
  assert.ok(error instanceof RpcError, `expected an RpcError, got ${error}`);
  return error;
}

Deno.test("both sides serve requests of the other", async () => {
  await using pair = connect({
    host: { onRequest: (method, params) => ({ at: "host", method, params }) },
    compartment: { onRequest: (method, params) => Promise.resolve({ at: "compartment", method, params }) },
  });
  assert.deepEqual(await pair.host.request("a", { n: 1 }), { at: "compartment", method: "a", params: { n: 1 } });
  assert.deepEqual(await pair.compartment.request("b", [2]), { at: "host", method: "b", params: [2] });
});

Deno.test("what a handler throws arrives: an RpcError whole, anything else as internal without its message", async () => {
  const seen: unknown[] = [];
  await using pair = connect({
    compartment: {
      onRequest(method) {
        if (method === "known") throw new RpcError("not_found", "No such thing", { path: "/id", reason: "tombstoned" });
        throw new Error("secret detail");
      },
      onError: (error) => seen.push(error),
    },
  });
  const known = await rejection(pair.host.request("known"));
  assert.deepEqual(known.toJSON(), {
    code: -32004,
    message: "No such thing",
    data: { reason: "tombstoned", path: "/id" },
  });
  const unknown = await rejection(pair.host.request("unknown"));
  assert.equal(unknown.code, -32603);
  assert.doesNotMatch(JSON.stringify(unknown), /secret/);
  assert.equal((seen[0] as Error).message, "secret detail");
});

Deno.test("a result that is not JSON is an internal error of that call alone", async () => {
  await using pair = connect({ compartment: { onRequest: (m) => m === "bad" ? { n: 1n } : "fine" } });
  assert.equal((await rejection(pair.host.request("bad"))).kind, "internal");
  assert.equal(await pair.host.request("good"), "fine");
});

Deno.test("a passed deadline rejects the caller and aborts the handler", async () => {
  const aborted = gate();
  await using pair = connect({
    compartment: {
      onRequest: (_m, _p, request) =>
        new Promise((resolve) => request.signal.addEventListener("abort", () => (aborted.resolve(), resolve(1)))),
    },
  });
  assert.equal((await rejection(pair.host.request("slow", {}, { timeoutMs: 20 }))).kind, "deadline_exceeded");
  await aborted.promise;
  assert.equal(pair.host.inFlight, 0);
});

Deno.test("each request keeps its own deadline, whatever the order", async () => {
  await using pair = connect({ compartment: { onRequest: () => new Promise(() => {}) } });
  const order: string[] = [];
  const wait = (name: string, timeoutMs: number) =>
    rejection(pair.host.request(name, {}, { timeoutMs })).then(() => order.push(name));
  await Promise.all([wait("third", 90), wait("first", 20), wait("second", 50)]);
  assert.deepEqual(order, ["first", "second", "third"]);
});

Deno.test("an aborted call rejects as cancelled and aborts the handler", async () => {
  const aborted = gate();
  const started = gate();
  await using pair = connect({
    compartment: {
      onRequest(_method, _params, request) {
        request.signal.addEventListener("abort", () => aborted.resolve());
        started.resolve();
        return new Promise(() => {});
      },
    },
  });
  const abort = new AbortController();
  const call = rejection(pair.host.request("slow", {}, { signal: abort.signal }));
  await started.promise;
  abort.abort();
  assert.equal((await call).kind, "cancelled");
  await aborted.promise;
});

Deno.test("a signal made after the cancellation is aborted already", async () => {
  const cancelledBefore = Promise.withResolvers<boolean>();
  const proceed = gate();
  await using pair = connect({
    compartment: {
      async onRequest(method, _params, request) {
        if (method === "flush") return;
        await proceed.promise;
        cancelledBefore.resolve(request.signal.aborted);
      },
    },
  });
  const abort = new AbortController();
  const call = rejection(pair.host.request("slow", {}, { signal: abort.signal }));
  await pair.host.request("flush");
  abort.abort();
  await call;
  await pair.host.request("flush");
  proceed.resolve();
  assert.equal(await cancelledBefore.promise, true);
});

Deno.test("a reply in the same turn sends no acknowledgement; a later one does, before the reply", async () => {
  const proceed = gate();
  await using pair = connect({ compartment: { onRequest: (m) => m === "slow" ? proceed.promise : m } });
  await pair.host.request("quick");
  assert.equal(pair.host.stats.received, 1);
  const slow = pair.host.request("slow");
  while (pair.host.acknowledgedId < pair.host.lastSentId) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(pair.host.inFlight, 1);
  assert.equal(pair.host.stats.received, 2);
  proceed.resolve();
  await slow;
});

Deno.test("what one turn sends leaves in one write", async () => {
  const [near, far] = transportPair();
  let writes = 0;
  const counting: Transport = { ...near, write: (bytes) => (writes++, near.write(bytes)) };
  const host = new Peer({ side: "host", transport: counting });
  const other = new Peer({ side: "compartment", transport: far, onRequest: (method) => method });
  const replies = await Promise.all(Array.from({ length: 500 }, (_, n) => host.request(`m${n}`)));
  assert.equal(replies[499], "m499");
  assert.equal(writes, 1);
  host.close();
  other.close();
});

Deno.test("closing rejects what is pending and aborts what is being served", async () => {
  const started = gate();
  const aborted = gate();
  const pair = connect({
    compartment: {
      onRequest(_method, _params, request) {
        request.signal.addEventListener("abort", () => aborted.resolve());
        started.resolve();
        return new Promise(() => {});
      },
    },
  });
  const call = rejection(pair.host.request("slow"));
  await started.promise;
  pair.host.close();
  assert.equal((await call).kind, "plugin_unavailable");
  await aborted.promise;
  assert.deepEqual(await pair.compartment.closed, {});
  assert.equal((await rejection(pair.host.request("late"))).kind, "plugin_unavailable");
});

for (
  const [name, bytes] of Object.entries({
    "a wrong magic": new TextEncoder().encode("hello\n"),
    "an unknown frame type": Uint8Array.of(0xb7, 0x4b, 9, 0, 0, 0, 0, 0),
    "a frame of 1 GB": Uint8Array.of(0xb7, 0x4b, 1, 0, 0x40, 0, 0, 0),
    "JSON that is none": encodeFrame(FrameType.json, 0, new TextEncoder().encode("{nope")),
    "invalid UTF-8": encodeFrame(FrameType.json, 0, Uint8Array.of(0x22, 0xff, 0x22)),
    "a message that is a number": encodeFrame(FrameType.json, 0, new TextEncoder().encode("7")),
    "a message id that is text": encodeFrame(FrameType.json, 0, new TextEncoder().encode('{"id":"1","method":"a"}')),
    "a reply to what was never sent": encodeFrame(FrameType.json, 0, new TextEncoder().encode('{"id":9,"result":1}')),
    "ids that fall": encodeFrame(
      FrameType.json,
      0,
      new TextEncoder().encode('[{"id":2,"method":"a"},{"id":1,"method":"a"}]'),
    ),
    "a binary frame of its own side": encodeFrame(FrameType.binary, 0, Uint8Array.of(0, 0, 0, 2, 1)),
  })
) {
  Deno.test(`${name} ends the channel with a protocol error`, async () => {
    const { host, far } = connectRaw({ onRequest: () => 1 });
    await far.write(bytes);
    const { error } = await host.closed;
    assert.equal(error?.name, "ProtocolError");
    far.close();
  });
}

Deno.test("a stream that ends inside a frame is a protocol error; one that ends between frames is not", async () => {
  const torn = connectRaw();
  const whole = connectRaw();
  const frame = encodeFrame(FrameType.json, 0, new TextEncoder().encode('{"method":"a"}'));
  await torn.far.write(frame.subarray(0, 11));
  torn.far.close();
  await whole.far.write(frame);
  whole.far.close();
  assert.equal((await torn.host.closed).error?.name, "ProtocolError");
  assert.equal((await whole.host.closed).error, undefined);
});

Deno.test("requests above the other side's number in work are refused by name", async () => {
  const proceed = gate();
  await using pair = connect({ compartment: { maxServing: 2, onRequest: () => proceed.promise } });
  const kept = [pair.host.request("a"), pair.host.request("b")];
  const refused = await rejection(pair.host.request("c"));
  assert.equal(refused.kind, "rate_limited");
  assert.equal(refused.data.reason, "too_many_calls");
  proceed.resolve();
  await Promise.all(kept);
});

Deno.test("while too much waits to be written, requests are refused and notifications dropped and counted", async () => {
  const { host, far } = connectRaw({ maxQueueBytes: 10_000 });
  assert.equal(host.notify("log", "x".repeat(11_000)), true);
  assert.equal(host.notify("log", "y"), false);
  const refused = await rejection(host.request("a"));
  assert.equal(refused.data.reason, "channel_congested");
  assert.deepEqual([host.stats.dropped, host.stats.refused], [1, 1]);
  await far.read();
  await host.drained();
  assert.equal(host.notify("log", "z"), true);
  host.close();
  far.close();
});

Deno.test("replies that the other side never reads end the channel instead of filling memory", async () => {
  const { host, far } = connectRaw({ maxQueueBytes: 10_000, onRequest: () => "x".repeat(1_000) });
  const requests = Array.from({ length: 100 }, (_, n) => ({ jsonrpc: "2.0", id: n + 1, method: "flood" }));
  await far.write(encodeFrame(FrameType.json, 0, new TextEncoder().encode(JSON.stringify(requests))));
  const { error } = await host.closed;
  assert.match(String(error), /does not read/);
  far.close();
});

Deno.test("a message that fits no frame is refused where it was made, and the channel goes on", async () => {
  await using pair = connect({
    host: { maxFrameBytes: 1_000 },
    compartment: { maxFrameBytes: 1_000, onRequest: (m) => m === "big" ? "x".repeat(2_000) : "small" },
  });
  assert.equal((await rejection(pair.host.request("a", "ü".repeat(600)))).kind, "too_large");
  assert.equal((await rejection(pair.host.request("big"))).kind, "too_large");
  assert.equal(await pair.host.request("small"), "small");
});

Deno.test("a side that sends faster than its rate is read at that rate", async () => {
  let taken = 0;
  await using pair = connect({ host: { maxIncomingPerSecond: 1_000, onNotification: () => taken++ } });
  const startedAt = performance.now();
  for (let n = 0; n < 10; n++) {
    for (let m = 0; m < 50; m++) pair.compartment.notify("flood", m);
    await pair.compartment.drained();
  }
  while (taken < 500) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(performance.now() - startedAt > 250, "500 messages at 1,000/s, of which 100 at once, take time");
});

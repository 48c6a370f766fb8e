import assert from "node:assert/strict";
import type { RpcPort } from "../../sdk/ports.ts";
import { EventFeed } from "./event_feed.ts";
import type { EventInfo } from "./wire.ts";

const event = (seq: number): EventInfo => ({
  ...{ seq, id: `e${seq}`, source: "chat", type: "chat.message.sent", time: "2026-01-01T00:00:00.000Z", data: null },
  ...{ actorkind: "human", hops: 0, audience: "role:admin" },
});

interface Call {
  method: string;
  params: Record<string, unknown>;
  answer(result: unknown): void;
  fail(error: Error): void;
}

/** A host whose answers are given by hand. */
function fakeHost() {
  const calls: Call[] = [];
  const rpc: RpcPort = {
    call: <T>(method: string, params: unknown, options?: { signal?: AbortSignal }) =>
      new Promise<T>((resolve, reject) => {
        calls.push({
          method: method.replace("host.event.", ""),
          params: params as Record<string, unknown>,
          answer: (result) => resolve(result as T),
          fail: reject,
        });
        options?.signal?.addEventListener("abort", () => reject(options.signal!.reason), { once: true });
      }),
  };
  const next = async (): Promise<Call> => {
    for (let turn = 0; calls.length === 0 && turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
    const call = calls.shift();
    assert.ok(call, "a call was expected");
    return call;
  };
  return { rpc, next, calls };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const seqs = (feed: EventFeed) => feed.state.get().events.map(({ seq }) => seq);

Deno.test("a feed begins with the newest page and goes on after it, with its filter", async () => {
  const host = fakeHost();
  const feed = new EventFeed({ rpc: host.rpc, filter: { types: ["chat.**"], text: "hi" } });
  const started = feed.start();
  const list = await host.next();
  assert.deepEqual([list.method, list.params], ["list", { types: ["chat.**"], text: "hi", limit: 100 }]);
  list.answer({ items: [event(4), event(5)], nextCursor: "4" });
  await started;
  const tail = await host.next();
  assert.deepEqual([tail.method, tail.params.since, tail.params.text], ["tail", 5, "hi"]);
  tail.answer({ items: [event(5), event(7)], position: 9, skipped: false });
  const again = await host.next();
  assert.deepEqual([seqs(feed), again.params.since], [[4, 5, 7], 9]);
  feed.close();
});

Deno.test("older events come before the others, past pages in which nothing fits", async () => {
  const host = fakeHost();
  const feed = new EventFeed({ rpc: host.rpc, filter: { source: "chat" } });
  const started = feed.start();
  (await host.next()).answer({ items: [event(900)], nextCursor: "900" });
  await started;
  const tail = await host.next();
  const older = feed.loadOlder();
  void feed.loadOlder();
  (await host.next()).answer({ items: [], nextCursor: "500" });
  const third = await host.next();
  assert.equal(third.params.cursor, "500");
  third.answer({ items: [event(7)] });
  await older;
  assert.deepEqual([seqs(feed), feed.state.get().hasMore], [[7, 900], false]);
  assert.equal(host.calls.length, 0, "one request at a time");
  feed.close();
  void tail;
});

Deno.test("while it is paused nothing is asked for; after it what came is read, and a gap is marked", async () => {
  const host = fakeHost();
  const feed = new EventFeed({ rpc: host.rpc, filter: {} });
  const started = feed.start();
  (await host.next()).answer({ items: [event(1)] });
  await started;
  await host.next();
  feed.setLive(false);
  await settle();
  assert.equal(host.calls.length, 0);
  feed.setLive(true);
  const tail = await host.next();
  assert.equal(tail.params.since, 1);
  tail.answer({ items: [event(800), event(801)], position: 801, skipped: true });
  await host.next();
  assert.deepEqual([seqs(feed), [...feed.state.get().gaps]], [[1, 800, 801], [1]]);
  feed.close();
});

Deno.test("a failed beginning says why, and a failed tail is tried again after a pause", async () => {
  const host = fakeHost();
  let paused = 0;
  const pause = () => {
    paused++;
    return Promise.resolve();
  };
  const feed = new EventFeed({ rpc: host.rpc, filter: {}, pause });
  const started = feed.start();
  (await host.next()).fail(new Error("away"));
  await started;
  assert.equal(feed.state.get().phase, "failed");
  const second = feed.start();
  (await host.next()).answer({ items: [] });
  await second;
  assert.deepEqual([feed.state.get().phase, feed.state.get().problem], ["ready", undefined]);
  (await host.next()).fail(new Error("away"));
  const again = await host.next();
  assert.deepEqual([again.method, paused], ["tail", 1]);
  feed.close();
});

import assert from "node:assert/strict";
import type { LiveEvent } from "../sdk/ports.ts";
import { LiveConnection, type SocketLike } from "./live_connection.ts";

/** A host at the other end of the wire, as far as a page can tell. */
class FakeHost {
  readonly sockets: FakeSocket[] = [];
  readonly timers: { delayMs: number; run: () => void; cancelled: boolean }[] = [];

  readonly open = (): SocketLike => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };
  readonly timer = (delayMs: number, run: () => void) => {
    const timer = { delayMs, run, cancelled: false };
    this.timers.push(timer);
    return () => {
      timer.cancelled = true;
    };
  };
  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }
  connection(): LiveConnection {
    return new LiveConnection({ open: this.open, timer: this.timer, random: () => 0.5, graceMs: 1_000 });
  }
  /** Lets all timers that are due by now run. */
  runTimers(upToMs = Infinity): void {
    for (const timer of this.timers.splice(0)) {
      if (timer.cancelled) continue;
      if (timer.delayMs <= upToMs) timer.run();
      else this.timers.push(timer);
    }
  }
}

class FakeSocket implements SocketLike {
  readonly sent: { id: number; method: string; params: Record<string, unknown> }[] = [];
  closed = false;
  onopen: ((event: Event) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }
  close(): void {
    this.closed = true;
  }
  opens(): void {
    this.onopen?.(new Event("open"));
  }
  says(...messages: unknown[]): void {
    const data = JSON.stringify(messages.length === 1 ? messages[0] : messages);
    this.onmessage?.(new MessageEvent("message", { data }));
  }
  breaks(code = 1006): void {
    this.onclose?.(new CloseEvent("close", { code }));
  }
  get subscriptions() {
    return this.sent.filter((message) => message.method === "events.subscribe");
  }
  /** Answers the newest subscription. */
  answers(position: number, subscription = "s1"): void {
    this.says({ jsonrpc: "2.0", id: this.subscriptions.at(-1)!.id, result: { position, subscription } });
  }
}

function event(seq: number, type = "chat.message.sent"): unknown {
  return {
    jsonrpc: "2.0",
    method: "events.event",
    params: { seq, type, id: `e${seq}`, source: "chat", time: "", data: { seq } },
  };
}

const turn = () => new Promise<void>((resolve) => queueMicrotask(resolve));

Deno.test("one subscription is asked for all that the page's parts want", async () => {
  const host = new FakeHost();
  const live = host.connection();
  live.subscribe(["chat.**"], {});
  live.subscribe(["host.plugin.changed", "chat.**"], {});
  live.connect();
  host.socket.opens();
  await turn();
  assert.deepEqual(host.socket.subscriptions.map((message) => message.params), [{
    types: ["chat.**", "host.plugin.changed"],
  }]);
});

Deno.test("an event reaches those whose pattern fits, once, even when two subscriptions bring it", () => {
  const host = new FakeHost();
  const live = host.connection();
  const chat: number[] = [];
  const github: number[] = [];
  live.subscribe(["chat.message.*"], { event: (each) => chat.push(each.seq) });
  live.subscribe(["github.**"], { event: (each) => github.push(each.seq) });
  live.connect();
  host.socket.opens();
  host.socket.answers(10);
  host.socket.says(event(11), event(12, "github.issues.opened"));
  host.socket.says(event(11));
  assert.deepEqual(chat, [11]);
  assert.deepEqual(github, [12]);
});

Deno.test("after a break it comes back at the position of the last event it saw", () => {
  const host = new FakeHost();
  const live = host.connection();
  const seen: number[] = [];
  live.subscribe(["chat.**"], { event: (each: LiveEvent) => seen.push(each.seq) });
  live.connect();
  host.socket.opens();
  host.socket.answers(10);
  host.socket.says(event(17));
  host.socket.breaks();
  host.runTimers(600);
  host.socket.opens();
  assert.deepEqual(host.socket.subscriptions[0]!.params, { types: ["chat.**"], since: 17 });
  host.socket.answers(17);
  host.socket.says(event(17), event(18));
  assert.deepEqual(seen, [17, 18]);
});

Deno.test("waits grow from break to break, and a connection that holds starts them anew", () => {
  const host = new FakeHost();
  const live = host.connection();
  live.connect();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    host.socket.breaks();
    const retry = host.timers.findLast((timer) => !timer.cancelled && timer.delayMs !== 1_000)!;
    waits.push(retry.delayMs);
    retry.cancelled = true;
    retry.run();
  }
  assert.deepEqual(waits, [375, 750, 1_500, 3_000]);
  host.socket.opens();
  host.socket.breaks();
  assert.equal(host.timers.findLast((timer) => !timer.cancelled && timer.delayMs !== 1_000)!.delayMs, 375);
});

Deno.test("a short break is not called offline, a longer one is until it is over", () => {
  const host = new FakeHost();
  const live = host.connection();
  live.subscribe(["chat.**"], {});
  live.connect();
  host.socket.opens();
  host.socket.answers(1);
  assert.equal(live.state, "online");
  host.socket.breaks();
  host.runTimers(500);
  host.socket.opens();
  host.runTimers();
  assert.equal(live.state, "online");
  host.socket.breaks();
  host.timers.find((timer) => timer.delayMs === 1_000 && !timer.cancelled)!.run();
  assert.equal(live.state, "offline");
  host.runTimers(500);
  host.socket.opens();
  assert.equal(live.state, "online");
});

Deno.test("when the host no longer has what was missed, everybody reads anew and it goes on from the present", () => {
  const host = new FakeHost();
  const live = host.connection();
  let resyncs = 0;
  live.subscribe(["chat.**"], { resync: () => resyncs++ });
  live.connect();
  host.socket.opens();
  host.socket.answers(10);
  resyncs = 0;
  host.socket.breaks();
  host.runTimers(600);
  host.socket.opens();
  host.socket.says({
    jsonrpc: "2.0",
    id: host.socket.sent[0]!.id,
    error: { code: -32022, message: "", data: { reason: "resync_required" } },
  });
  assert.equal(resyncs, 1);
  assert.deepEqual(host.socket.subscriptions.at(-1)!.params, { types: ["chat.**"] });
});

Deno.test("who listened before the first position was known reads anew, later ones do not", async () => {
  const host = new FakeHost();
  const live = host.connection();
  const calls: string[] = [];
  live.subscribe(["chat.**"], { resync: () => calls.push("early") });
  live.connect();
  host.socket.opens();
  host.socket.answers(5);
  live.subscribe(["github.**"], { resync: () => calls.push("late") });
  await turn();
  assert.deepEqual(calls, ["early"]);
  assert.deepEqual(host.socket.subscriptions.at(-1)!.params, { types: ["chat.**", "github.**"], since: 5 });
});

Deno.test("a wider subscription takes the place of the one before, which is ended only then", async () => {
  const host = new FakeHost();
  const live = host.connection();
  live.subscribe(["chat.**"], {});
  live.connect();
  host.socket.opens();
  host.socket.answers(5, "first");
  live.subscribe(["github.**"], {});
  await turn();
  assert.equal(host.socket.sent.some((message) => message.method === "events.unsubscribe"), false);
  host.socket.answers(5, "second");
  assert.deepEqual(host.socket.sent.at(-1)!.params, { subscription: "first" });
});

Deno.test("volatile messages carry no position: after a break their listeners read anew", () => {
  const host = new FakeHost();
  const live = host.connection();
  const got: unknown[] = [];
  let resyncs = 0;
  live.subscribe(["host.plugin.changed"], {
    volatile: (type, data) => got.push([type, data]),
    resync: () => resyncs++,
  });
  live.connect();
  host.socket.opens();
  host.socket.answers(5);
  host.socket.says({
    jsonrpc: "2.0",
    method: "events.volatile",
    params: { type: "host.plugin.changed", data: { plugin: 1 } },
  });
  host.socket.says({ jsonrpc: "2.0", method: "events.volatile", params: { type: "chat.typing", data: {} } });
  assert.deepEqual(got, [["host.plugin.changed", { plugin: 1 }]]);
  resyncs = 0;
  host.socket.breaks();
  host.runTimers(600);
  host.socket.opens();
  assert.equal(resyncs, 1);
});

Deno.test("a page that is looked at again does not wait for the next attempt", () => {
  const host = new FakeHost();
  const live = host.connection();
  live.connect();
  host.socket.breaks();
  assert.equal(host.sockets.length, 1);
  live.retryNow();
  assert.equal(host.sockets.length, 2);
});

Deno.test("a closed connection stays closed", () => {
  const host = new FakeHost();
  const live = host.connection();
  live.connect();
  host.socket.opens();
  const socket = host.socket;
  live.close();
  assert.equal(socket.closed, true);
  socket.breaks();
  host.runTimers();
  assert.equal(host.sockets.length, 1);
});

Deno.test("a subscription that is refused for too many calls is asked for again when the host takes it", async () => {
  const host = new FakeHost();
  const live = host.connection();
  live.subscribe(["chat.message.*"], {});
  live.connect();
  host.socket.opens();
  await turn();
  const error = { code: -32029, data: { reason: "rate_limited", retryAfterMs: 700 } };
  host.socket.says({ jsonrpc: "2.0", id: host.socket.subscriptions.at(-1)!.id, error });
  host.runTimers(699);
  assert.equal(host.socket.subscriptions.length, 1);
  host.runTimers(700);
  assert.equal(host.socket.subscriptions.length, 2);
  host.socket.answers(5);
  assert.equal(live.state, "online");
});

Deno.test("who is signed in is asked about when the host ends the connection or has none for the page, and not when it merely breaks", () => {
  const host = new FakeHost();
  let asked = 0;
  const live = new LiveConnection({ open: host.open, timer: host.timer, random: () => 0.5, onRefused: () => asked++ });
  live.connect();
  host.socket.opens();
  host.socket.breaks();
  assert.equal(asked, 0);
  host.runTimers();
  host.socket.breaks();
  assert.equal(asked, 1, "it did not even open");
  host.runTimers();
  host.socket.opens();
  host.socket.breaks(4001);
  assert.equal(asked, 2, "the session has ended");
  live.close();
});

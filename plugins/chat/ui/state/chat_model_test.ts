import assert from "node:assert/strict";
import { type LiveListener, type LivePort, RpcFailure, type RpcPort } from "@bulkhead/ui";
import { ALICE, channel, message } from "./_fixtures.ts";
import { ChatModel } from "./chat_model.ts";
import type { Channel } from "./wire.ts";

/** The host and the wire to it. */
class FakeHost implements RpcPort, LivePort {
  channels: Channel[] = [channel({ lastSeq: 3, lastReadSeq: 3 }), channel({ id: "c2", name: "ops", joined: false })];
  readonly calls: string[] = [];
  readonly listeners = new Set<LiveListener>();
  readonly state = "online";
  failMarks = false;
  refuse: RpcFailure | undefined;

  call<T>(method: string, params?: unknown): Promise<T> {
    this.calls.push(method);
    const { channel: id, seq } = params as { channel: string; seq: number };
    if (this.refuse) return Promise.reject(this.refuse);
    if (method === "chat.channel.list") return Promise.resolve({ items: this.channels } as T);
    if (method === "chat.message.list") return Promise.resolve({ items: [message(3)], hasMore: false } as T);
    if (method === "chat.channel.mark_read") {
      if (this.failMarks) return Promise.reject(new Error("away"));
      const known = this.channels.find((each) => each.id === id)!;
      return Promise.resolve({ ...known, lastReadSeq: seq, unread: 0 } as T);
    }
    return Promise.resolve({} as T);
  }
  subscribe(_types: readonly string[], listener: LiveListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  onState(): () => void {
    return () => {};
  }
  say(type: string, data: unknown): void {
    for (const listener of this.listeners) listener.volatile?.(type, data);
  }
  tell(type: string, data: unknown): void {
    for (const listener of this.listeners) listener.event?.({ id: "e", source: "chat", type, time: "", seq: 1, data });
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function open() {
  const host = new FakeHost();
  const model = new ChatModel({
    rpc: host,
    live: host,
    me: { id: ALICE.id, handle: "alice", name: "Alice", role: "owner" },
  });
  const release = model.hold();
  await settled();
  return { host, model, release };
}

Deno.test("it listens while somebody holds it, and reads anew for the next who does", async () => {
  const { host, model, release } = await open();
  const second = model.hold();
  assert.equal(host.listeners.size, 1);
  release();
  assert.equal(host.listeners.size, 1);
  second();
  assert.equal(host.listeners.size, 0);
  host.calls.length = 0;
  model.hold();
  await settled();
  assert.deepEqual(host.calls, ["chat.channel.list"]);
});

Deno.test("a live message counts as unread and stands in an open channel", async () => {
  const { host, model } = await open();
  await model.messages("c1").load();
  host.tell("chat.message.sent", message(4));
  assert.equal(model.channels.get().items[0]!.unread, 1);
  assert.deepEqual(model.messages("c1").list.get().items.map((each) => each.seq), [3, 4]);
});

Deno.test("reading marks each position once, and the count goes at once", async () => {
  const { host, model } = await open();
  host.tell("chat.message.sent", message(4));
  const marking = model.markRead("c1", 4);
  assert.equal(model.channels.get().items[0]!.unread, 0);
  await marking;
  await model.markRead("c1", 4);
  assert.equal(host.calls.filter((method) => method === "chat.channel.mark_read").length, 1);
});

Deno.test("a mark that did not get through is made again at the next look", async () => {
  const { host, model } = await open();
  host.failMarks = true;
  await model.markRead("c1", 4);
  host.failMarks = false;
  await model.markRead("c1", 4);
  assert.equal(host.calls.filter((method) => method === "chat.channel.mark_read").length, 2);
});

Deno.test("reading on another device takes the count away here, other people's reading does not", async () => {
  const { host, model } = await open();
  host.tell("chat.message.sent", message(4));
  host.tell("chat.channel.read", { channelId: "c1", userId: "user_bob", lastReadSeq: 4 });
  assert.equal(model.channels.get().items[0]!.unread, 1);
  host.tell("chat.channel.read", { channelId: "c1", userId: ALICE.id, lastReadSeq: 4 });
  assert.equal(model.channels.get().items[0]!.unread, 0);
});

Deno.test("many changes of channels at once make two readings of the list, not many", async () => {
  const { host } = await open();
  host.calls.length = 0;
  for (let count = 0; count < 20; count++) host.tell("chat.channel.created", { id: `n${count}` });
  await settled();
  assert.equal(host.calls.length, 2);
});

Deno.test("while the plugin starts the channels are on their way; when it is ready they are read", async () => {
  const { host, model } = await open();
  const away = new FakeHost();
  away.refuse = new RpcFailure({ code: -32050, reason: "plugin_unavailable", message: "", hint: "starting" });
  const waiting = new ChatModel({ rpc: away, live: away, me: model.me });
  waiting.hold();
  await settled();
  assert.equal(waiting.channels.get().phase, "loading");
  away.refuse = undefined;
  away.say("host.plugin.changed", { plugin: { id: "github", state: "ready" } });
  await settled();
  assert.equal(waiting.channels.get().phase, "loading");
  away.say("host.plugin.changed", { plugin: { id: "chat", state: "ready" } });
  await settled();
  assert.equal(waiting.channels.get().phase, "ready");
  assert.equal(host.listeners.size, 1);
});

Deno.test("a refusal of another kind is shown with its reason", async () => {
  const away = new FakeHost();
  away.refuse = new RpcFailure({
    code: -32050,
    reason: "plugin_unavailable",
    message: "chat is not available",
    hint: "quarantined",
  });
  const model = new ChatModel({ rpc: away, live: away, me: { id: "u", handle: "u", name: "U", role: "member" } });
  model.hold();
  await settled();
  assert.equal(model.channels.get().phase, "failed");
  assert.equal(model.channels.get().problem?.hint, "quarantined");
});

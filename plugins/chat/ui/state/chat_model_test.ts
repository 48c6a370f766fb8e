import assert from "node:assert/strict";
import { type FilesPort, type LiveListener, type LivePort, RpcFailure, type RpcPort } from "@bulkhead/ui";
import { ALICE, channel, message } from "./_fixtures.ts";
import { ChatModel } from "./chat_model.ts";
import type { Changes, Channel, Snapshot } from "./wire.ts";

/** The host and the wire to it. */
class FakeHost implements RpcPort, LivePort {
  channels: Channel[] = [channel({ lastSeq: 3, lastReadSeq: 3 }), channel({ id: "c2", name: "ops" })];
  seq = 3;
  readonly calls: string[] = [];
  readonly params: unknown[] = [];
  readonly listeners = new Set<LiveListener>();
  readonly state = "online";
  failMarks = false;
  refuse: RpcFailure | undefined;
  /** What `chat.sync` tells beside the position. */
  changes: Partial<Changes> = {};
  refuseSync: RpcFailure | undefined;

  call<T>(method: string, params?: unknown): Promise<T> {
    this.calls.push(method);
    this.params.push(params);
    if (this.refuse) return Promise.reject(this.refuse);
    return Promise.resolve(this.#answer(method) as T);
  }

  #answer(method: string): unknown {
    switch (method) {
      case "chat.snapshot":
        return { ...EMPTY, seq: this.seq, channels: this.channels };
      case "chat.sync":
        if (this.refuseSync) throw this.refuseSync;
        return { ...NO_CHANGES, seq: this.seq, ...this.changes };
      case "chat.message.list":
        return { items: [message(3)], hasMore: false };
      case "chat.channel.counts":
        return {
          seq: this.seq,
          items: this.channels.map(({ id, unread, lastSeq, lastReadSeq }) => ({
            channelId: id,
            unread,
            mentions: 0,
            lastSeq,
            lastReadSeq,
          })),
        };
      case "chat.channel.mark_read":
        if (this.failMarks) throw new Error("away");
        return {};
      default:
        return {};
    }
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
  lose(): void {
    for (const listener of this.listeners) listener.resync?.();
  }
}

const PERSON = { id: ALICE.id, name: "Alice", role: "owner" as const, profile: {} };
const EMPTY: Omit<Snapshot, "seq" | "channels"> = {
  me: PERSON,
  sections: [],
  drafts: [],
  preferences: {},
  threads: { unread: 0, mentions: 0 },
  people: [],
  emoji: [],
  groups: [],
  scheduled: [],
  saved: [],
};
const NO_CHANGES: Omit<Changes, "seq"> = {
  hasMore: false,
  messages: [],
  channels: [],
  gone: [],
  threads: [],
  people: [],
  drafts: [],
  saved: [],
  groups: [],
  groupsGone: [],
  snippets: [],
  snippetsGone: [],
  bookmarks: [],
};

const NO_FILES: FilesPort = {
  upload: () => Promise.reject(new Error("nothing is uploaded here")),
  maxBytes: () => Promise.resolve(0),
};

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function open() {
  const host = new FakeHost();
  const model = new ChatModel({
    rpc: host,
    live: host,
    files: NO_FILES,
    me: { id: ALICE.id, handle: "alice", name: "Alice", role: "owner" },
  });
  const release = model.hold();
  await settled();
  return { host, model, release };
}

Deno.test("it listens while somebody holds it, and asks what changed for the next who does", async () => {
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
  assert.deepEqual([host.calls, host.params.at(-1)], [["chat.sync"], { since: 3 }]);
});

Deno.test("a live message counts as unread and stands in an open channel", async () => {
  const { host, model } = await open();
  await model.messages("c1").load();
  host.tell("chat.message.sent", message(4, { rev: 4 }));
  assert.equal(model.channels.get().items[0]!.unread, 1);
  assert.deepEqual(model.messages("c1").list.get().items.map((each) => each.seq), [3, 4]);
});

Deno.test("reading marks each position once, and the count goes at once", async () => {
  const { host, model } = await open();
  host.tell("chat.message.sent", message(4, { rev: 4 }));
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
  host.tell("chat.message.sent", message(4, { rev: 4 }));
  const read = { channelId: "c1", lastReadSeq: 4, unread: 0, mentions: 0 };
  host.tell("chat.channel.read", { ...read, userId: "user_bob", rev: 5 });
  assert.equal(model.channels.get().items[0]!.unread, 1);
  host.tell("chat.channel.read", { ...read, userId: ALICE.id, rev: 6 });
  assert.equal(model.channels.get().items[0]!.unread, 0);
});

Deno.test("after being away it asks from its position on; the same messages again are none", async () => {
  const { host, model } = await open();
  await model.messages("c1").load();
  host.tell("chat.message.sent", message(4, { rev: 4 }));
  host.seq = 6;
  host.changes = {
    messages: [message(4, { rev: 4 }), message(6, { rev: 6 })],
    channels: [channel({ unread: 2, lastSeq: 6, lastReadSeq: 3 })],
    drafts: [{ channelId: "c2", text: "begun elsewhere", rev: 5, updatedAt: "2026-01-01T00:00:00Z" }],
  };
  host.lose();
  await settled();
  assert.deepEqual(host.params.at(-1), { since: 4 });
  assert.equal(model.channels.get().items[0]!.unread, 2);
  assert.deepEqual(model.messages("c1").list.get().items.map((each) => each.seq), [3, 4, 6]);
  assert.equal(model.drafts.read("c2"), "begun elsewhere");
  host.tell("chat.message.sent", message(6, { rev: 6 }));
  assert.equal(model.channels.get().items[0]!.unread, 2);
});

Deno.test("where too much happened it begins anew, and reads what is open", async () => {
  const { host, model } = await open();
  await model.messages("c1").load();
  host.refuseSync = new RpcFailure({ code: -32022, reason: "resync_required", message: "Too old" });
  host.seq = 20_000;
  host.channels = [channel({ unread: 9 })];
  host.calls.length = 0;
  host.lose();
  await settled();
  assert.deepEqual(host.calls, ["chat.sync", "chat.snapshot", "chat.message.list"]);
  assert.deepEqual(model.channels.get().items.map((each) => [each.name, each.unread]), [["general", 9]]);
});

Deno.test("what an event does not tell is asked for from just before it, many at once in one call", async () => {
  const { host, model } = await open();
  host.calls.length = 0;
  host.seq = 9;
  host.changes = { channels: [channel({ name: "announcements" })] };
  for (let rev = 4; rev < 9; rev++) host.tell("chat.channel.updated", { channelId: "c1", rev });
  await settled();
  assert.deepEqual([host.calls, host.params.at(-1)], [["chat.sync"], { since: 3 }]);
  assert.equal(model.channels.get().items[0]!.name, "announcements");
});

Deno.test("a command's answer for this person stands where it was asked, until it is put away", async () => {
  const { host, model } = await open();
  host.tell("chat.command.answered", {
    userId: ALICE.id,
    channelId: "c1",
    from: "deploy",
    text: "Done",
    command: "deploy",
  });
  const [whisper] = model.whispers.get();
  assert.deepEqual([whisper!.channelId, whisper!.text], ["c1", "Done"]);
  model.dismiss(whisper!.id);
  assert.equal(model.whispers.get().length, 0);
});

Deno.test("while the plugin starts the channels are on their way; when it is ready they are read", async () => {
  const { host, model } = await open();
  const away = new FakeHost();
  away.refuse = new RpcFailure({ code: -32050, reason: "plugin_unavailable", message: "", hint: "starting" });
  const waiting = new ChatModel({ rpc: away, live: away, files: NO_FILES, me: model.me });
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
  const model = new ChatModel({
    rpc: away,
    live: away,
    files: NO_FILES,
    me: { id: "u", handle: "u", name: "U", role: "member" },
  });
  model.hold();
  await settled();
  assert.equal(model.channels.get().phase, "failed");
  assert.equal(model.channels.get().problem?.hint, "quarantined");
});

import assert from "node:assert/strict";
import { RpcFailure, type RpcPort } from "@bulkhead/ui";
import { ALICE, message } from "./_fixtures.ts";
import { undoLeftMs } from "./undo.ts";
import { ChannelMessages } from "./channel_messages.ts";
import { Outbox } from "./outbox.ts";
import { MemoryOutboxStore } from "./outbox_store.ts";
import type { Message } from "./wire.ts";

/** The host's side of chat for one channel: enough to answer, refuse, or keep a caller waiting. */
class FakeChat implements RpcPort {
  stored: Message[] = [];
  fail: RpcFailure | undefined;
  readonly calls: { method: string; params: Record<string, unknown> }[] = [];
  /** When set, each answer waits for it. */
  gate: Promise<void> | undefined;

  async call<T>(method: string, params?: unknown): Promise<T> {
    const asked = params as Record<string, unknown>;
    this.calls.push({ method, params: asked });
    await this.gate;
    if (this.fail) throw this.fail;
    return this.#answer(method, asked) as T;
  }

  /** Of methods that only one test needs. */
  readonly answers: Record<string, () => unknown> = {};

  #answer(method: string, params: Record<string, unknown>): unknown {
    if (Object.hasOwn(this.answers, method)) return this.answers[method]!();
    if (method === "chat.message.list") {
      const before = (params.before as number | undefined) ?? Infinity;
      const all = this.stored.filter((each) => each.seq < before);
      const limit = params.limit as number;
      return { items: all.slice(-limit), hasMore: all.length > limit };
    }
    if (method === "chat.message.send") {
      const known = this.stored.find((each) => each.clientId === params.clientId);
      if (known) return known;
      const sent = message(this.stored.length + 1, {
        author: ALICE,
        text: params.text as string,
        clientId: params.clientId as string,
      });
      this.stored.push(sent);
      return sent;
    }
    if (method === "chat.message.toggle_react") return { action: "added" };
    return {};
  }
}

const OFFLINE = new RpcFailure({ code: 0, reason: "offline", message: "The server could not be reached" });
const REFUSED = new RpcFailure({ code: -32003, reason: "forbidden", message: "Only its author may" });

function open(chat = new FakeChat()) {
  let id = 0;
  const outbox: Outbox = new Outbox({
    rpc: chat,
    store: new MemoryOutboxStore(),
    newId: () => `k${++id}`,
    now: () => Date.UTC(2026, 0, 1),
    timer: () => () => {},
    onSent: (sent) => messages.take(sent),
  });
  const messages: ChannelMessages = new ChannelMessages({
    rpc: chat,
    outbox,
    channelId: "c1",
    me: ALICE.id,
    name: ALICE.name,
  });
  return { chat, messages, outbox };
}
const seqs = (messages: ChannelMessages) => messages.list.get().items.map((item) => item.seq);

Deno.test("a channel opens with its newest page and reads on backwards, one page at a time", async () => {
  const { chat, messages } = open();
  chat.stored = Array.from({ length: 120 }, (_, index) => message(index + 1));
  await messages.load();
  assert.deepEqual([seqs(messages)[0], seqs(messages).length], [71, 50]);
  await Promise.all([messages.loadOlder(), messages.loadOlder()]);
  assert.deepEqual([seqs(messages)[0], seqs(messages).length], [21, 100]);
  await messages.loadOlder();
  assert.deepEqual([seqs(messages)[0], messages.list.get().hasMore], [1, false]);
  const asked = chat.calls.length;
  await messages.loadOlder();
  assert.equal(chat.calls.length, asked);
});

Deno.test("a message shows at once and is confirmed by the host's answer", async () => {
  const { messages } = open();
  await messages.load();
  const sending = messages.send("hello");
  assert.deepEqual(messages.list.get().pending.map((each) => [each.text, each.state]), [["hello", "sending"]]);
  await sending;
  assert.equal(messages.list.get().pending.length, 0);
  assert.deepEqual(messages.list.get().items.map((each) => each.text), ["hello"]);
});

Deno.test("what is refused says why, stays, and is sent once when it is tried again", async () => {
  const { chat, messages } = open();
  await messages.load();
  chat.fail = REFUSED;
  await messages.send("hello");
  const [failed] = messages.list.get().pending;
  assert.equal(failed!.state, "failed");
  assert.match(failed!.problem!, /Only its author/);
  chat.fail = undefined;
  await messages.retry(failed!.clientId);
  assert.equal(messages.list.get().pending.length, 0);
  assert.deepEqual(chat.stored.map((each) => each.text), ["hello"]);
});

Deno.test("a lost answer is no failure when the live connection brought the message", async () => {
  const { chat, messages, outbox } = open();
  await messages.load();
  let release = () => {};
  chat.gate = new Promise((resolve) => release = resolve);
  const sending = messages.send("hello");
  await Promise.resolve();
  const arrived = message(1, { author: ALICE, clientId: "k1" });
  messages.onEvent("chat.message.sent", arrived);
  outbox.arrived(arrived);
  chat.fail = OFFLINE;
  release();
  await sending;
  assert.deepEqual(messages.list.get().pending, []);
  assert.deepEqual(seqs(messages), [1]);
});

Deno.test("discarding takes away what failed", async () => {
  const { chat, messages } = open();
  chat.fail = REFUSED;
  await messages.send("hello");
  messages.discard("k1");
  assert.deepEqual(messages.list.get().pending, []);
});

Deno.test("a deletion shows at once and can be taken back; refused it is back by itself with the reason", async () => {
  const { chat, messages } = open();
  chat.stored = [message(1, { author: ALICE, rev: 1 })];
  await messages.load();
  const shown = () => messages.list.get().items[0]!;
  const before = shown();
  const gone = { ...before, text: "", rev: 2, deletedAt: "2026-01-01T00:00:00.000Z" };
  chat.answers["chat.message.delete"] = () => ({ ...gone, undoMs: 30_000 });
  const removed = messages.remove(before);
  assert.ok(shown().deletedAt);
  await removed;
  assert.equal(undoLeftMs(shown(), 1_000), 30_000);
  assert.equal(undoLeftMs(shown(), 11_000), 20_000, "the time goes on by this browser's clock");
  // What everybody is told does not take the way back away.
  messages.onEvent("chat.message.deleted", gone);
  assert.ok(undoLeftMs(shown()) > 0);
  chat.answers["chat.message.restore"] = () => ({ ...before, rev: 3 });
  await messages.restore(shown());
  assert.deepEqual([shown().text, shown().deletedAt, undoLeftMs(shown())], [before.text, undefined, 0]);
  chat.fail = REFUSED;
  const now = shown();
  await assert.rejects(messages.remove(now), /Only its author/);
  assert.deepEqual(shown(), now);
});

Deno.test("a link leads to its stretch of the channel, and one reads on from there to the end", async () => {
  const { chat, messages } = open();
  chat.stored = [message(200)];
  await messages.load();
  chat.answers["chat.message.list"] = () => ({ items: [message(99), message(100)], hasMore: true, hasNewer: true });
  await messages.loadAround(100);
  assert.deepEqual([seqs(messages), messages.list.get().hasNewer], [[99, 100], true]);
  messages.onEvent("chat.message.sent", message(201));
  assert.deepEqual(seqs(messages), [99, 100]);
  chat.answers["chat.message.list"] = () => ({ items: [message(200), message(201)], hasMore: false });
  await messages.loadNewer();
  assert.deepEqual([seqs(messages), messages.list.get().hasNewer], [[99, 100, 200, 201], false]);
  assert.deepEqual(chat.calls.at(-1)!.params, { channel: "c1", threads: "roots", limit: 50, after: 100 });
});

Deno.test("answers stand in their thread and not in the channel; the channel counts them under the first", async () => {
  const { chat, messages, outbox } = open();
  chat.stored = [message(1)];
  await messages.load();
  const thread = new ChannelMessages({ rpc: chat, outbox, channelId: "c1", threadId: "m1", me: ALICE.id });
  const state = { rootId: "m1", channelId: "c1", following: true, lastReadSeq: 0, unread: 0, mentions: 0 };
  chat.answers["chat.thread.get"] = () => ({
    root: message(1),
    items: [message(2, { threadId: "m1" })],
    hasMore: false,
    state,
  });
  await thread.load();
  for (const feed of [messages, thread]) {
    feed.onEvent("chat.message.sent", message(3, { threadId: "m1" }));
    feed.onEvent("chat.message.sent", message(4, { threadId: "m1", inChannel: true }));
    feed.onEvent("chat.message.sent", message(5));
  }
  assert.deepEqual([seqs(messages), seqs(thread)], [[1, 4, 5], [1, 2, 3, 4]]);
  const replies = { count: 3, lastSeq: 4, lastAt: "2026-01-01T12:04:00Z", users: ["u"] };
  messages.onEvent("chat.thread.updated", { rootId: "m1", channelId: "c1", replies });
  assert.deepEqual(messages.list.get().items[0]!.replies, replies);
  await thread.send("in the thread");
  assert.equal(chat.calls.at(-1)!.params.threadId, "m1");
});

Deno.test("a refused edit or reaction goes back to what was, and says why", async () => {
  const { chat, messages } = open();
  chat.stored = [message(1, { author: ALICE })];
  await messages.load();
  const before = messages.list.get().items[0]!;
  chat.fail = REFUSED;
  await assert.rejects(messages.edit(before, "other"), /Only its author/);
  await assert.rejects(messages.react(before, "👍"), /Only its author/);
  assert.deepEqual(messages.list.get().items[0], before);
});

Deno.test("a reaction shows at once and the live event that follows does not count it twice", async () => {
  const { chat, messages } = open();
  chat.stored = [message(1)];
  await messages.load();
  const reacting = messages.react(messages.list.get().items[0]!, "👍");
  assert.deepEqual(messages.list.get().items[0]!.reactions, [{ emoji: "👍", users: [ALICE.id] }]);
  await reacting;
  messages.onEvent("chat.reaction.added", { messageId: "m1", channelId: "c1", emoji: "👍", user: ALICE.id });
  assert.deepEqual(messages.list.get().items[0]!.reactions, [{ emoji: "👍", users: [ALICE.id] }]);
});

Deno.test("a failed first look says why and can be tried again; a failed later one keeps what is there", async () => {
  const { chat, messages } = open();
  chat.fail = OFFLINE;
  await messages.load();
  assert.equal(messages.status.get().phase, "failed");
  chat.fail = undefined;
  chat.stored = [message(1)];
  await messages.load();
  assert.equal(messages.status.get().phase, "ready");
  chat.fail = OFFLINE;
  await messages.load();
  assert.equal(messages.status.get().phase, "ready");
  assert.deepEqual(seqs(messages), [1]);
});

Deno.test("a press shows who pressed, here and where it comes live; the same press again is the same", async () => {
  const { chat, messages } = open();
  const actions = [{ id: "ack", label: "Acknowledge", comment: true }];
  chat.stored = [message(1, { actions }), message(2, { actions })];
  await messages.load();
  const acted = {
    action: "ack",
    label: "Acknowledge",
    user: { id: ALICE.id, name: "Alice" },
    at: "2026-01-01T12:00:00Z",
  };
  chat.answers["chat.message.act"] = () => ({ ...chat.stored[0]!, acted });
  await messages.act(messages.list.get().items[0]!, "ack", "mine");
  await messages.act(messages.list.get().items[0]!, "ack", "mine");
  const presses = chat.calls.filter(({ method }) => method === "chat.message.act").map(({ params }) => params);
  assert.deepEqual(presses[0], { id: "m1", action: "ack", clientId: "ack", comment: "mine" });
  assert.deepEqual(presses[1], presses[0]);
  messages.onEvent("chat.message.acted", {
    messageId: "m2",
    channelId: "c1",
    action: "ack",
    label: "Acknowledge",
    user: ALICE.id,
    userName: "Alice",
    actedAt: acted.at,
  });
  assert.deepEqual(messages.list.get().items.map((item) => item.acted), [acted, acted]);
});

Deno.test("a decision goes to the host itself, and shows at once; what chat tells of it later stands", async () => {
  const { chat, messages } = open();
  const approval = { run: "run_1", step: "approve", workflow: "deploy", role: "owner", state: "open" as const };
  chat.stored = [message(1, { approval })];
  await messages.load();
  const shown = () => messages.list.get().items[0]!;
  chat.fail = new RpcFailure({ code: -32003, reason: "forbidden", message: "Only a person with the role owner may" });
  await assert.rejects(messages.decide(shown(), true), /role owner/);
  assert.equal(shown().approval!.state, "open");
  chat.fail = undefined;
  chat.answers["host.workflow.reject"] = () => ({ id: "run_1", step: "approve", approved: false });
  await messages.decide(shown(), false, "not yet");
  assert.deepEqual(chat.calls.at(-1), {
    method: "host.workflow.reject",
    params: { id: "run_1", step: "approve", comment: "not yet" },
  });
  const rejected = { ...approval, state: "rejected" as const, by: "Alice", comment: "not yet" };
  assert.deepEqual(shown().approval, rejected);
  messages.onEvent("chat.message.edited", { ...shown(), approval: { ...rejected, by: "Alice A." } });
  assert.equal(shown().approval!.by, "Alice A.");
});

import assert from "node:assert/strict";
import { RpcFailure, type RpcPort } from "@bulkhead/ui";
import { message } from "./_fixtures.ts";
import { Outbox } from "./outbox.ts";
import { MemoryOutboxStore } from "./outbox_store.ts";
import type { Message } from "./wire.ts";

const OFFLINE = new RpcFailure({ code: 0, reason: "offline", message: "The server could not be reached" });
const REFUSED = new RpcFailure({ code: -32003, reason: "not_member", message: "You are not in #ops" });

/** A host that takes each client id once. */
class Host implements RpcPort {
  readonly taken: { clientId: string; text: string }[] = [];
  fail: (text: string) => RpcFailure | undefined = () => undefined;
  /** The host takes the message, and its answer is lost. */
  loseAnswers = false;

  call<T>(_method: string, params?: unknown): Promise<T> {
    const { clientId, text } = params as { clientId: string; text: string };
    const failure = this.fail(text);
    if (failure) return Promise.reject(failure);
    if (!this.taken.some((each) => each.clientId === clientId)) this.taken.push({ clientId, text });
    if (this.loseAnswers) return Promise.reject(OFFLINE);
    return Promise.resolve(message(this.taken.length, { clientId, text }) as T);
  }
}

function open(host = new Host(), store = new MemoryOutboxStore()) {
  let id = store.kept.size;
  const sent: Message[] = [];
  const waits: { delayMs: number; run: () => void }[] = [];
  const outbox = new Outbox({
    rpc: host,
    store,
    onSent: (each) => sent.push(each),
    newId: () => `k${++id}`,
    now: () => Date.UTC(2026, 0, 1) + id,
    random: () => 0.5,
    timer: (delayMs, run) => {
      waits.push({ delayMs, run });
      return () => {};
    },
  });
  return { host, store, outbox, sent, waits };
}
const texts = (host: Host) => host.taken.map((each) => each.text);

Deno.test("what is written offline waits, outlives the page, and is sent once and in order", async () => {
  const first = open();
  first.host.fail = () => OFFLINE;
  for (const text of ["one", "two", "three"]) await first.outbox.add({ channelId: "c1", text });
  assert.deepEqual(first.outbox.entries.get().map((each) => each.state), ["waiting", "waiting", "waiting"]);
  first.host.fail = () => undefined;
  const later = open(first.host, first.store);
  await later.outbox.start();
  assert.deepEqual(texts(first.host), ["one", "two", "three"]);
  assert.deepEqual([later.outbox.entries.get().length, later.store.kept.size], [0, 0]);
});

Deno.test("an answer that was lost is no second message", async () => {
  const { host, outbox, sent } = open();
  host.loseAnswers = true;
  await outbox.add({ channelId: "c1", text: "once" });
  host.loseAnswers = false;
  await outbox.flush();
  assert.deepEqual([texts(host), sent.length], [["once"], 1]);
});

Deno.test("what is refused stays with its reason and does not hold up the rest", async () => {
  const { host, outbox, store } = open();
  host.fail = (text) => text === "no" ? REFUSED : undefined;
  await outbox.add({ channelId: "c1", text: "no" });
  await outbox.add({ channelId: "c2", text: "yes" });
  assert.deepEqual(texts(host), ["yes"]);
  const [entry] = outbox.entries.get();
  assert.deepEqual([entry!.state, entry!.problem], ["failed", "Not sent: You are not in #ops"]);
  assert.equal(store.kept.get(entry!.clientId)!.state, "failed");
  outbox.discard(entry!.clientId);
  assert.equal(store.kept.size, 0);
});

Deno.test("pauses grow and end, and a host that names a time is given it", async () => {
  const { host, outbox, waits } = open();
  host.fail = () => OFFLINE;
  await outbox.add({ channelId: "c1", text: "hello" });
  for (let round = 0; round < 8; round++) await outbox.flush();
  assert.deepEqual(waits.slice(0, 3).map((each) => each.delayMs), [1_000, 2_000, 4_000]);
  assert.equal(waits.at(-1)!.delayMs, 60_000);
  host.fail = () => new RpcFailure({ code: -32029, reason: "rate_limited", message: "Too many", retryAfterMs: 90_000 });
  await outbox.flush();
  assert.equal(waits.at(-1)!.delayMs, 90_000);
});

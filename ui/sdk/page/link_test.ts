import assert from "node:assert/strict";
import { Calls } from "./calls.ts";
import { Events } from "./events.ts";
import { openLink, type PageWindow } from "./link.ts";
import { PageError } from "./page_error.ts";
import type { ToPage } from "./protocol.ts";

const ORIGIN = "https://bulkhead.example";

/** A page in a frame: what it sends to its parent, and a way to have messages come in from anywhere. */
function framedPage() {
  const sent: { message: Record<string, unknown>; targetOrigin: string }[] = [];
  const listeners: ((event: MessageEvent) => void)[] = [];
  const parent = {
    postMessage: (message: unknown, targetOrigin: string) =>
      void sent.push({ message: message as Record<string, unknown>, targetOrigin }),
  };
  const page: PageWindow = {
    parent,
    location: { origin: ORIGIN },
    addEventListener: (_type, listener) => void listeners.push(listener),
  };
  const receive = (data: unknown, from: { source?: unknown; origin?: string } = {}) => {
    const event = { data, source: parent, origin: ORIGIN, ...from } as unknown as MessageEvent;
    for (const listener of listeners) listener(event);
  };
  return { page, sent, receive };
}

Deno.test("messages go to the server's own origin and are taken from the cockpit alone", () => {
  const { page, sent, receive } = framedPage();
  const link = openLink(page);
  const heard: ToPage[] = [];
  link.listen((message) => heard.push(message));
  link.send({ type: "bulkhead:ready" });
  assert.deepEqual(sent, [{ message: { type: "bulkhead:ready" }, targetOrigin: ORIGIN }]);
  const message = { type: "bulkhead:theme", theme: "dark" };
  receive(message, { source: {} });
  receive(message, { origin: "https://elsewhere.example" });
  receive({ type: "something else" });
  receive(null);
  receive("bulkhead:theme");
  assert.deepEqual(heard, []);
  receive(message);
  assert.deepEqual(heard, [message]);
});

Deno.test("a page that stands alone is told so", () => {
  const { page } = framedPage();
  const alone = { ...page } as PageWindow & { parent: unknown };
  alone.parent = alone as never;
  assert.throws(() => openLink(alone), (error: PageError) => error.reason === "not_framed" && error.code === 0);
});

Deno.test("each call gets its own answer, an error with reason and hint; what nobody asked for is dropped", async () => {
  const { page, sent, receive } = framedPage();
  const link = openLink(page);
  const calls = new Calls(link);
  link.listen((message) => message.type === "bulkhead:result" && calls.settle(message));
  const one = calls.call<{ a: number }>("polls.one", { x: 1 }, {});
  const two = calls.call("polls.two", {}, {});
  const [first, second] = sent.map(({ message }) => message);
  assert.deepEqual(first, { type: "bulkhead:rpc", id: first!.id, method: "polls.one", params: { x: 1 } });
  receive({ type: "bulkhead:result", id: 999, result: "for nobody" });
  const error = { code: -32003, message: "No", data: { reason: "forbidden", hint: "Ask an owner" } };
  receive({ type: "bulkhead:result", id: second!.id, error });
  receive({ type: "bulkhead:result", id: first!.id, result: { a: 1 } });
  receive({ type: "bulkhead:result", id: first!.id, result: { a: 2 } });
  assert.deepEqual(await one, { a: 1 });
  await assert.rejects(two, (thrown: PageError) => {
    assert.ok(thrown instanceof PageError);
    assert.deepEqual([thrown.code, thrown.reason, thrown.hint], [-32003, "forbidden", "Ask an owner"]);
    return true;
  });
});

Deno.test("a call that gets no answer fails, and one that is taken back as well", async () => {
  const { page } = framedPage();
  const calls = new Calls(openLink(page));
  await assert.rejects(calls.call("polls.one", {}, { timeoutMs: 1 }), { reason: "timeout" });
  const cancel = new AbortController();
  const call = calls.call("polls.one", {}, { signal: cancel.signal });
  cancel.abort(new Error("left"));
  await assert.rejects(call, /left/);
});

Deno.test("the cockpit hears of the union of wanted types, once for a turn, and each listener gets what it wants", async () => {
  const { page, sent } = framedPage();
  const events = new Events(openLink(page));
  const heard: string[] = [];
  const off = events.on(["polls.vote.*"], ({ type }) => void heard.push(`a ${type}`));
  events.on(["polls.**"], ({ type }) => void heard.push(`b ${type}`));
  events.on(["polls.**"], () => {});
  await Promise.resolve();
  assert.deepEqual(sent.map(({ message }) => message.types), [["polls.**", "polls.vote.*"]]);
  events.deliver({ type: "polls.vote.cast", data: 1 });
  events.deliver({ type: "polls.poll.closed", data: 2 });
  events.deliver({ type: "chat.message.sent", data: 3 });
  assert.deepEqual(heard, ["a polls.vote.cast", "b polls.vote.cast", "b polls.poll.closed"]);
  off();
  await Promise.resolve();
  assert.deepEqual(sent.at(-1)!.message.types, ["polls.**"]);
});

import assert from "node:assert/strict";
import { RpcFailure } from "../../sdk/failure.ts";
import type { LiveEvent, LiveListener } from "../../sdk/ports.ts";
import type { ToPage } from "../../sdk/page/protocol.ts";
import { FrameSession, type PageCall } from "./frame_session.ts";

const USER = { id: "u1", handle: "bob", name: "Bob", role: "member" } as const;

interface Made {
  call: PageCall;
  confirmed: boolean;
  signal: AbortSignal;
}

/** A session whose cockpit and page are in the hands of the test. */
function session() {
  const posted: ToPage[] = [];
  const calls: Made[] = [];
  const asked: { call: PageCall; answer(yes: boolean): void; signal: AbortSignal }[] = [];
  const subscriptions: { types: readonly string[]; listener: LiveListener; ended: boolean }[] = [];
  const gone: { route: string; replace: boolean }[] = [];
  const state = {
    now: 0,
    alive: 0,
    flooded: 0,
    height: 0,
    route: "",
    allowed: ["polls.**", "chat.message.sent"],
    answer: (_made: Made): unknown => null,
  };
  const made = new FrameSession({
    post: (message) => void posted.push(message),
    init: () => ({ plugin: "polls", theme: "light", route: state.route, locale: "en", user: USER }),
    call: async (call, { confirmed, signal }) => {
      const one = { call, confirmed, signal };
      calls.push(one);
      return await state.answer(one);
    },
    ask: (call, signal) => new Promise((answer) => asked.push({ call, answer, signal })),
    subscribe: (types, listener) => {
      const one = { types, listener, ended: false };
      subscriptions.push(one);
      return () => void (one.ended = true);
    },
    allowed: () => state.allowed,
    go: (route, { replace }) => void gone.push({ route, replace }),
    resize: (height) => void (state.height = height),
    alive: () => void state.alive++,
    flooded: () => void state.flooded++,
    now: () => state.now,
  });
  const say = (data: unknown) => made.receive({ data });
  const heard = (type: string) => posted.filter((message) => message.type === type);
  return { session: made, say, posted, heard, calls, asked, subscriptions, gone, state };
}

/** Lets promises that can settle do so. */
const settle = () => new Promise((resolve) => setTimeout(resolve));
const event = (type: string): LiveEvent => ({
  id: "e1",
  source: "polls",
  type,
  time: "2026-01-01T00:00:00Z",
  data: 1,
  seq: 7,
});
const needsConfirmation = () => {
  throw new RpcFailure({ code: -32022, reason: "confirmation_required", message: "Ask" });
};

Deno.test("a page is greeted when it says that it is ready, one that says nothing when it has loaded", () => {
  const one = session();
  one.say({ type: "bulkhead:ready" });
  assert.deepEqual(one.posted, [
    { type: "bulkhead:init", plugin: "polls", theme: "light", route: "", locale: "en", user: USER },
  ]);
  one.session.loaded();
  assert.deepEqual([one.heard("bulkhead:init").length, one.state.alive], [1, 1]);
  const silent = session();
  silent.session.loaded();
  assert.deepEqual([silent.heard("bulkhead:init").length, silent.state.alive], [1, 0]);
});

Deno.test("a page that asks at once, without a greeting, keeps its answer", async () => {
  const { session: one, say, heard, state } = session();
  let release = (_value: unknown): void => {};
  state.answer = () => new Promise((resolve) => release = resolve);
  say({ type: "bulkhead:rpc", id: 1, method: "polls.x" });
  one.loaded();
  release("kept");
  await settle();
  assert.deepEqual([heard("bulkhead:init").length, heard("bulkhead:result")], [1, [
    { type: "bulkhead:result", id: 1, result: "kept" },
  ]]);
});

Deno.test("a call is answered with its result or its error, under its own id", async () => {
  const { say, heard, calls, state } = session();
  state.answer = ({ call }) => {
    if (call.method === "polls.fail") throw new RpcFailure({ code: -32003, reason: "forbidden", message: "No" });
    return { got: call.params };
  };
  say({ type: "bulkhead:rpc", id: "a", method: "polls.echo", params: { x: [1, null] } });
  say({ type: "bulkhead:rpc", id: 2, method: "polls.fail" });
  await settle();
  const answers = heard("bulkhead:result") as { id: unknown }[] & ToPage[];
  assert.deepEqual(answers.sort((left, right) => left.id === "a" ? -1 : right.id === "a" ? 1 : 0), [
    { type: "bulkhead:result", id: "a", result: { got: { x: [1, null] } } },
    { type: "bulkhead:result", id: 2, error: { code: -32003, message: "No", data: { reason: "forbidden" } } },
  ]);
  assert.deepEqual(calls.map(({ confirmed }) => confirmed), [false, false]);
});

Deno.test("a confirmation cannot be brought along: nothing of a call goes on but its method and params", async () => {
  const { say, calls } = session();
  say({ type: "bulkhead:rpc", id: 1, method: "polls.wipe", params: { confirmed: true }, confirmed: true });
  await settle();
  assert.deepEqual([calls[0]!.call, calls[0]!.confirmed], [
    { method: "polls.wipe", params: { confirmed: true } },
    false,
  ]);
});

Deno.test("what is of high risk is asked about, one question after the other, and called again when it is agreed to", async () => {
  const { say, heard, calls, asked, state } = session();
  state.answer = ({ confirmed }) => confirmed ? "done" : needsConfirmation();
  say({ type: "bulkhead:rpc", id: 1, method: "polls.wipe", params: { id: 7 } });
  say({ type: "bulkhead:rpc", id: 2, method: "polls.wipe" });
  await settle();
  assert.equal(asked.length, 1);
  assert.deepEqual(asked[0]!.call, { method: "polls.wipe", params: { id: 7 } });
  asked[0]!.answer(true);
  await settle();
  assert.deepEqual(heard("bulkhead:result"), [{ type: "bulkhead:result", id: 1, result: "done" }]);
  assert.equal(asked.length, 2);
  asked[1]!.answer(false);
  await settle();
  const [, refused] = heard("bulkhead:result") as { error: { data: { reason: string } } }[] & ToPage[];
  assert.equal(refused!.error.data.reason, "declined");
  assert.deepEqual(calls.map(({ confirmed }) => confirmed), [false, false, true]);
});

Deno.test("who said no three times is not asked again however often the page loads itself anew", async () => {
  const { say, session: one, asked, heard, state } = session();
  state.answer = needsConfirmation;
  for (let id = 1; id <= 3; id++) {
    say({ type: "bulkhead:rpc", id, method: "polls.wipe" });
    await settle();
    asked.at(-1)!.answer(false);
    await settle();
  }
  say({ type: "bulkhead:rpc", id: 4, method: "polls.wipe" });
  await settle();
  assert.deepEqual([asked.length, heard("bulkhead:result").length], [3, 4]);
  one.loaded();
  one.loaded();
  say({ type: "bulkhead:rpc", id: 5, method: "polls.wipe" });
  await settle();
  assert.equal(asked.length, 3);
});

Deno.test("only few questions wait", async () => {
  const { say, heard, asked, state } = session();
  state.answer = needsConfirmation;
  for (let id = 1; id <= 10; id++) say({ type: "bulkhead:rpc", id, method: "polls.wipe" });
  await settle();
  assert.equal(asked.length, 1);
  assert.equal(heard("bulkhead:result").length, 5);
});

Deno.test("events come of its own types and of its grant's, and of nothing else that it asks for", () => {
  const { say, heard, subscriptions } = session();
  say({ type: "bulkhead:subscribe", types: ["**", "chat.reaction.*"] });
  assert.deepEqual(subscriptions[0]!.types, ["polls.**", "chat.message.sent"]);
  const { listener } = subscriptions[0]!;
  for (const type of ["polls.vote.cast", "chat.message.sent", "chat.message.deleted", "host.plugin.changed"]) {
    listener.event!(event(type));
    listener.volatile!(type, {});
  }
  const types = (heard("bulkhead:event") as { event: { type: string } }[] & ToPage[]).map(({ event }) => event.type);
  assert.deepEqual(types, ["polls.vote.cast", "polls.vote.cast", "chat.message.sent", "chat.message.sent"]);
  assert.deepEqual(heard("bulkhead:subscribed"), [
    { type: "bulkhead:subscribed", types: ["**"], refused: ["chat.reaction.*"] },
  ]);
});

Deno.test("a later subscription takes the place of the one before, and a revoked grant counts at once", () => {
  const { session: one, say, heard, subscriptions, state } = session();
  say({ type: "bulkhead:subscribe", types: ["chat.message.sent"] });
  say({ type: "bulkhead:subscribe", types: ["polls.**", "chat.message.sent"] });
  assert.deepEqual(subscriptions.map(({ ended }) => ended), [true, false]);
  state.allowed = ["polls.**"];
  one.grantChanged();
  for (const { listener } of subscriptions) listener.event!(event("chat.message.sent"));
  assert.deepEqual(heard("bulkhead:event"), []);
  subscriptions.at(-1)!.listener.event!(event("polls.vote.cast"));
  assert.equal(heard("bulkhead:event").length, 1);
  subscriptions.at(-1)!.listener.resync!();
  assert.equal(heard("bulkhead:missed").length, 1);
});

Deno.test("the address follows the page and the page the address, without an echo", () => {
  const { session: one, say, heard, gone } = session();
  say({ type: "bulkhead:route", route: "/poll/7/" });
  say({ type: "bulkhead:route", route: "poll/7" });
  assert.deepEqual(gone, [{ route: "poll/7", replace: false }]);
  one.route("poll/7");
  assert.deepEqual(heard("bulkhead:route"), []);
  one.route("");
  assert.deepEqual(heard("bulkhead:route"), [{ type: "bulkhead:route", route: "" }]);
  for (const route of ["..", "a/../../b", "./x", "a\\b", "x\n", "\ud800", "x".repeat(2_000), 7]) {
    say({ type: "bulkhead:route", route });
  }
  assert.equal(gone.length, 1);
});

Deno.test("messages that no page should send do nothing", async () => {
  const { say, posted, calls, state } = session();
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  for (
    const data of [
      null,
      "bulkhead:ready",
      [],
      {},
      { type: "bulkhead:result", id: 1, result: "forged" },
      { type: "bulkhead:init", user: { role: "owner" } },
      { type: "bulkhead:event", event: { type: "polls.x", data: 1 } },
      { type: "__proto__" },
      { type: "bulkhead:rpc", method: "polls.x" },
      { type: "bulkhead:rpc", id: {}, method: "polls.x" },
      { type: "bulkhead:subscribe", types: "polls.**" },
      { type: "bulkhead:subscribe", types: [7] },
      { type: "bulkhead:subscribe", types: ["not a type"] },
      { type: "bulkhead:subscribe", types: Array(65).fill("polls.**") },
      { type: "bulkhead:resize", height: -1 },
      { type: "bulkhead:resize", height: NaN },
    ]
  ) say(data);
  await settle();
  assert.deepEqual([posted, calls, state.alive], [[], [], 0]);
  const bad = [[1], "text", cyclic, { big: 1n }, { text: "x".repeat(300_000) }];
  for (const [index, params] of bad.entries()) say({ type: "bulkhead:rpc", id: index, method: "polls.x", params });
  say({ type: "bulkhead:rpc", id: 9, method: "" });
  await settle();
  assert.deepEqual(calls, []);
  const reasons = (posted as { error: { data: { reason: string } } }[] & ToPage[]).map(({ error }) =>
    error.data.reason
  );
  assert.deepEqual(reasons, [...Array(4).fill("invalid_params"), "too_large", "invalid_params"]);
});

Deno.test("a name of a prototype in params is data like any other, and changes nothing here", async () => {
  const { say, calls } = session();
  say({ type: "bulkhead:rpc", id: 1, method: "polls.x", params: JSON.parse('{"__proto__":{"polluted":1},"a":1}') });
  await settle();
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  assert.equal(calls[0]!.call.params.polluted, undefined);
});

Deno.test("a page has a number of calls under way and no more", async () => {
  const { say, heard, state } = session();
  state.answer = () => new Promise(() => {});
  for (let id = 0; id < 70; id++) say({ type: "bulkhead:rpc", id, method: "polls.x" });
  await settle();
  const answers = heard("bulkhead:result") as { error: { data: { reason: string } } }[] & ToPage[];
  assert.deepEqual(answers.map(({ error }) => error.data.reason), Array(6).fill("rate_limited"));
});

Deno.test("a page that floods is first passed over, then stopped; one that is only busy is not", () => {
  const { session: one, say, heard, state } = session();
  for (let times = 0; times < 100; times++) {
    for (let burst = 0; burst < 100; burst++) say({ type: "bulkhead:resize", height: burst });
    state.now += 1_000;
  }
  assert.equal(state.flooded, 0);
  state.now += 10_000;
  let read = 0;
  const message = {
    get data() {
      read++;
      return { type: "bulkhead:ready" };
    },
  };
  for (let times = 0; times < 5_000; times++) one.receive(message);
  assert.deepEqual([state.flooded, read], [1, 400], "what is passed over is not even unpacked");
  assert.equal(heard("bulkhead:init").length, 40);
});

Deno.test("a page that changes the address or what it hears all the time is not followed", () => {
  const { say, gone, subscriptions, state } = session();
  for (let times = 0; times < 60; times++) {
    say({ type: "bulkhead:route", route: `place/${times}` });
    say({ type: "bulkhead:subscribe", types: [`polls.a${times}`] });
  }
  assert.equal(gone.length + subscriptions.length, 40);
  state.now += 1_000;
  for (let times = 0; times < 60; times++) say({ type: "bulkhead:route", route: `later/${times}` });
  assert.equal(gone.length + subscriptions.length, 45);
});

Deno.test("nothing of a page that is gone reaches the next one, or a cockpit that has left", async () => {
  const { session: one, say, heard, calls, subscriptions, state } = session();
  let release = (_value: unknown): void => {};
  state.answer = () => new Promise((resolve) => release = resolve);
  say({ type: "bulkhead:ready" });
  say({ type: "bulkhead:subscribe", types: ["polls.**"] });
  say({ type: "bulkhead:rpc", id: 1, method: "polls.slow" });
  one.loaded();
  // It leads its own frame to another document, which says nothing.
  one.loaded();
  assert.ok(calls[0]!.signal.aborted);
  assert.ok(subscriptions[0]!.ended);
  release("late");
  await settle();
  assert.deepEqual(heard("bulkhead:result"), []);
  say({ type: "bulkhead:rpc", id: 2, method: "polls.slow" });
  one.end();
  release("later");
  await settle();
  say({ type: "bulkhead:ready" });
  one.theme("dark");
  assert.deepEqual([heard("bulkhead:result"), heard("bulkhead:theme")], [[], []]);
});

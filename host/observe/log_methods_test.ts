import assert from "node:assert/strict";
import type { z } from "zod";
import type { CallRequest } from "../rpc/ports.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { logMethods, manualClock, openObserve } from "./mod.ts";

const owner: Caller = { kind: "user", id: "olga", name: "olga", role: "owner" };
const member: Caller = { kind: "user", id: "mia", name: "mia", role: "member" };

async function setUp() {
  const dataDir = await Deno.makeTempDir();
  const clock = manualClock();
  const observe = openObserve({ dataDir, clock, format: "none" });
  const methods = logMethods({ observe, clock });
  return {
    observe,
    clock,
    async call<T>(name: string, params: unknown, caller = owner, extra: Partial<CallRequest> = {}): Promise<T> {
      const method = methods[name]!;
      const request: CallRequest = { method: name, params, caller, transport: "http", ...extra };
      const result = await method.handler(method.params.parse(params) as never, request);
      return (method.result as z.ZodType).parse(result) as T;
    },
    async [Symbol.asyncDispose]() {
      await observe.close();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}
type Items = { items: { id: number; message: string; source: string }[]; nextCursor?: string; position?: number };

Deno.test("records are inserted and queried, page by page", async () => {
  await using t = await setUp();
  for (let n = 1; n <= 5; n++) {
    assert.deepEqual(await t.call("host.log.insert", { source: "shop.till", level: "warn", message: `no ${n}` }), {
      inserted: 1,
    });
  }
  const page = await t.call<Items>("host.log.query", { source: "shop", limit: 2 });
  assert.deepEqual(page.items.map((item) => [item.source, item.message]), [["shop.till", "no 4"], [
    "shop.till",
    "no 5",
  ]]);
  const before = await t.call<Items>("host.log.query", { source: "shop", limit: 3, cursor: page.nextCursor });
  assert.deepEqual(before.items.map((item) => item.message), ["no 1", "no 2", "no 3"]);
  assert.equal(before.nextCursor, undefined);
  assert.deepEqual(await t.call("host.log.tree", { prefix: "shop" }), {
    items: [{ name: "shop.till", count: 5, errors: 0, children: false }],
  });
});

Deno.test("whoever writes stays under a name of their own", async () => {
  await using t = await setUp();
  const insert = (caller: Caller, source: string, through?: string) =>
    t.call("host.log.insert", { source, message: "x" }, caller, through ? { through } : {});
  await insert(member, "chat");
  await insert(owner, "chat.store", "plugin:supervisor");
  await insert(owner, "supervisor.redis", "plugin:supervisor");
  await insert(owner, "supervisors", "plugin:supervisor");
  await assert.rejects(insert(owner, "host.identity"), /written by the host itself/);
  const { items } = await t.call<Items>("host.log.query", {});
  assert.deepEqual(items.map((item) => item.source), [
    "user.mia.chat",
    "supervisor.chat.store",
    "supervisor.redis",
    "supervisor.supervisors",
  ]);
});

Deno.test("a tail answers at once with what is there, else with the first that comes, else with nothing in time", async () => {
  await using t = await setUp();
  t.observe.logger("a").info("one");
  const first = await t.call<Items>("host.log.tail", { after: 0 });
  assert.deepEqual(first.items.map((item) => item.message), ["one"]);
  const waiting = t.call<Items>("host.log.tail", { after: first.position, source: "a" });
  t.observe.logger("b").info("elsewhere");
  t.observe.logger("a").info("two");
  await t.clock.advance(1_000);
  const second = await waiting;
  assert.deepEqual(second.items.map((item) => item.message), ["two"]);
  const empty = t.call<Items>("host.log.tail", { after: second.position, waitMs: 5_000 });
  await t.clock.advance(5_000);
  assert.deepEqual(await empty, { items: [], position: second.position });
  const abort = new AbortController();
  const cancelled = t.call<Items>("host.log.tail", {}, owner, { signal: abort.signal });
  abort.abort();
  assert.deepEqual((await cancelled).items, []);
});

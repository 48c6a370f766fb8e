import assert from "node:assert/strict";
import { manualClock, type Observe, type ObserveOptions, openObserve } from "./mod.ts";

async function setUp(options: Partial<ObserveOptions> = {}) {
  const dataDir = await Deno.makeTempDir();
  const clock = manualClock();
  const open = () => openObserve({ dataDir, clock, format: "none", ...options });
  let observe = open();
  return {
    clock,
    dataDir,
    get observe(): Observe {
      return observe;
    },
    async reopen() {
      await observe.close();
      observe = open();
      return observe;
    },
    async [Symbol.asyncDispose]() {
      await observe.close();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

const messages = (observe: Observe, query: Parameters<Observe["query"]>[0]) =>
  observe.query(query).map((item) => item.message);

Deno.test("records are found by source branch, level, words and time, and survive a restart", async () => {
  await using t = await setUp();
  t.observe.logger("chat").info("hello world");
  t.observe.logger("chat").child("store").error("disk trouble", { file: "data.db", code: 13 });
  t.observe.logger("chatter").warn("not of chat");
  await t.clock.advance(60_000);
  t.observe.sink.write("github", [{
    time: "2023-11-14T22:00:00.000Z",
    level: "debug",
    message: "old one",
    source: "hooks",
  }]);
  const observe = await t.reopen();
  assert.deepEqual(messages(observe, { source: "chat" }), ["hello world", "disk trouble"]);
  assert.deepEqual(messages(observe, { level: "warn" }), ["disk trouble", "not of chat"]);
  assert.deepEqual(messages(observe, { text: "worl" }), ["hello world"]);
  assert.deepEqual(messages(observe, { text: 'data.db" OR *' }), []);
  assert.deepEqual(messages(observe, { text: "data.db" }), ["disk trouble"]);
  assert.deepEqual(messages(observe, { source: "github.hooks" }), ["old one"]);
  assert.deepEqual(messages(observe, { toMs: t.clock.now() - 60_000 }), ["old one"]);
  assert.deepEqual(observe.query({ level: "error" })[0]!.fields, { file: "data.db", code: 13 });
});

Deno.test("a page holds the newest, and the page before it is reached by position", async () => {
  await using t = await setUp();
  for (let n = 1; n <= 10; n++) t.observe.logger("a").info(`${n}`);
  const page = t.observe.query({ limit: 3 });
  assert.deepEqual(page.map((item) => item.message), ["8", "9", "10"]);
  assert.deepEqual(messages(t.observe, { limit: 3, before: page[0]!.id }), ["5", "6", "7"]);
  assert.deepEqual(messages(t.observe, { limit: 2, after: page[0]!.id }), ["9", "10"]);
});

Deno.test("the tree sums records and errors below each branch", async () => {
  await using t = await setUp();
  t.observe.logger("chat").info("a");
  t.observe.logger("chat.store").error("b");
  t.observe.logger("chat.store.fts").error("c");
  t.observe.logger("host.bus").info("d");
  assert.deepEqual(t.observe.tree(), [
    { name: "chat", count: 3, errors: 2, children: true },
    { name: "host", count: 1, errors: 0, children: true },
  ]);
  assert.deepEqual(t.observe.tree("chat"), [{ name: "chat.store", count: 2, errors: 2, children: true }]);
});

Deno.test("records wait a second to be stored together, grave ones do not wait", async () => {
  await using t = await setUp();
  const reader = openObserve({ dataDir: t.dataDir, clock: manualClock(), format: "none" });
  t.observe.logger("a").info("waits");
  await t.clock.advance(900);
  assert.deepEqual(messages(reader, {}), []);
  await t.clock.advance(200);
  assert.deepEqual(messages(reader, {}), ["waits"]);
  t.observe.logger("a").error("grave");
  await t.clock.advance(0);
  assert.deepEqual(messages(reader, {}), ["waits", "grave"]);
  await reader.close();
});

Deno.test("a tail gets what fits, once, as it comes", async () => {
  await using t = await setUp();
  t.observe.logger("chat").info("before");
  const seen: string[] = [];
  const stop = t.observe.tail({ source: "chat", level: "info" }, (items) => seen.push(...items.map((i) => i.message)));
  t.observe.logger("chat").info("one");
  t.observe.logger("chat").debug("too low");
  t.observe.logger("other").info("elsewhere");
  await t.clock.advance(0);
  t.observe.logger("chat.store").info("two");
  await t.clock.advance(0);
  assert.deepEqual(seen, ["one", "two"]);
  stop();
  t.observe.logger("chat").info("three");
  await t.clock.advance(2_000);
  assert.deepEqual(seen, ["one", "two"]);
});

Deno.test("a flood is bounded, and the number of dropped records is reported", async () => {
  await using t = await setUp();
  const logger = t.observe.logger("flood");
  for (let n = 0; n < 25_000; n++) logger.info(`line ${n}`);
  assert.equal(t.observe.dropped, 5_000);
  assert.equal(t.observe.query({ source: "flood", text: "19999" }).length, 1);
  assert.match(messages(t.observe, { source: "host.observe" })[0]!, /5000 log records were dropped/);
});

Deno.test("what cannot be written as JSON does not throw, and what is too long is cut", async () => {
  await using t = await setUp();
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  const logger = t.observe.logger("a");
  logger.info("loop", loop);
  logger.info("values", { big: 10n, error: new TypeError("bad") });
  logger.info("x".repeat(100_000));
  const [first, second, third] = t.observe.query({});
  assert.match(String(first!.fields!.unprintable), /circular/);
  assert.equal(second!.fields!.big, "10");
  assert.equal((second!.fields!.error as { message: string }).message, "bad");
  assert.match(third!.message, /x… \(100000 characters\)$/);
});

Deno.test("records older than the limit are removed, with their words and their counts", async () => {
  await using t = await setUp({ maxAgeMs: 3_600_000 });
  t.observe.logger("a").info("ancient");
  await t.clock.advance(2 * 3_600_000);
  t.observe.logger("a").info("recent");
  await t.clock.advance(1_000);
  assert.deepEqual(messages(t.observe, {}), ["recent"]);
  assert.deepEqual(messages(t.observe, { text: "ancient" }), []);
  assert.equal(t.observe.tree()[0]!.count, 1);
});

Deno.test("above the size limit the oldest records go first", async () => {
  await using t = await setUp({ maxBytes: 2_000_000 });
  for (let n = 0; n < 600; n++) {
    t.observe.logger("a").info(`${n} ${crypto.randomUUID().repeat(200)}`);
    if (n % 100 === 0) await t.clock.advance(1_000);
  }
  await t.clock.advance(700_000);
  const left = t.observe.query({ limit: 1_000 });
  assert.ok(left.length > 0 && left.length < 500, `${left.length} records are left`);
  assert.match(left.at(-1)!.message, /^599 /);
});

import assert from "node:assert/strict";
import { type LogFilter, manualClock, type Observe, type ObserveOptions, openObserve } from "./mod.ts";

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

const messages = async (observe: Observe, query: Parameters<Observe["query"]>[0]) =>
  (await observe.query(query)).map((item) => item.message);

/** Waits until another reader of the file finds these. */
async function seen(reader: Observe, wanted: string[]): Promise<void> {
  for (const end = performance.now() + 5_000; performance.now() < end;) {
    if ((await messages(reader, {})).length >= wanted.length) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.deepEqual(await messages(reader, {}), wanted);
}

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
  assert.deepEqual(await messages(observe, { source: "chat" }), ["hello world", "disk trouble"]);
  assert.deepEqual(await messages(observe, { level: "warn" }), ["disk trouble", "not of chat"]);
  assert.deepEqual(await messages(observe, { text: "worl" }), ["hello world"]);
  assert.deepEqual(await messages(observe, { text: 'data.db" OR *' }), []);
  assert.deepEqual(await messages(observe, { text: "data.db" }), ["disk trouble"]);
  assert.deepEqual(await messages(observe, { source: "github.hooks" }), ["old one"]);
  assert.deepEqual(await messages(observe, { toMs: t.clock.now() - 60_000 }), ["old one"]);
  assert.deepEqual((await observe.query({ level: "error" }))[0]!.fields, { file: "data.db", code: 13 });
});

Deno.test("a page holds the newest, and the page before it is reached by position", async () => {
  await using t = await setUp();
  for (let n = 1; n <= 10; n++) t.observe.logger("a").info(`${n}`);
  const page = await t.observe.query({ limit: 3 });
  assert.deepEqual(page.map((item) => item.message), ["8", "9", "10"]);
  assert.deepEqual(await messages(t.observe, { limit: 3, before: page[0]!.id }), ["5", "6", "7"]);
  assert.deepEqual(await messages(t.observe, { limit: 2, after: page[0]!.id }), ["9", "10"]);
});

Deno.test("the tree sums records and errors below each branch", async () => {
  await using t = await setUp();
  t.observe.logger("chat").info("a");
  t.observe.logger("chat.store").error("b");
  t.observe.logger("chat.store.fts").error("c");
  t.observe.logger("host.bus").info("d");
  assert.deepEqual(await t.observe.tree(), [
    { name: "chat", count: 3, errors: 2, children: true },
    { name: "host", count: 1, errors: 0, children: true },
  ]);
  assert.deepEqual(await t.observe.tree("chat"), [{ name: "chat.store", count: 2, errors: 2, children: true }]);
});

Deno.test("records wait a second to be stored together, grave ones do not wait", async () => {
  await using t = await setUp();
  const reader = openObserve({ dataDir: t.dataDir, clock: manualClock(), format: "none" });
  t.observe.logger("a").info("waits");
  await t.clock.advance(900);
  assert.deepEqual(await messages(reader, {}), []);
  await t.clock.advance(200);
  await seen(reader, ["waits"]);
  t.observe.logger("a").error("grave");
  await seen(reader, ["waits", "grave"]);
  await reader.close();
});

Deno.test("a tail gets what fits, once, as it comes", async () => {
  await using t = await setUp();
  t.observe.logger("chat").info("before");
  const heard: string[] = [];
  const stop = t.observe.tail({ source: "chat", level: "info" }, (items) => heard.push(...items.map((i) => i.message)));
  t.observe.logger("chat").info("one");
  t.observe.logger("chat").debug("too low");
  t.observe.logger("other").info("elsewhere");
  await t.observe.stored();
  t.observe.logger("chat.store").info("two");
  await t.observe.stored();
  assert.deepEqual(heard, ["one", "two"]);
  stop();
  t.observe.logger("chat").info("three");
  await t.observe.stored();
  assert.deepEqual(heard, ["one", "two"]);
});

Deno.test("a flood is bounded, and the number of dropped records is reported", async () => {
  await using t = await setUp();
  const logger = t.observe.logger("flood");
  for (let n = 0; n < 25_000; n++) logger.info(`line ${n}`);
  assert.equal(t.observe.dropped, 5_000);
  assert.equal((await t.observe.query({ source: "flood", text: "19999" })).length, 1);
  assert.match((await messages(t.observe, { source: "host.observe" }))[0]!, /5000 log records were dropped/);
});

Deno.test("of many who ask for room none loses a line, and each keeps its order", async () => {
  await using t = await setUp();
  const { sink } = t.observe;
  const time = new Date(t.clock.now()).toISOString();
  await Promise.all(Array.from({ length: 40 }, async (_, one) => {
    for (let at = 0; at < 2_000; at += 500) {
      await sink.room!(500);
      sink.write(
        `talker${one}`,
        Array.from({ length: 500 }, (_, n) => ({ time, level: "info", message: `${at + n}` })),
      );
    }
  }));
  assert.equal(t.observe.dropped, 0);
  assert.equal((await t.observe.tree()).reduce((sum, { count }) => sum + count, 0), 80_000);
  const last = await messages(t.observe, { source: "talker17", limit: 3 });
  assert.deepEqual(last.map(Number).sort((a, b) => a - b), [1_997, 1_998, 1_999]);
});

Deno.test("in memory and on disk the same lines fit a query", async () => {
  await using t = await setUp();
  const queries = [
    { text: "café" },
    { text: "cafe op" },
    { text: "op cafe" },
    { text: "data.db" },
    { text: "DB" },
    { text: "  ,, " },
    { level: "warn" as const, text: "x1" },
    { source: "a.b" },
    { source: "a", level: "error" as const },
  ];
  const heard = queries.map(() => [] as string[]);
  queries.forEach((query, index) =>
    t.observe.tail(query, (items) => heard[index]!.push(...items.map((i) => i.message)))
  );
  const a = t.observe.logger("a");
  a.info("The Café opens at x1");
  a.child("b").warn("data_db is x1x", { file: "data.db" });
  a.child("bc").error("CAFE", { why: "operator" });
  t.observe.logger("ab").debug("日本 x1");
  await t.observe.stored();
  for (const [index, query] of queries.entries()) {
    assert.deepEqual(heard[index], await messages(t.observe, query), JSON.stringify(query));
  }
  assert.ok(heard.filter((each) => each.length > 0).length >= 8);
});

Deno.test("of many sources and levels each query gives the newest, in their order, in time and page by page", async () => {
  await using t = await setUp();
  const levels = ["debug", "info", "warn", "error"] as const;
  const all: { source: string; level: typeof levels[number]; message: string; at: number }[] = [];
  for (let n = 0; n < 3_000; n++) {
    const source = n % 7 === 0 ? `rare.s${n % 3}` : `busy.s${n % 90}`;
    const level = levels[n % 50 === 0 ? 3 : n % 11 === 0 ? 2 : n % 2]!;
    all.push({ source, level, message: `line ${n} of ${source}`, at: t.clock.now() });
    t.observe.logger(source)[level](`line ${n} of ${source}`);
    if (n % 100 === 99) await t.clock.advance(30_000);
  }
  const start = all[0]!.at;
  for (
    const query of [
      { source: "rare" },
      { source: "busy.s1" },
      { source: "busy", level: "error" as const },
      { level: "warn" as const, fromMs: start + 100_000, toMs: start + 500_000 },
      { text: "rare s1", level: "info" as const },
      { source: "busy", text: "line", toMs: start + 95_000 },
      { fromMs: start + 1e9 },
    ]
  ) {
    const { source, level, text, fromMs = 0, toMs = Infinity } = query as LogFilter;
    const fits = all.filter((line) =>
      (source === undefined || line.source === source || line.source.startsWith(`${source}.`)) &&
      (level === undefined || levels.indexOf(line.level) >= levels.indexOf(level)) &&
      (text === undefined || text.split(" ").every((word) => line.message.split(/[. ]/).includes(word))) &&
      line.at >= fromMs && line.at < toMs
    ).map(({ message }) => message);
    const first = await t.observe.query({ ...query, limit: 40 });
    assert.deepEqual(first.map(({ message }) => message), fits.slice(-40), JSON.stringify(query));
    const before = first[0]?.id ?? 1;
    const second = await messages(t.observe, { ...query, limit: 40, before });
    assert.deepEqual(second, fits.slice(-80, -40), JSON.stringify(query));
    const after = await messages(t.observe, { ...query, limit: 40, after: 0 });
    assert.deepEqual(after, fits.slice(0, 40), JSON.stringify(query));
  }
});

Deno.test("what cannot be written as JSON does not throw, and what is too long is cut", async () => {
  await using t = await setUp();
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  const logger = t.observe.logger("a");
  logger.info("loop", loop);
  logger.info("values", { big: 10n, error: new TypeError("bad") });
  logger.info("x".repeat(100_000));
  const [first, second, third] = await t.observe.query({});
  assert.match(String(first!.fields!.unprintable), /circular/);
  assert.equal(second!.fields!.big, "10");
  assert.equal((second!.fields!.error as { message: string }).message, "bad");
  assert.match(third!.message, /x… \(100000 characters\)$/);
});

Deno.test("records older than the limit are removed, with their words and their counts", async () => {
  await using t = await setUp({ maxAgeMs: 3_600_000 });
  t.observe.logger("a").info("ancient");
  await t.observe.stored();
  await t.clock.advance(2 * 3_600_000);
  t.observe.logger("a").info("recent");
  await t.clock.advance(1_000);
  assert.deepEqual(await messages(t.observe, {}), ["recent"]);
  assert.deepEqual(await messages(t.observe, { text: "ancient" }), []);
  assert.equal((await t.observe.tree())[0]!.count, 1);
});

Deno.test("above the size limit the oldest records go first", async () => {
  await using t = await setUp({ maxBytes: 2_000_000 });
  for (let n = 0; n < 600; n++) {
    t.observe.logger("a").info(`${n} ${crypto.randomUUID().repeat(200)}`);
    if (n % 100 === 0) await t.observe.stored();
  }
  await t.observe.stored();
  await t.clock.advance(700_000);
  const left = await t.observe.query({ limit: 1_000 });
  assert.ok(left.length > 0 && left.length < 500, `${left.length} records are left`);
  assert.match(left.at(-1)!.message, /^599 /);
});

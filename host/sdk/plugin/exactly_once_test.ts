import assert from "node:assert/strict";
import { z } from "zod";
import { RpcError } from "../errors.ts";
import { type Context, definePlugin, method } from "../plugin.ts";
import { testPlugin } from "../testing.ts";

const migrations = { "0001_notes": "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT" };
const params = z.object({ text: z.string(), fail: z.boolean().default(false) });
const result = z.object({ id: z.number() });

function insert(text: string, ctx: Context) {
  const { lastInsertRowid } = ctx.db.run("INSERT INTO notes (text) VALUES (?)", text);
  ctx.events.publish({ type: "test.note.added", data: { text } });
  return { id: lastInsertRowid };
}

/** `gate` lets a test stop the asynchronous handler between its transaction and its answer. */
function notes(gate: { after: () => Promise<void> } = { after: () => Promise.resolve() }) {
  return definePlugin({
    migrations,
    methods: {
      "note.add": method({
        summary: "Adds a note",
        params,
        result,
        handler: ({ text, fail }, ctx) => {
          const added = insert(text, ctx);
          if (fail) throw new RpcError("conflict", "asked to fail");
          return added;
        },
      }),
      "note.add_later": method({
        summary: "Adds a note and calls out",
        params,
        result,
        handler: async ({ text, fail }, ctx) => {
          const added = ctx.db.transaction(() => insert(text, ctx));
          await gate.after();
          if (fail) throw new RpcError("conflict", "asked to fail");
          await ctx.call("other.thing.do", { text });
          return added;
        },
      }),
      "note.add_carelessly": method({
        summary: "Writes twice, each by itself",
        params,
        result,
        handler: async ({ text }, ctx) => {
          ctx.db.run("INSERT INTO notes (text) VALUES (?)", `${text} 1`);
          await gate.after();
          return { id: ctx.db.run("INSERT INTO notes (text) VALUES (?)", `${text} 2`).lastInsertRowid };
        },
      }),
      "note.list": method({
        summary: "Lists notes",
        params: z.object({}),
        result: z.array(z.string()),
        readOnly: true,
        handler: (_, ctx) => ctx.db.all<{ text: string }>("SELECT text FROM notes ORDER BY id").map((row) => row.text),
      }),
    },
    events: {
      "source.thing.happened": (event, ctx) => void insert(String(event.data), ctx),
    },
  });
}

const calls = { "other.thing.do": () => null };

Deno.test("a repeated key gets the first result and changes nothing", async () => {
  await using test = await testPlugin(notes(), { calls });
  const first = await test.call("test.note.add", { text: "one" }, { key: "k" });
  const again = await test.call("test.note.add", { text: "one" }, { key: "k" });
  assert.deepEqual(again, first);
  assert.deepEqual(await test.call("test.note.list"), ["one"]);
  await test.relayed();
  assert.deepEqual(test.events.map((event) => event.data), [{ text: "one" }]);
});

Deno.test("repeats that arrive together run the handler once", async () => {
  await using test = await testPlugin(notes(), { calls });
  for (const name of ["test.note.add", "test.note.add_later"]) {
    const results = await Promise.all([1, 2, 3].map(() => test.call(name, { text: name }, { key: name })));
    assert.equal(new Set(results.map((item) => item.id)).size, 1);
  }
  assert.deepEqual(await test.call("test.note.list"), ["test.note.add", "test.note.add_later"]);
});

Deno.test("a key that belongs to another method is refused", async () => {
  await using test = await testPlugin(notes(), { calls });
  await test.call("test.note.add", { text: "one" }, { key: "k" });
  await assert.rejects(test.call("test.note.add_later", { text: "two" }, { key: "k" }), (error: RpcError) => {
    assert.equal(error.kind, "conflict");
    assert.match(error.message, /"k" belongs to an earlier call of test\.note\.add/);
    return true;
  });
});

Deno.test("a handler that throws leaves neither row nor event nor key behind", async () => {
  await using test = await testPlugin(notes(), { calls });
  await assert.rejects(test.call("test.note.add", { text: "one", fail: true }, { key: "k" }), /asked to fail/);
  assert.deepEqual(await test.call("test.note.list"), []);
  await test.call("test.note.add", { text: "one" }, { key: "k" });
  await test.relayed();
  assert.deepEqual(test.events.map((event) => event.data), [{ text: "one" }]);
});

Deno.test("one of several calls in a shared transaction fails alone", async () => {
  await using test = await testPlugin(notes(), { calls });
  const outcomes = await Promise.allSettled(
    ["a", "b", "a", "c"].map((text) => test.call("test.note.add", { text })),
  );
  assert.deepEqual(outcomes.map((outcome) => outcome.status), ["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  assert.deepEqual(await test.call("test.note.list"), ["a", "b", "c"]);
});

Deno.test("an answered call survives a crash, with its key and its event", async () => {
  let hostTakes = false;
  const relay = () => {
    if (!hostTakes) throw new RpcError("plugin_unavailable", "the host is away");
  };
  await using test = await testPlugin(notes(), { calls, relay });
  const first = await test.call("test.note.add", { text: "one" }, { key: "k" });
  hostTakes = true;
  await using after = await testPlugin(notes(), { calls, dataDir: test.snapshot() });
  assert.deepEqual(await after.call("test.note.add", { text: "one" }, { key: "k" }), first);
  assert.deepEqual(await after.call("test.note.list"), ["one"]);
  await after.relayed();
  assert.deepEqual(after.events.map((event) => event.type), ["test.note.added"]);
});

Deno.test("a crash before the commit leaves nothing, and the repeat does it once", async () => {
  await using test = await testPlugin(notes(), { calls });
  const answer = test.call("test.note.add", { text: "one" }, { key: "k" });
  // The handler has run; the transaction is open until the next turn of the event loop.
  const folder = test.snapshot();
  await answer;
  await using after = await testPlugin(notes(), { calls, dataDir: folder });
  assert.deepEqual(await after.call("test.note.list"), []);
  await after.call("test.note.add", { text: "one" }, { key: "k" });
  assert.deepEqual(await after.call("test.note.list"), ["one"]);
});

Deno.test("an asynchronous call cut between transaction and answer is finished by its repeat, without writing again", async () => {
  const cut = Promise.withResolvers<void>();
  await using test = await testPlugin(notes({ after: () => cut.promise }), { calls });
  const answer = test.call("test.note.add_later", { text: "one" }, { key: "k" });
  const folder = test.snapshot();
  cut.resolve();
  const first = await answer;

  const seen: (string | undefined)[] = [];
  const counted = { "other.thing.do": (_: unknown, info: { key?: string }) => (seen.push(info.key), null) };
  await using after = await testPlugin(notes(), { calls: counted, dataDir: folder });
  assert.deepEqual(await after.call("test.note.add_later", { text: "one" }, { key: "k" }), first);
  assert.deepEqual(await after.call("test.note.list"), ["one"]);
  assert.deepEqual(seen, ["k/0"]);
  await after.relayed();
  assert.equal(after.events.length, 1);
  // Now it is kept whole: a third repeat runs nothing.
  await after.call("test.note.add_later", { text: "one" }, { key: "k" });
  assert.equal(seen.length, 1);
});

Deno.test("single writes of an interrupted keyed call are matched by their place in it", async () => {
  const cut = Promise.withResolvers<void>();
  await using test = await testPlugin(notes({ after: () => cut.promise }), { calls });
  const answer = test.call("test.note.add_carelessly", { text: "x" }, { key: "k" });
  const folder = test.snapshot();
  cut.resolve();
  await answer;
  await using after = await testPlugin(notes(), { calls, dataDir: folder });
  assert.deepEqual(await after.call("test.note.list"), ["x 1"]);
  await after.call("test.note.add_carelessly", { text: "x" }, { key: "k" });
  assert.deepEqual(await after.call("test.note.list"), ["x 1", "x 2"]);
});

Deno.test("an event that is delivered twice is handled once, also across a crash", async () => {
  await using test = await testPlugin(notes(), { calls });
  const event = { type: "source.thing.happened", id: "e1", data: "hello" };
  await test.deliver(event);
  await test.deliver(event);
  await using after = await testPlugin(notes(), { calls, dataDir: test.snapshot() });
  await after.deliver(event);
  assert.deepEqual(await after.call("test.note.list"), ["hello"]);
  await after.deliver({ ...event, id: "e2", data: "again" });
  assert.deepEqual(await after.call("test.note.list"), ["hello", "again"]);
});

Deno.test("an event published while handling another names it as its cause", async () => {
  await using test = await testPlugin(notes(), { calls });
  await test.deliver({ type: "source.thing.happened", id: "e1", data: "x", hops: 3 });
  await test.relayed();
  assert.equal(test.events[0]!.causeid, "e1");
  assert.equal(test.events[0]!.hops, 4);
});

Deno.test("a handler that wrote and returned a promise without being async is told so and leaves nothing", async () => {
  const plugin = definePlugin({
    migrations,
    methods: {
      "note.add": method({
        summary: "Adds",
        params,
        result,
        handler: ({ text }, ctx) => Promise.resolve(insert(text, ctx)),
      }),
      "note.count": method({
        summary: "Counts",
        params: z.object({}),
        result: z.number(),
        handler: (_, ctx) => ctx.db.get<{ n: number }>("SELECT count(*) AS n FROM notes")!.n,
      }),
    },
  });
  await using test = await testPlugin(plugin);
  await assert.rejects(test.call("test.note.add", { text: "one" }), /declare it async/);
  assert.equal(await test.call("test.note.count"), 0);
});

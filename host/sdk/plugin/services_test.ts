import assert from "node:assert/strict";
import { z } from "zod";
import { type Context, definePlugin, method, onEvent, RpcError } from "../plugin.ts";
import { MovableClock, testPlugin, type TestPluginOptions } from "../testing.ts";

/** Runs work with a context, as a method would. */
async function within(
  work: (ctx: Context) => unknown,
  options: TestPluginOptions & { asynchronous?: boolean } = {},
) {
  const definition = {
    summary: "Runs the test's work",
    params: z.object({}),
    result: z.unknown(),
  };
  const plugin = definePlugin({
    methods: {
      "run": options.asynchronous
        ? method({ ...definition, handler: async (_, ctx) => await work(ctx) })
        : method({ ...definition, handler: (_, ctx) => work(ctx) }),
    },
  });
  await using test = await testPlugin(plugin, options);
  return await test.call("test.run");
}

Deno.test("kv keeps JSON by key, lists a prefix in order, and forgets after its time", async () => {
  const clock = new MovableClock();
  const plugin = definePlugin({
    methods: {
      "run": method({
        summary: "Runs",
        params: z.object({ step: z.number() }),
        result: z.unknown(),
        handler: ({ step }, { kv }) => {
          if (step === 0) {
            kv.set("b", { n: 1 });
            kv.set("a/2", 2);
            kv.set("a/1", [1]);
            kv.set("a/1", 1);
            kv.set("a/brief", true, { ttlMs: 1_000 });
            kv.set("a%", "not a wildcard");
            assert.throws(() => kv.set("c", undefined), /not JSON/);
          }
          return [kv.get("b"), kv.get("none") ?? null, kv.list({ prefix: "a/" }), kv.delete("none")];
        },
      }),
    },
  });
  await using test = await testPlugin(plugin, { clock });
  const kept = [{ key: "a/1", value: 1 }, { key: "a/2", value: 2 }];
  assert.deepEqual(await test.call("test.run", { step: 0 }), [
    { n: 1 },
    null,
    [...kept, { key: "a/brief", value: true }],
    false,
  ]);
  await clock.advance(1_000);
  assert.deepEqual((await test.call("test.run", { step: 1 }))[2], kept);
  await using again = await testPlugin(plugin, { clock, dataDir: test.snapshot() });
  assert.deepEqual((await again.call("test.run", { step: 1 }))[2], kept);
});

Deno.test("files are written whole, listed, read and removed", async () => {
  const seen = await within(async ({ files }) => {
    await files.write("a/b.txt", "one");
    await files.write("a/b.txt", "two");
    await files.write("c.bin", new Uint8Array([0, 255]));
    return {
      text: await files.readText("a/b.txt"),
      bytes: [...await files.read("c.bin")],
      all: await files.list(),
      below: await files.list("a"),
      none: await files.list("none"),
      removed: [await files.remove("c.bin"), await files.remove("c.bin")],
    };
  }, { asynchronous: true });
  assert.deepEqual(seen, {
    text: "two",
    bytes: [0, 255],
    all: ["a/b.txt", "c.bin"],
    below: ["a/b.txt"],
    none: [],
    removed: [true, false],
  });
});

Deno.test("a file name that leaves the folder is refused, one that is not there is not_found", async () => {
  await within(async ({ files }) => {
    for (const name of ["", "/etc/passwd", "../data.db", "a/../../x", "a//b", "./x", "a\\..\\x", "a\0"]) {
      await assert.rejects(files.read(name), /is not valid/, name);
      await assert.rejects(files.write(name, "x"), /is not valid/, name);
    }
    await assert.rejects(files.readText("none.txt"), (error: RpcError) => error.kind === "not_found");
    return null;
  }, { asynchronous: true });
});

Deno.test("secrets and settings change under a running plugin", async () => {
  const plugin = definePlugin({
    methods: {
      "run": method({
        summary: "Reads",
        params: z.object({}),
        result: z.unknown(),
        handler: (_, { settings, secrets }) => [settings.colour ?? null, secrets.get("KEY") ?? null],
      }),
      "must": method({
        summary: "Needs the secret",
        params: z.object({}),
        result: z.string(),
        handler: (_, { secrets }) => secrets.require("KEY"),
      }),
    },
  });
  await using test = await testPlugin(plugin, { settings: { colour: "red" } });
  assert.deepEqual(await test.call("test.run"), ["red", null]);
  await assert.rejects(test.call("test.must"), (error: RpcError) => {
    assert.deepEqual([error.kind, error.data.reason], ["precondition_failed", "secret_missing"]);
    assert.match(error.data.hint!, /BULKHEAD_SECRET_KEY/);
    return true;
  });
  test.settings({ secrets: { KEY: "s" } });
  test.settings({ settings: { colour: "blue" } });
  assert.deepEqual(await test.call("test.run"), ["blue", "s"]);
  assert.equal(await test.call("test.must"), "s");
});

Deno.test("a program cannot be run: the refusal names what is missing", async () => {
  await within(async (ctx) => {
    await assert.rejects(ctx.process.run("git", ["status"]), (error: RpcError) => {
      assert.equal(error.kind, "not_permitted");
      assert.match(error.message + error.data.hint, /"git".*permissions\.process/);
      return true;
    });
    return null;
  }, { asynchronous: true });
});

Deno.test("a test says what programs do; run gathers their output up to its limit, with input and environment", async () => {
  const plugin = definePlugin({
    methods: {
      run: method({
        summary: "Runs",
        params: z.object({}),
        result: z.unknown(),
        handler: async (_params, ctx) => {
          const upper = await ctx.process.run("tr", ["a-z", "A-Z"], { stdin: "hello", env: { TZ: "UTC" }, log: true });
          const cut = await ctx.process.run("yes", [], { maxOutputBytes: 5 });
          const program = await ctx.process.spawn("cat");
          const writer = program.stdin.getWriter();
          await writer.write(new TextEncoder().encode("streamed"));
          await writer.close();
          const streamed = await new Response(program.stdout).text();
          await program.stderr.cancel();
          return { upper, cut, streamed, end: await program.ended };
        },
      }),
    },
  });
  await using test = await testPlugin(plugin, {
    programs: {
      tr: (args, { stdin, env }) => ({ stdout: `${stdin.toUpperCase()}\n`, stderr: `${args} ${env.TZ}`, code: 3 }),
      yes: () => ({ stdout: "y\n".repeat(100) }),
      cat: (_args, { stdin }) => ({ stdout: stdin }),
    },
  });
  assert.deepEqual(await test.call("test.run"), {
    upper: { code: 3, signal: null, stdout: "HELLO\n", stderr: "a-z,A-Z UTC", truncated: false },
    cut: { code: 0, signal: null, stdout: "y\ny\ny", stderr: "", truncated: true },
    streamed: "streamed",
    end: { code: 0, signal: null },
  });
  await test.stop();
  assert.deepEqual(test.logs.map(({ source, message }) => `${source} ${message}`).sort(), [
    "tr HELLO",
    "tr a-z,A-Z UTC",
  ]);
});

Deno.test("ctx.http.fetch ends with the call", async () => {
  const arrived = Promise.withResolvers<void>(), over = Promise.withResolvers<Response>();
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => (arrived.resolve(), over.promise),
  );
  const plugin = definePlugin({
    methods: {
      "run": method({
        summary: "Fetches",
        params: z.object({}),
        result: z.null(),
        handler: async (_, ctx) => {
          await ctx.http.fetch(`http://127.0.0.1:${server.addr.port}/`);
          return null;
        },
      }),
    },
  });
  await using test = await testPlugin(plugin);
  const controller = new AbortController();
  const call = test.call("test.run", {}, { signal: controller.signal });
  await arrived.promise;
  controller.abort();
  await assert.rejects(call);
  over.resolve(new Response());
});

Deno.test("background work acts as the plugin and outside of the call's key", async () => {
  const seen: [string, number | undefined][] = [];
  const plugin = definePlugin({
    methods: {
      "run": method({
        summary: "Runs in the background",
        params: z.object({}),
        result: z.null(),
        handler: async (_, ctx) => {
          seen.push([ctx.caller.id, 1]);
          await ctx.background(async (own) => {
            seen.push([own.caller.id, 2]);
            await own.call("other.thing.get");
          });
          return null;
        },
      }),
    },
  });
  const infos: { key?: string; parent?: number }[] = [];
  await using test = await testPlugin(plugin, {
    calls: { "other.thing.get": (_, info) => (infos.push(info), null) },
  });
  await test.call("test.run", {}, { key: "k", caller: { id: "ann" } });
  assert.deepEqual(seen, [["ann", 1], ["test", 2]]);
  assert.deepEqual(infos, [{ key: undefined, parent: undefined }]);
});

Deno.test("timers call back in time, never twice at once, and end with the plugin", async () => {
  const clock = new MovableClock();
  const ran: string[] = [];
  const plugin = definePlugin({
    setup({ schedule }) {
      schedule.every("tick", "10s", (ctx) => void ran.push(`tick ${ctx.caller.kind}`));
      schedule.after("once", "1m", () => void ran.push("once"));
      schedule.every("broken", 25_000, () => {
        throw new Error("broken");
      });
      schedule.every("replaced", 1, () => void ran.push("never"));
      schedule.every("replaced", "1d", () => void ran.push("day"));
      schedule.after("cancelled", 1, () => void ran.push("never"));
      assert.equal(schedule.cancel("cancelled"), true);
      assert.equal(schedule.cancel("cancelled"), false);
      assert.throws(() => schedule.every("bad", "soon", () => {}), /"soon" is not a duration/);
      assert.throws(() => schedule.every("zero", 0, () => {}), /at least 1 ms/);
    },
  });
  await using test = await testPlugin(plugin, { clock });
  await clock.advance(35_000);
  assert.deepEqual(ran, ["tick plugin", "tick plugin", "tick plugin"]);
  await clock.advance(30_000);
  assert.deepEqual(ran.slice(3), ["tick plugin", "tick plugin", "once", "tick plugin"]);
  assert.equal(test.logs.filter(({ message }) => /"broken" failed/.test(message)).length, 2);
  await test.stop();
  const before = ran.length;
  await clock.advance(86_400_000);
  assert.equal(ran.length, before);
});

Deno.test("an event whose data does not fit is logged and passed over, with the others that fit still handled", async () => {
  const seen: unknown[] = [];
  const plugin = definePlugin({
    events: {
      "source.thing.happened": onEvent(z.object({ n: z.number(), unit: z.string().default("m") }), ({ data }) => {
        seen.push(data);
      }),
      "source.**": { handler: (event) => void seen.push(event.type) },
    },
  });
  await using test = await testPlugin(plugin);
  await test.deliver({ type: "source.thing.happened", data: { n: 1 } });
  await test.deliver({ type: "source.thing.happened", data: { n: "one" } });
  assert.deepEqual(seen, [{ n: 1, unit: "m" }, "source.thing.happened", "source.thing.happened"]);
  assert.match(JSON.stringify(test.logs), /"\/n\\" must be number, not string/);
});

Deno.test("an event handler that fails is run again, one beside it that succeeded is not", async () => {
  let failures = 1;
  const seen: string[] = [];
  const plugin = definePlugin({
    events: {
      "source.thing.happened": () => void seen.push("first"),
      "source.*.happened": () => {
        if (failures-- > 0) throw new Error("not yet");
        seen.push("second");
      },
    },
  });
  await using test = await testPlugin(plugin);
  const event = { type: "source.thing.happened", id: "e" };
  await assert.rejects(test.deliver(event));
  await test.deliver(event);
  assert.deepEqual(seen, ["first", "second"]);
});

Deno.test("a plugin that keeps nothing has no database", async () => {
  const plugin = definePlugin({
    methods: {
      "greet": method({ summary: "Greets", params: z.object({}), result: z.string(), handler: () => "hello" }),
    },
  });
  await using test = await testPlugin(plugin);
  await test.call("test.greet");
  assert.deepEqual([...Deno.readDirSync(test.dataDir)], []);
});

Deno.test("keys are forgotten after thirty days, not before", async () => {
  const clock = new MovableClock();
  let runs = 0;
  const plugin = definePlugin({
    methods: {
      "run": method({ summary: "Counts", params: z.object({}), result: z.number(), handler: () => ++runs }),
    },
  });
  await using test = await testPlugin(plugin, { clock });
  const run = () => test.call("test.run", {}, { key: "k" });
  await run();
  await clock.advance(29 * 86_400_000);
  assert.equal(await run(), 1);
  await clock.advance(2 * 86_400_000);
  assert.equal(await run(), 2);
});

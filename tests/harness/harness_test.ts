import assert from "node:assert/strict";
import { RpcError } from "../../host/sdk/errors.ts";
import { processesOf, spawnHost, testHost, until } from "./mod.ts";

const HELLO = {
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  methods: {
    "greeting.say": method({
      summary: "Greets a person",
      params: z.object({ name: z.string().max(80) }),
      result: z.object({ text: z.string() }),
      handler: ({ name }, ctx) => ({ text: \`Hello \${name}, from \${ctx.plugin.id}, to \${ctx.caller.name}\` }),
    }),
  },
});
`,
};

Deno.test("the host runs in the test's process with a plugin written for the test, and is gone afterwards", async () => {
  let pid: number;
  let dir: string;
  {
    await using host = await testHost({ pluginFiles: { hello: HELLO } });
    const { text } = await host.call<{ text: string }>("hello.greeting.say", { name: "Ann" }, { as: "bob" });
    assert.match(text, /^Hello Ann, from hello, to Bob/i);
    const plugin = await host.call<{ pid: number }>("host.plugin.get", { id: "hello" });
    pid = plugin.pid;
    dir = host.dir;
    assert.ok(processesOf(`${dir}/data`).includes(pid));
  }
  assert.deepEqual(processesOf(`${dir}/data`), []);
  await assert.rejects(Deno.stat(dir), Deno.errors.NotFound);
});

Deno.test("errors come back as RpcError, a person may be named, and nobody may be nobody", async () => {
  await using host = await testHost();
  await assert.rejects(host.call("no.such.method"), (error: RpcError) => error.kind === "method_not_found");
  await assert.rejects(
    host.call("host.plugin.list", {}, { as: null }),
    (error: RpcError) => error.kind === "unauthenticated",
  );
  await assert.rejects(
    host.call("host.plugin.disable", { id: "x" }, { as: "bob" }),
    (error: RpcError) => error.kind === "forbidden",
  );
});

Deno.test("a shipped plugin runs in the harness; its events reach a person's socket", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  const socket = await host.ws("bob");
  await socket.call("events.subscribe", { types: ["chat.**"] });
  await host.call("chat.channel.list", {}, { as: "bob" });
  const sent = await host.call<{ id: string }>("chat.message.send", { channel: "#general", text: "hi" });
  const event = await socket.event((one) => one.type === "chat.message.sent");
  assert.equal((event.data as { id: string }).id, sent.id);
  assert.equal(event.actorkind, "human");
});

Deno.test("a stopped host can be started again on the same folder", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    let id: string;
    {
      await using host = await testHost({ dir, plugins: ["chat"] });
      id = (await host.call<{ id: string }>("chat.message.send", { channel: "#general", text: "kept" })).id;
    }
    await using again = await testHost({ dir });
    const { text } = await again.call<{ text: string }>("chat.message.get", { id });
    assert.equal(text, "kept");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("until gives up at its deadline with the last error", async () => {
  await assert.rejects(
    until(() => Promise.reject(new Error("not yet")), { timeoutMs: 30, what: "the moon" }),
    /Waited 30 ms for the moon: not yet/,
  );
  let looks = 0;
  assert.equal(await until(() => ++looks === 3 && "seen"), "seen");
});

Deno.test("the product as a process of its own says when it is ready and leaves nothing behind", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    await using host = await spawnHost({ dir, pluginFiles: { hello: HELLO } });
    assert.equal(host.ready.plugins, 1);
    assert.equal(host.ready.url, host.url);
    assert.equal((await host.call<{ items: unknown[] }>("host.plugin.list")).items.length, 1);
    assert.equal(await host.end("SIGTERM"), 0);
    assert.deepEqual(processesOf(`${dir}/data`), []);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

import assert from "node:assert/strict";
import { pluginFiles } from "../../host/cli/author/new_plugin_files.ts";
import type { RpcError } from "../../host/sdk/errors.ts";
import { testHost, until } from "../harness/mod.ts";

/** Uses the context as its author would without having read much. */
const CARELESS = {
  "plugin.json": JSON.stringify({
    id: "careless",
    version: "0.1.0",
    engine: "^1",
    name: "Careless",
    entry: "plugin.ts",
    permissions: {
      call: [{ method: "link-check.note.add", reason: "Adds a note for whoever asks" }],
      subscribe: [{ type: "link-check.note.added", reason: "Counts notes" }],
    },
    events: { listens: { "link-check.note.added": {} } },
  }),
  "plugin.ts": `
import { definePlugin, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";

export default definePlugin({
  setup(ctx) {
    ctx.db.exec("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY, who TEXT)");
  },
  events: {
    "link-check.note.added": async (event, ctx) => {
      ctx.db.prepare("INSERT INTO seen (id, who) VALUES (?, ?)").run(event.id, event.actor ?? null);
    },
  },
  methods: {
    "seen.list": method({
      summary: "Who added notes",
      params: z.object({}),
      result: z.array(z.string()),
      handler: async (_, ctx) => ctx.db.prepare("SELECT who FROM seen ORDER BY rowid").all().map((row) => String(row.who)),
    }),
    "note.pass_on": method({
      summary: "Adds a note for the caller",
      params: z.object({ text: z.string() }),
      result: z.unknown(),
      handler: async (params, { call }) => await call("link-check.note.add", params),
    }),
    "users.peek": method({
      summary: "Calls what it was not granted",
      params: z.object({}),
      result: z.unknown(),
      handler: (_, ctx) => ctx.call("host.user.list"),
    }),
  },
});
`,
};

Deno.test("a plugin made by new_plugin runs in the host at once, and another works with it under its grant", async () => {
  await using host = await testHost({
    pluginFiles: { "link-check": pluginFiles("link-check"), careless: CARELESS },
  });
  const note = await host.call("link-check.note.add", { text: "first" }, { as: "bob" });
  const passed = await host.call("careless.note.pass_on", { text: "second" }, { as: "carol" });
  const { items } = await host.call<{ items: unknown[] }>("link-check.note.list");
  assert.deepEqual(items, [passed, note]);
  // Whoever asked is the author, not the plugin that carried the call.
  const people = await host.call<{ items: { id: string; handle: string }[] }>("host.user.list");
  const idOf = (handle: string) => people.items.find((user) => user.handle === handle)!.id;
  assert.deepEqual([passed.author, note.author], [idOf("carol"), idOf("bob")]);
  const seen = await until(async () => {
    const list = await host.call<string[]>("careless.seen.list");
    return list.length === 2 ? list : undefined;
  }, { what: "both events" });
  assert.deepEqual(seen.sort(), [idOf("bob"), idOf("carol")].sort());
  await assert.rejects(host.call("careless.users.peek"), (error: RpcError) => error.kind === "not_permitted");
  await assert.rejects(host.call("link-check.note.add", { text: " " }), (error: RpcError) => {
    assert.deepEqual([error.code, error.data.path], [-32602, "/text"]);
    return true;
  });
});

Deno.test("what a plugin kept is there after it was switched off and on", async () => {
  await using host = await testHost({ pluginFiles: { "link-check": pluginFiles("link-check") } });
  const note = await host.call("link-check.note.add", { text: "stays" });
  await host.call("host.plugin.disable", { id: "link-check" });
  await host.call("host.plugin.enable", { id: "link-check" });
  assert.deepEqual(await host.call("link-check.note.list"), { items: [note] });
});

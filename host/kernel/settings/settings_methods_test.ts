import assert from "node:assert/strict";
import { type FileTree, type TestHost, testHost, until } from "../../../tests/harness/mod.ts";
import type { RpcError } from "../../sdk/errors.ts";
import type { PluginInfo } from "../mod.ts";
import type { SettingsView } from "./mod.ts";

const SCHEMA = {
  type: "object",
  required: ["channel"],
  properties: {
    channel: { type: "string", title: "Channel" },
    every: { type: "integer", minimum: 1, default: 5 },
    token: { type: "string", writeOnly: true },
  },
};
const SOURCE = `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
const seen: unknown[] = [];
export default definePlugin({
  setup: (ctx) => { seen.push(["setup", ctx.settings]); },
  onSettings: (ctx) => {
    seen.push(["changed", ctx.settings]);
    if (ctx.settings.channel === "#bad") throw new Error("no such channel");
    console.log("the token is " + ctx.settings.token);
  },
  methods: {
    "settings": method({ ...any, summary: "What it sees", handler: (_p, ctx) => ctx.settings }),
    "seen": method({ ...any, summary: "What it saw", handler: () => seen }),
  },
});
`;
const plugin = (settings: unknown, version = "0.1.0"): FileTree => ({
  "plugin.json": JSON.stringify({ id: "notes", version, engine: "^1", name: "Notes", settings }),
  "plugin.ts": SOURCE,
});
const set = (host: TestHost, change: { values?: Record<string, unknown>; clear?: string[] }) =>
  host.call<SettingsView>("host.plugin.settings.set", { id: "notes", ...change });
const get = (host: TestHost) => host.call<SettingsView>("host.plugin.settings.get", { id: "notes" });
const info = (host: TestHost) => host.call<PluginInfo>("host.plugin.get", { id: "notes" });
const failure = async (work: Promise<unknown>): Promise<RpcError> =>
  await work.then(() => assert.fail("had to fail"), (error) => error as RpcError);

Deno.test("settings reach the running plugin at once; what is required and not set is a reason, not a state", async () => {
  await using host = await testHost({ pluginFiles: { notes: plugin(SCHEMA) } });
  const before = await info(host);
  assert.deepEqual([before.state, before.reason], ["ready", "the setting channel is not set"]);
  assert.deepEqual(await get(host), { id: "notes", schema: SCHEMA, values: { every: 5 }, set: [] });
  const view = await set(host, { values: { channel: "#general", token: "tok_1234567890" } });
  assert.deepEqual(view, { id: "notes", schema: SCHEMA, values: { channel: "#general", every: 5 }, set: ["token"] });
  const all = { channel: "#general", every: 5, token: "tok_1234567890" };
  assert.deepEqual(await host.call("notes.settings"), all);
  assert.deepEqual(await host.call("notes.seen"), [["setup", { every: 5 }], ["changed", all]]);
  const after = await info(host);
  assert.deepEqual([after.reason, after.pid], [undefined, before.pid]);
  await set(host, { values: { every: 7 }, clear: ["token"] });
  assert.deepEqual(await host.call("notes.settings"), { channel: "#general", every: 7 });
  // Its own failure is its own affair.
  await set(host, { values: { channel: "#bad" } });
  assert.equal((await host.call("notes.settings")).channel, "#bad");
});

Deno.test("a secret setting is on disk only sealed, in no answer and in no log, and there again after a restart", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    {
      await using host = await testHost({ dir, pluginFiles: { notes: plugin(SCHEMA) } });
      const answer = await set(host, { values: { channel: "#general", token: "tok_1234567890" } });
      assert.ok(!JSON.stringify(answer).includes("tok_1234567890"));
      const logs = await until(async () => {
        const { items } = await host.call<{ items: { message: string }[] }>("host.log.query", { source: "notes" });
        return items.some(({ message }) => message.includes("the token is")) && items;
      });
      assert.match(JSON.stringify(logs), /\[secret notes\.token\]/);
      assert.ok(!JSON.stringify(logs).includes("tok_1234567890"));
    }
    for (const name of ["host.db", "host.db-wal", "logs.db", "logs.db-wal"]) {
      const bytes = await Deno.readFile(`${dir}/data/${name}`).catch(() => new Uint8Array());
      assert.ok(!new TextDecoder("latin1").decode(bytes).includes("tok_1234567890"), name);
    }
    await using host = await testHost({ dir });
    assert.equal((await host.call("notes.settings")).token, "tok_1234567890");
    assert.deepEqual((await get(host)).set, ["token"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("what does not fit is refused with its place, all of it", async () => {
  await using host = await testHost({
    pluginFiles: {
      notes: plugin(SCHEMA),
      bare: {
        "plugin.json": JSON.stringify({ id: "bare", version: "0.1.0", engine: "^1", name: "Bare" }),
        "plugin.ts": SOURCE,
      },
    },
  });
  for (
    const [change, kind, path] of [
      [{ values: { channel: 5 } }, "invalid_params", "/values/channel"],
      [{ values: { channel: "#ok", every: 0 } }, "invalid_params", "/values/every"],
      [{ values: { colour: "red" } }, "invalid_params", "/values/colour"],
      [{ clear: ["colour"] }, "invalid_params", "/clear/0"],
      [{ values: { channel: "#ok" }, clear: ["every", "channel"] }, "invalid_params", "/clear/1"],
      [{ values: { channel: "x".repeat(300_000) } }, "too_large", "/values"],
    ] as const
  ) {
    const error = await failure(set(host, change as never));
    assert.deepEqual([error.kind, error.data.path], [kind, path], error.message);
  }
  assert.deepEqual((await get(host)).values, { every: 5 });
  const none = await failure(host.call("host.plugin.settings.set", { id: "bare", values: {} }));
  assert.deepEqual([none.kind, none.data.reason], ["precondition_failed", "no_settings"]);
  assert.deepEqual(await host.call("host.plugin.settings.get", { id: "bare" }), { id: "bare", values: {}, set: [] });
  assert.equal(
    (await failure(host.call("host.plugin.settings.get", { id: "notes" }, { as: "bob" }))).kind,
    "forbidden",
  );
});

Deno.test("values survive a version that does not accept them: kept, told, and back with the version that does", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  const write = (settings: unknown, version: string) =>
    Deno.writeTextFile(`${dir}/plugins/notes/plugin.json`, plugin(settings, version)["plugin.json"] as string);
  try {
    {
      await using host = await testHost({ dir, pluginFiles: { notes: plugin(SCHEMA) } });
      await set(host, { values: { channel: "#general", every: 9, token: "tok_1234567890" } });
    }
    // Another type, one name gone, and what was a secret is none any more.
    await write({ properties: { channel: { type: "integer" }, token: { type: "string" } } }, "0.2.0");
    {
      await using host = await testHost({ dir });
      assert.deepEqual(await host.call("notes.settings"), { token: "tok_1234567890" });
      const view = await get(host);
      assert.deepEqual([view.values, view.set], [{}, ["token"]]);
      assert.deepEqual(view.problems?.map(({ path }) => path).sort(), ["/channel", "/every"]);
      assert.match((await info(host)).reason ?? "", /the setting channel does not fit: expected integer, got string/);
      // One that fits can be set although another does not.
      await set(host, { values: { token: "tok_second_one" } });
      assert.deepEqual(await host.call("notes.settings"), { token: "tok_second_one" });
    }
    await write(SCHEMA, "0.3.0");
    await using host = await testHost({ dir });
    assert.deepEqual(await host.call("notes.settings"), { channel: "#general", every: 9, token: "tok_second_one" });
    // It was in plain while the schema said so; now it is a secret again.
    assert.deepEqual((await get(host)).set, ["token"]);
    assert.equal("token" in (await get(host)).values, false);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

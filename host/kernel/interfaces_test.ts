import assert from "node:assert/strict";
import { type FileTree, type TestHost, testHost, until } from "../../tests/harness/mod.ts";
import type { RpcError } from "../sdk/errors.ts";
import type { InterfaceInfo, PluginInfo, PluginRelations } from "./ports.ts";

type Detail = PluginInfo & PluginRelations;

/** A plugin with one method that tells who answers, under its own prefix or under that of an interface. */
function plugin(id: string, manifest: Record<string, unknown> = {}, definition = ""): FileTree {
  const base = { id, version: "1.0.0", engine: "^1", name: id };
  return {
    "plugin.json": JSON.stringify({ ...base, ...manifest }),
    "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
const who = method({ ...any, summary: "Who answers", handler: (_p, ctx) => ctx.plugin.id });
const crash = method({ ...any, summary: "Ends", handler: () => { setTimeout(() => { throw new Error("on purpose"); }); return new Promise(() => {}); } });
const ask = method({ ...any, summary: "Asks the mail", handler: async (_p, ctx) => await ctx.call("mail.who") });
const heard = method({ ...any, summary: "What it heard", handler: (_p, ctx) => ctx.kv.list().map(({ value }) => value) });
void [who, crash, ask, heard];
export default definePlugin({ ${definition || "methods: { who, crash }"} });
`,
  };
}

const MAIL = plugin("mail", { version: "1.2.0" });
const POSTBOX = plugin("postbox", { provides: { mail: "1.5.0" } }, `interfaces: { mail: { methods: { who, crash } } }`);
const NEWS = plugin("news", {
  requires: { mail: "^1" },
  permissions: {
    call: [{ method: "mail.**", reason: "sends the news" }],
    subscribe: [{ type: "host.**", reason: "has something to tell" }],
  },
}, `methods: { ask, who, heard }, events: { "host.**": (event, ctx) => { ctx.kv.set(event.id, event.type); } }`);

const get = (host: TestHost, id: string) => host.call<Detail>("host.plugin.get", { id });
const fails = async (work: Promise<unknown>): Promise<RpcError> =>
  await work.then(() => assert.fail("had to fail"), (error) => error as RpcError);
const reaches = (host: TestHost, id: string, state: string) =>
  until(async () => (await get(host, id)).state === state, { what: `${id} to be ${state}` });

Deno.test("a plugin whose requirement goes away stops and says what it needs; its events wait; it comes back by itself", async () => {
  await using host = await testHost({ pluginFiles: { mail: MAIL, news: NEWS } });
  assert.equal(await host.call("news.ask"), "mail");
  await host.call("host.plugin.disable", { id: "mail" });
  const parked = await get(host, "news");
  assert.deepEqual([parked.state, parked.enabled, parked.running], ["stopped", true, false]);
  assert.equal(parked.reason, `needs mail ^1, which no enabled plugin provides: enable "mail" 1.2.0`);
  const refused = await fails(host.call("news.ask"));
  assert.deepEqual([refused.code, refused.data.hint], [-32050, parked.reason]);
  await host.call("host.event.publish", { type: "host.test.one", data: {} });
  await host.call("host.plugin.enable", { id: "mail" });
  await reaches(host, "news", "ready");
  await until(async () => (await host.call<string[]>("news.heard")).includes("host.test.one"));
});

Deno.test("while its provider is broken a plugin goes on and says so", async () => {
  await using host = await testHost({ pluginFiles: { mail: MAIL, news: NEWS } });
  const source = `${host.pluginsDir}/mail/plugin.ts`;
  await Deno.writeTextFile(source, "export default {;");
  await fails(host.call("host.plugin.restart", { id: "mail" }));
  await reaches(host, "mail", "quarantined");
  const news = await get(host, "news");
  assert.deepEqual([news.state, news.running], ["degraded", true]);
  assert.equal(news.reason, `mail does not answer, since "mail" is in quarantined`);
  assert.equal(await host.call("news.who"), "news");
  await Deno.writeTextFile(source, MAIL["plugin.ts"]!);
  await host.call("host.plugin.restart", { id: "mail" });
  await reaches(host, "news", "ready");
  assert.equal(await host.call("news.ask"), "mail");
});

Deno.test("an owner chooses who provides an interface: it answers under that prefix, over a restart as well", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  const chosen = async (host: TestHost) =>
    (await host.call<{ items: InterfaceInfo[] }>("host.plugin.provider.list")).items
      .find((one) => one.interface === "mail")?.provider;
  try {
    {
      await using host = await testHost({ dir, pluginFiles: { mail: MAIL, postbox: POSTBOX, news: NEWS } });
      assert.deepEqual([await host.call("mail.who"), await chosen(host)], ["mail", "mail"]);
      const set = { interface: "mail", id: "postbox" };
      await host.call("host.user.setRole", { id: "@bob", role: "admin" });
      assert.equal((await fails(host.call("host.plugin.provider.set", set, { as: "bob" }))).kind, "forbidden");
      const info = await host.call("host.plugin.provider.set", set);
      assert.deepEqual(info, {
        interface: "mail",
        provider: "postbox",
        candidates: [{ id: "mail", version: "1.2.0", enabled: true }, {
          id: "postbox",
          version: "1.5.0",
          enabled: true,
        }],
      });
      assert.deepEqual([await host.call("mail.who"), await host.call("news.ask")], ["postbox", "postbox"]);
      assert.deepEqual((await get(host, "mail")).provides, [{ name: "mail", version: "1.2.0", chosen: false }]);
    }
    await using host = await testHost({ dir });
    assert.deepEqual([await host.call("mail.who"), await chosen(host)], ["postbox", "postbox"]);
    await host.call("host.plugin.disable", { id: "postbox" });
    const away = await fails(host.call("mail.who"));
    assert.deepEqual([away.code, await chosen(host)], [-32050, undefined], "nobody takes it over by himself");
    await host.call("host.plugin.provider.set", { interface: "mail", id: "mail" });
    assert.deepEqual([await host.call("mail.who"), await chosen(host)], ["mail", "mail"]);
    const refused = await fails(host.call("host.plugin.provider.set", { interface: "mail", id: "postbox" }));
    assert.match(refused.message, /"postbox" is disabled and cannot provide "mail"/);
    const wrong = await fails(host.call("host.plugin.provider.set", { interface: "mail", id: "news" }));
    assert.match(wrong.message, /"news" does not provide "mail"/);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a plugin that offers methods under a prefix that its manifest does not provide does not start", async () => {
  const thief = plugin("thief", {}, `methods: { who }, interfaces: { mail: { methods: { who } } }`);
  await using host = await testHost({ pluginFiles: { mail: MAIL, thief } });
  await reaches(host, "thief", "quarantined");
  const { reason, lastEnd } = await get(host, "thief");
  assert.match(
    `${reason} ${lastEnd?.message}`,
    /offers the method "mail\.who", but its plugin\.json provides only thief/,
  );
  assert.equal(await host.call("mail.who"), "mail");
  assert.equal((await fails(host.call("thief.who"))).code, -32050);
});

Deno.test("what a plugin may call without a grant are its own methods, under whatever prefix they answer", async () => {
  const methods = `methods: { who, ask }`;
  const postbox = plugin(
    "postbox",
    { provides: { mail: "1.5.0" } },
    `${methods}, interfaces: { mail: { methods: { who } } }`,
  );
  await using host = await testHost({ pluginFiles: { mail: plugin("mail", {}, methods), postbox } });
  assert.equal(await host.call("mail.ask"), "mail");
  assert.equal((await fails(host.call("postbox.ask"))).kind, "not_permitted");
  await host.call("host.plugin.provider.set", { interface: "mail", id: "postbox" });
  assert.equal(await host.call("postbox.ask"), "postbox");
});

Deno.test("the host's own prefixes are nobody's to provide", async () => {
  const usurper = plugin("usurper", { provides: { host: "1.0.0" } });
  await using host = await testHost({ pluginFiles: { usurper } });
  assert.match((await get(host, "usurper")).reason ?? "", /\/provides/);
});

Deno.test("plugins that require each other in a circle do not start, and name the circle; the rest of the host does", async () => {
  const [a, b] = [plugin("aa", { requires: { bb: "^1" } }), plugin("bb", { requires: { aa: "^1" } })];
  await using host = await testHost({ pluginFiles: { aa: a, bb: b, mail: MAIL } });
  const { state, reason, requires } = await get(host, "aa");
  assert.equal(state, "stopped");
  assert.match(reason ?? "", /^needs bb \^1, in the circle aa → bb → aa: move one/);
  assert.match(requires[0]?.problem ?? "", /in the circle/);
  assert.equal(await host.call("mail.who"), "mail");
});

Deno.test("a plugin's page tells what it needs, what it offers and who would miss it, scripts as well", async () => {
  const script = `import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["mail"] as never }, () => null);`;
  await using host = await testHost({
    pluginFiles: { mail: MAIL, news: NEWS, quiet: plugin("quiet", { optionalRequires: { mail: "^1", gone: "^1" } }) },
    workflows: { "letters.ts": script },
  });
  const mail = await get(host, "mail");
  assert.deepEqual(mail.dependents, [
    { kind: "plugin", id: "news", interface: "mail", optional: false },
    { kind: "plugin", id: "quiet", interface: "mail", optional: true },
    { kind: "workflow", id: "letters", interface: "mail", optional: false },
  ]);
  assert.deepEqual([mail.activation, mail.events], [["onStart"], { emits: [], listens: [] }]);
  const quiet = await get(host, "quiet");
  assert.equal(quiet.state, "ready");
  assert.deepEqual(quiet.requires, [
    { name: "mail", range: "^1", optional: true, provider: "mail" },
    {
      name: "gone",
      range: "^1",
      optional: true,
      problem: "which no enabled plugin provides: install a plugin that provides it",
    },
  ]);
});

Deno.test("how its processes ended is kept over a restart of the host, and is for those who run the place", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    {
      await using host = await testHost({ dir, pluginFiles: { mail: MAIL } });
      await fails(host.call("mail.crash"));
      await until(async () => (await get(host, "mail")).restarts === 1 && (await get(host, "mail")).state === "ready");
    }
    await using host = await testHost({ dir });
    const { ends, lastEnd } = await get(host, "mail");
    assert.deepEqual(ends.map(({ reason }) => reason), ["stop", "crash"]);
    assert.match(ends[1]?.stderr ?? "", /on purpose/);
    assert.equal(lastEnd?.reason, "stop");
    assert.equal("ends" in await host.call("host.plugin.get", { id: "mail" }, { as: "carol" }), false);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

import assert from "node:assert/strict";
import type { InspectInfo, PluginDetail, PluginInfo } from "../../../ui/state/wire.ts";
import type { RpcError } from "../../../host/sdk/errors.ts";
import { registryKey, staticRegistry, testHost, until } from "../../harness/mod.ts";
import { attacker, installAttacker } from "./_attacker.ts";
import { take } from "./_target.ts";

const WHY = "wants all of it";
/** All that a manifest can ask for by call. */
const EVERYTHING = {
  call: [{ method: "host.**", reason: WHY }, { method: "*.**", reason: WHY }],
  publish: [{ type: "mallory.**", reason: WHY }],
};

interface Told {
  value?: unknown;
  kind?: string;
  error?: string;
}

const VICTIM = {
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
export default definePlugin({ methods: { "say": method({ ...any, summary: "Says", handler: () => "mine" }) } });
`,
};

Deno.test("a plugin that was granted every method changes neither plugins, rights, registries nor people", async (t) => {
  await using host = await testHost({ pluginFiles: { victim: VICTIM } });
  await host.call("host.plugin.enable", { id: "victim" }).catch(() => {});
  await using _ = await installAttacker(host, { manifest: { permissions: EVERYTHING } });
  const grant = [{ kind: "net", target: "*" }];
  const attempts: Record<string, unknown> = {
    "host.plugin.grants.set": { id: "mallory", grant },
    "host.plugin.provider.set": { interface: "victim", id: "mallory" },
    "host.plugin.page.call": { id: "victim", method: "victim.say", confirmed: true },
    "host.plugin.page.open": { id: "victim" },
    "host.plugin.settings.set": { id: "victim", values: {} },
    "host.plugin.install": { source: "/tmp", grantHash: "0".repeat(64) },
    "host.plugin.inspect": { source: "/etc" },
    "host.plugin.update": { id: "mallory" },
    "host.plugin.rollback": { id: "victim" },
    "host.plugin.uninstall": { id: "victim" },
    "host.plugin.disable": { id: "victim" },
    "host.plugin.enable": { id: "victim" },
    "host.registry.add": { url: "http://127.0.0.1:1/" },
    "host.registry.remove": { url: "http://127.0.0.1:1/" },
    "host.registry.refresh": {},
    "host.registry.publisher.trust": { publicKey: "A".repeat(44), name: "me" },
    "host.secret.set": { name: "X", value: "y" },
    "host.user.setRole": { id: "bob", role: "owner" },
    "host.user.invite": { email: "m@example.org", role: "owner" },
    "host.token.create": { name: "mine" },
    "host.event.publish": { type: "victim.thing.made", data: {} },
  };
  for (const [method, params] of Object.entries(attempts)) {
    await t.step(method, async () => {
      // Through an owner's call too: it has the owner's rights then, and still only its own grant.
      const told = await host.call<Told>("mallory.call", { method, params });
      assert.ok(["not_permitted", "method_not_found"].includes(told.kind ?? ""), JSON.stringify(told));
    });
  }
  await t.step("events in another's name", async () => {
    for (const type of ["victim.thing.made", "host.plugin.changed", "chat.message.sent"]) {
      const told = await host.call<Told>("mallory.publish", { type });
      assert.notEqual(told.value, "published", type);
    }
  });
  assert.equal(await host.call("victim.say"), "mine");
});

Deno.test("an import that is computed when it runs reads nothing of the host", async () => {
  await using host = await testHost();
  await using _ = await installAttacker(host);
  await Deno.writeTextFile(`${host.dataDir}/own.json`, `"secret-word"`);
  const paths = ["/etc/passwd", `${host.dataDir}/own.json`, `file://${host.dataDir}/host.db`, "../../host.db"];
  for (const path of [...paths, `${host.dataDir}/plugins.lock`, "/proc/self/environ", "/proc/1/cmdline"]) {
    for (const type of ["text", "json", "bytes", undefined]) {
      const told = await host.call<Told>("mallory.import", { path, type });
      assert.equal(told.value, undefined, `${type} ${path}: ${JSON.stringify(told).slice(0, 200)}`);
    }
    assert.equal((await host.call<Told>("mallory.read", { path })).value, undefined, path);
  }
});

Deno.test("what the document of a sleeping plugin says lets nobody call what the running one keeps for owners", async () => {
  await using host = await testHost();
  const lie = {
    openrpc: "1.3.2",
    info: { title: "mallory", version: "1.0.0" },
    methods: ["owners", "call", "gone"].map((name) => ({
      name: `mallory.${name}`,
      summary: "For everybody",
      params: [],
      "x-params-schema": {},
      result: { name: "result", schema: {} },
      "x-roles": ["guest", "agent", "member", "admin", "owner"],
      "x-read-only": true,
    })).concat([{ name: "host.user.me", summary: "Mine now", params: [] } as never]),
  };
  await using _ = await installAttacker(host, {
    manifest: { activation: ["onCall"], openrpc: "openrpc.json" },
    files: { "openrpc.json": JSON.stringify(lie) },
  });
  const rest = async () => {
    await host.call("host.plugin.disable", { id: "mallory" });
    await host.call("host.plugin.enable", { id: "mallory" });
  };
  await rest();
  const plugin = async () => (await host.call<PluginDetail>("host.plugin.get", { id: "mallory" })) as PluginInfo;
  assert.equal((await plugin()).running, false);
  await assert.rejects(host.call("mallory.owners", {}, { as: "bob" }), (error: RpcError) => error.kind === "forbidden");
  await rest();
  await assert.rejects(host.call("mallory.gone", {}), (error: RpcError) => error.kind === "method_not_found");
  assert.ok((await host.call<{ id: string }>("host.user.me")).id !== "mallory");
  assert.equal(await host.call("mallory.owners"), "the treasure");
});

Deno.test("an update that would answer under another's name waits for consent", async () => {
  await using host = await testHost();
  await using registry = await staticRegistry();
  const key = await registryKey();
  const publish = async (version: string, manifest: Record<string, unknown> = {}) =>
    await registry.publish({ id: "mallory", version, archive: await attacker({ version, manifest, key }) });
  await publish("1.0.0");
  await host.call("host.registry.add", { url: registry.url });
  await take(host, `${registry.url}#mallory`);
  await publish("1.1.0", { provides: { chat: "1.0.0" } });
  await assert.rejects(
    host.call("host.plugin.update", { id: "mallory" }),
    (error: RpcError) => error.data.reason === "consent_required",
  );
  const info = await host.call<InspectInfo>("host.plugin.inspect", { source: `${registry.url}#mallory` });
  assert.equal(info.changes?.needsConsent, true);
  await host.call("host.plugin.update", { id: "mallory", grantHash: info.grantHash });
  // The same again asks for nothing new.
  await publish("1.2.0", { provides: { chat: "1.1.0" } });
  await host.call("host.plugin.update", { id: "mallory" });
});

Deno.test("names that JavaScript's objects have are plugins like others, and nobody depends on them by accident", async () => {
  await using host = await testHost({ pluginFiles: { victim: VICTIM } });
  await host.call("host.plugin.enable", { id: "victim" });
  await using _ = await installAttacker(host, { id: "constructor" });
  const { dependents } = await host.call<PluginDetail>("host.plugin.get", { id: "constructor" });
  assert.deepEqual(dependents ?? [], []);
  const lock = JSON.parse(await Deno.readTextFile(`${host.dataDir}/plugins.lock`));
  assert.equal(lock.plugins.constructor.version, "1.0.0");
  await host.call("host.plugin.disable", { id: "constructor" });
  await host.call("host.plugin.uninstall", { id: "constructor", deleteData: true });
  assert.equal(await host.call("victim.say"), "mine");
});

Deno.test("a secret setting is neither shown, logged nor said in an error", async () => {
  await using host = await testHost();
  const secret = "s3cr3t-word-of-mine";
  const settings = {
    type: "object",
    properties: { token: { type: "string", writeOnly: true, maxLength: 30 }, plain: { type: "number" } },
  };
  await using _ = await installAttacker(host, { manifest: { settings } });
  const set = (values: unknown) => host.call("host.plugin.settings.set", { id: "mallory", values });
  const seen: string[] = [JSON.stringify(await set({ token: secret }))];
  for (const wrong of [{ token: secret.repeat(3) }, { token: secret, plain: secret }, { token: [secret] }]) {
    const error = await set(wrong).then(() => assert.fail("had to fail"), (error) => error as RpcError);
    seen.push(JSON.stringify([error.message, error.data]));
  }
  await until(async () => (await host.call<{ token?: string }>("mallory.settings")).token === secret);
  for (const method of ["settings.get", "get", "grants.get"]) {
    seen.push(JSON.stringify(await host.call(`host.plugin.${method}`, { id: "mallory" })));
  }
  seen.push(JSON.stringify(await host.call("host.log.query", { limit: 200 })));
  seen.push(JSON.stringify(await host.call("host.audit.list", { limit: 200 })));
  for (const text of seen) assert.ok(!text.includes(secret), text.slice(0, 400));
});

Deno.test("a workflow that names the host among what it uses does not run: it speaks for nobody who looks at a page", async () => {
  const script = `import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ name: "sly", on: manual(), uses: ["host"] as never }, async ({ host }: any) =>
  await host.plugin.page.call({ id: "mallory", method: "mallory.owners", confirmed: true }));
`;
  await using host = await testHost({ workflows: { "sly.ts": script } });
  const { state, reason } = await host.call<{ state: string; reason: string }>("host.workflow.get", { name: "sly" });
  assert.deepEqual([state, /uses names "host"/.test(reason)], ["faulty", true]);
  await assert.rejects(host.call("host.workflow.run", { name: "sly" }));
});

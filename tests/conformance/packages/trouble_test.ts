import assert from "node:assert/strict";
import { manualClock } from "../../../host/observe/mod.ts";
import type { RpcError } from "../../../host/sdk/errors.ts";
import type { InspectInfo, PluginInfo } from "../../../ui/state/wire.ts";
import { processesOf, registryKey, staticRegistry, testHost, until } from "../../harness/mod.ts";
import { attacker, installAttacker } from "./_attacker.ts";
import { refusedBoth, take, traces } from "./_target.ts";

const ID = "mallory";

Deno.test("a host that is stopped during an installation stops at once and leaves nothing of it", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  await using registry = await staticRegistry();
  await registry.publish({ id: ID, version: "1.0.0", archive: await attacker() });
  const source = `${registry.url}#${ID}`;
  try {
    let grantHash: string;
    {
      await using host = await testHost({ dir });
      await host.call("host.registry.add", { url: registry.url });
      grantHash = (await host.call<InspectInfo>("host.plugin.inspect", { source })).grantHash;
    }
    {
      await using host = await testHost({ dir });
      const asked = Promise.withResolvers<void>();
      const never = Promise.withResolvers<Response>();
      registry.answers.set(`/${ID}-1.0.0.tgz`, () => {
        asked.resolve();
        return never.promise;
      });
      const outcome = host.call("host.plugin.install", { source, grantHash }).then(() => "installed", () => "refused");
      await asked.promise;
      await host.stop();
      never.resolve(new Response("too late"));
      assert.equal(await outcome, "refused");
      registry.answers.clear();
    }
    await using host = await testHost({ dir });
    assert.deepEqual((await traces(host)).files.filter((path) => !path.startsWith("plugins/.")), []);
    await host.call("host.plugin.install", { source, grantHash });
    assert.equal((await host.call<{ state: string }>("host.plugin.get", { id: ID })).state, "ready");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("whatever is asked for at the same time, a plugin is there as a whole or not at all", async () => {
  await using host = await testHost();
  await using registry = await staticRegistry();
  const key = await registryKey();
  for (const version of ["1.0.0", "1.1.0"]) {
    await registry.publish({ id: ID, version, archive: await attacker({ version, key }) });
  }
  await host.call("host.registry.add", { url: registry.url });
  const source = `${registry.url}#${ID}@1.0.0`;
  const { grantHash } = await take(host, source);
  const works: [string, Record<string, unknown>][] = [
    ["install", { source, grantHash }],
    ["uninstall", { id: ID }],
    ["disable", { id: ID }],
    ["enable", { id: ID }],
    ["restart", { id: ID }],
    ["update", { id: ID }],
    ["rollback", { id: ID }],
    ["uninstall", { id: ID, deleteData: true }],
    ["install", { source, grantHash }],
  ];
  const kinds = new Set<string>();
  for (let round = 0; round < 3; round++) {
    const order = works.map((_, index) => works[(index * (round + 1) + round) % works.length]!);
    const outcomes = await Promise.allSettled(order.map(([work, params]) => host.call(`host.plugin.${work}`, params)));
    for (const one of outcomes) if (one.status === "rejected") kinds.add((one.reason as RpcError).kind);
    await consistent();
  }
  assert.ok(!kinds.has("internal"), `${[...kinds]}`);

  async function consistent(): Promise<void> {
    const { items } = await host.call<{ items: PluginInfo[] }>("host.plugin.list");
    const found = items.find(({ id }) => id === ID);
    const { db } = host.running;
    const rows = db.all<{ hash: string; active: number }>(
      "SELECT hash, active FROM pkg_installed WHERE plugin = ?",
      ID,
    );
    assert.equal(rows.filter(({ active }) => active === 1).length, found ? 1 : 0, JSON.stringify(items));
    assert.deepEqual(db.all("SELECT * FROM pkg_work"), []);
    const stored = (await traces(host)).files.filter((path) => path.startsWith("packages/store/"));
    assert.deepEqual(stored, rows.map(({ hash }) => `packages/store/${hash}`).sort());
    await until(() => processesOf(`${host.dataDir}/plugins/${ID}`).length === 0 || found?.enabled === true);
    if (found?.enabled && found.state === "ready") await host.call(`${ID}.settings`);
  }
});

Deno.test("a clock that jumps makes no expired index count, once it was seen that it had expired", async () => {
  const clock = manualClock(Date.parse("2026-06-01T00:00:00Z"));
  await using host = await testHost({ clock });
  await using registry = await staticRegistry();
  await registry.publish({ id: ID, version: "1.0.0", archive: await attacker() });
  await registry.change((index) => void (index.expires = "2026-06-02T00:00:00Z"));
  await host.call("host.registry.add", { url: registry.url });
  const source = `${registry.url}#${ID}`;
  await host.call("host.plugin.inspect", { source });
  await clock.advance(48 * 3_600_000);
  await refusedBoth(host, source, "index_expired");
});

Deno.test("an id that two registries offer is asked about, and stays with the one it came from", async () => {
  await using host = await testHost();
  await using one = await staticRegistry({ name: "One" });
  await using two = await staticRegistry({ name: "Two" });
  for (const registry of [one, two]) {
    await registry.publish({ id: ID, version: "1.0.0", archive: await attacker() });
    await host.call("host.registry.add", { url: registry.url });
  }
  await refusedBoth(host, ID, "source_ambiguous");
  await take(host, `${one.url}#${ID}`);
  await two.publish({ id: ID, version: "2.0.0", archive: await attacker({ version: "2.0.0" }) });
  const error = await take(host, `${two.url}#${ID}`).then(() => undefined, (error) => error as RpcError);
  assert.equal(error?.data.reason, "source_changed");
  // With its registry gone it runs on, and nobody else's version is taken for a newer one of it.
  await host.call("host.registry.remove", { url: one.url });
  await host.call("host.plugin.update", { id: ID }).catch(() => {});
  const { version, state } = await host.call<PluginInfo>("host.plugin.get", { id: ID });
  assert.deepEqual([version, state], ["1.0.0", "ready"]);
});

Deno.test("settings whose schema is a trap hold nobody up", async (t) => {
  const loop = { type: "object", properties: { a: { $ref: "#/$defs/x" } }, $defs: { x: { $ref: "#/$defs/x" } } };
  const pattern = { type: "object", properties: { a: { type: "string", pattern: "^(a+)+$", default: "a" } } };
  const deep = { type: "object", properties: { a: { $ref: "#" } } };
  const wide = {
    type: "object",
    properties: Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`p${n}`, { type: "string" }])),
  };
  const proto = JSON.parse(`{"type":"object","properties":{"__proto__":{"type":"string"},"a":{"type":"string"}}}`);
  for (const [what, settings] of Object.entries({ loop, pattern, deep, wide, proto })) {
    await t.step(what, async () => {
      await using host = await testHost();
      await using _ = await installAttacker(host, { manifest: { settings } });
      const startedAt = performance.now();
      const set = (values: unknown) =>
        host.call("host.plugin.settings.set", { id: ID, values }).then(
          () => "set",
          (error) => (error as RpcError).kind,
        );
      const nested = JSON.parse(`${'{"a":'.repeat(200)}1${"}".repeat(200)}`);
      const values = ["a".repeat(40) + "!", nested, JSON.parse(`{"__proto__":{"polluted":true}}`)];
      for (const value of values) assert.notEqual(await set({ a: value }), "internal");
      assert.notEqual(await set(JSON.parse(`{"__proto__":"x"}`)), "internal");
      assert.equal(({} as Record<string, unknown>).polluted, undefined);
      await host.call("host.plugin.settings.get", { id: ID });
      // A regular expression that is tried for real takes years on this value.
      assert.ok(performance.now() - startedAt < 60_000);
      assert.equal((await host.call<{ state: string }>("host.plugin.get", { id: ID })).state, "ready");
    });
  }
});

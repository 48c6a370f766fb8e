import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import lockSchema from "../../../schemas/plugins_lock.schema.json" with { type: "json" };
import { sha256 } from "../../../host/packages/sha256.ts";
import type { InspectInfo, InstallProgress } from "../../../ui/state/wire.ts";
import { testHost, until } from "../../harness/mod.ts";
import { add, assertNothingLeft, detail, failure, install, list, names, note, notesRegistry } from "./notes.ts";

const PERMISSIONS = {
  net: [{ host: "*.example.com", reason: "looks everywhere" }],
  call: [{ method: "notes.add", reason: "tells itself" }],
};

Deno.test("a package from a registry is shown without running, then installed as it was shown, and runs", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  const entry = await at.publish({ manifest: { permissions: PERMISSIONS }, files: { "README.md": "# Notes" } });
  await add(host, at.registry);
  const socket = await host.ws();
  await socket.call("events.subscribe", { types: ["host.plugin.progress"] });

  const info = await host.call<InspectInfo>("host.plugin.inspect", { source: at.source });
  assert.equal(info.source, `${at.source}@1.0.0`);
  assert.deepEqual([info.manifest.id, info.manifest.version, info.readme], ["notes", "1.0.0", "# Notes"]);
  assert.deepEqual([info.signature, info.publisher, info.tier], ["valid", "Test publisher", "first-use"]);
  assert.deepEqual(info.publisherInfo, {
    name: "Test publisher",
    publicKey: at.key.publicKey,
    fingerprint: at.key.fingerprint,
    tier: "first-use",
    knownFrom: [],
  });
  const [net] = info.permissions;
  assert.deepEqual([net?.kind, net?.target, net?.reason, net?.risk, net?.granted], [
    "net",
    "*.example.com",
    "looks everywhere",
    "high",
    false,
  ]);
  assert.deepEqual([info.hash, info.sizeBytes, info.problems, info.changes], [entry.sha256, entry.size, [], undefined]);
  const manifestHash = sha256(await Deno.readFile((await stageFile(host.dataDir, "plugin.json"))!));
  assert.equal(info.grantHash, sha256(new TextEncoder().encode(`${info.hash}\n${manifestHash}\n${at.source}`)));
  assert.deepEqual((await host.call<{ items: unknown[] }>("host.plugin.list")).items, []);

  const answer = await host.call("host.plugin.install", { source: info.source, grantHash: info.grantHash });
  assert.deepEqual(answer, { id: "notes", version: "1.0.0", enabled: true, state: "ready" });
  await note(host, "hello");
  assert.deepEqual(await list(host), ["hello"]);
  assert.equal(at.registry.requests.filter((path) => path.endsWith(".tgz")).length, 1, "it is downloaded once");

  const plugin = await detail(host);
  assert.deepEqual([plugin.bundled, plugin.enabled, plugin.state, plugin.restarts], [false, true, "ready", 0]);
  assert.ok(plugin.permissions?.every(({ granted }) => granted));
  const { versions, installedAt: _, installedBy, available, publisher, ...rest } = plugin.package!;
  assert.deepEqual(rest, {
    source: at.source,
    registry: { url: at.registry.url, name: "Test registry" },
    hash: entry.sha256,
    sizeBytes: entry.size,
    signature: "valid",
  });
  assert.deepEqual(versions.map(({ version, active }) => [version, active]), [["1.0.0", true]]);
  assert.deepEqual(available, [{ version: "1.0.0", fits: true }]);
  assert.deepEqual([publisher?.tier, publisher?.knownFrom], ["verified", ["notes"]]);
  assert.equal(installedBy, (await host.call<{ id: string }>("host.user.me")).id);
  assert.equal(
    (await host.call<{ package?: unknown }>("host.plugin.get", { id: "notes" }, { as: "bob" })).package,
    undefined,
  );

  const lock = JSON.parse(await Deno.readTextFile(`${host.dataDir}/plugins.lock`));
  assert.deepEqual(lock, {
    version: 1,
    plugins: {
      notes: {
        version: "1.0.0",
        source: at.source,
        sha256: entry.sha256,
        publisher: "Test publisher",
        publicKey: at.key.publicKey,
        grantHash: info.grantHash,
        installedAt: plugin.package!.installedAt,
      },
    },
  });
  const fitsSchema = new Ajv2020({ strict: false, validateFormats: false }).compile(lockSchema);
  assert.ok(fitsSchema(lock), JSON.stringify(fitsSchema.errors));
  assert.deepEqual(names(host.dataDir, "packages/stage"), []);
  const { mode } = await Deno.stat(`${host.dataDir}/packages/store/${entry.sha256}/plugin.js`);
  assert.equal(mode! & 0o222, 0, "nobody may write to it");
  const stages = (work: string) =>
    socket.volatile.map(({ data }) => data as InstallProgress).filter((one) => one.work === work).map(({ stage }) =>
      stage
    );
  await until(() => stages("install").at(-1) === "done");
  assert.deepEqual([...new Set(stages("inspect"))], ["resolve", "download", "verify", "done"]);
  assert.deepEqual([...new Set(stages("install"))], ["resolve", "store", "start", "switch", "done"]);
});

async function stageFile(dataDir: string, file: string): Promise<string | undefined> {
  for (const name of names(dataDir, "packages/stage")) {
    const path = `${dataDir}/packages/stage/${name}/${file}`;
    if (await Deno.stat(path).then(() => true, () => false)) return path;
  }
}

Deno.test("what is installed is there after a restart, and only bundled plugins are in safe mode", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  await using at = await notesRegistry();
  await at.publish();
  try {
    {
      await using host = await testHost({ dir });
      await add(host, at.registry);
      await install(host, at.source);
      await note(host, "kept");
    }
    {
      await using safe = await testHost({ dir, args: ["--safe-mode"] });
      const { state, enabled } = await detail(safe);
      assert.deepEqual([state, enabled], ["disabled", false]);
    }
    await Deno.writeTextFile(`${dir}/data/plugins.lock`, "{}");
    await using again = await testHost({ dir });
    assert.deepEqual(await list(again), ["kept"]);
    const lock = JSON.parse(await Deno.readTextFile(`${dir}/data/plugins.lock`));
    assert.equal(lock.plugins.notes.version, "1.0.0");
    await again.call("host.plugin.disable", { id: "notes" });
    await again.call("host.plugin.enable", { id: "notes" });
    assert.deepEqual(await list(again), ["kept"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("uninstalling keeps the data for a later installation, unless it is to be deleted", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  await install(host, at.source);
  await note(host, "kept");
  assert.deepEqual(await host.call("host.plugin.uninstall", { id: "notes" }), { id: "notes", dataKept: true });
  await assertNothingLeft(host, { data: true });
  const gone = await failure(list(host));
  assert.equal(gone.kind, "method_not_found");
  assert.equal((await failure(detail(host))).kind, "not_found");

  await install(host, at.source);
  assert.deepEqual(await list(host), ["kept"]);
  const answer = await host.call("host.plugin.uninstall", { id: "notes", deleteData: true });
  assert.deepEqual(answer, { id: "notes", dataKept: false });
  await assertNothingLeft(host);
});

Deno.test("a first installation that does not become ready leaves nothing behind and says what the plugin said", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish({ mode: "throws" });
  await add(host, at.registry);
  const error = await failure(install(host, at.source));
  assert.deepEqual([error.kind, error.data.reason], ["precondition_failed", "not_ready"]);
  assert.match(error.message, /"notes" 1\.0\.0 did not become ready: .*a bad release/);
  assert.match(error.data.hint ?? "", /this release cannot live here/);
  await assertNothingLeft(host);
});

Deno.test("data that was there before survives an installation that fails, as it was", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  await install(host, at.source);
  await note(host, "precious");
  await host.call("host.plugin.uninstall", { id: "notes" });
  await at.publish({ version: "1.1.0", mode: "throws" });
  await failure(install(host, at.source));
  await assertNothingLeft(host, { data: true });
  await install(host, at.source, "1.0.0");
  assert.deepEqual(await list(host), ["precious"]);
});

Deno.test("how far a package is trusted follows from who signed it", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await add(host, at.registry);
  const look = async (id: string, made = {}) => {
    await at.publish({ id, ...made });
    const info = await host.call<InspectInfo>("host.plugin.inspect", { source: `${at.registry.url}#${id}` });
    return [info.signature, info.tier, info.publisherInfo?.knownFrom];
  };
  assert.deepEqual(await look("notes"), ["valid", "first-use", []]);
  await install(host, at.source);
  assert.deepEqual(await look("other"), ["valid", "verified", ["notes"]]);
  await host.call("host.registry.publisher.trust", { publicKey: at.key.publicKey, name: "Our own" });
  assert.deepEqual(await look("third"), ["valid", "organisation", ["notes"]]);
  assert.deepEqual(await look("fourth", { key: undefined }), ["unsigned", "unsigned", undefined]);
  await install(host, `${at.registry.url}#fourth`);
  await at.publish({ id: "fourth", version: "1.1.0", key: undefined });
  await host.call("host.registry.refresh");
  assert.deepEqual((await detail(host, "fourth")).update, { version: "1.1.0", needsConsent: true });
  const alone = await failure(host.call("host.plugin.update", { id: "fourth" }));
  assert.equal(alone.data.reason, "consent_required");
});

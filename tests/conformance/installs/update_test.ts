import assert from "node:assert/strict";
import type { InspectInfo, InstallProgress } from "../../../ui/state/wire.ts";
import { testHost, until } from "../../harness/mod.ts";
import { add, detail, failure, install, list, names, note, notes, notesRegistry } from "./notes.ts";

const SYS = { sys: [{ name: "loadavg", reason: "shows how busy it is" }] };
const versions = async (host: Parameters<typeof detail>[0]) =>
  (await detail(host)).package!.versions.map((one) => `${one.version}${one.active ? " active" : ""}`);

Deno.test("an update that asks for nothing more comes by itself, on the data that is there; two older versions are kept", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  await install(host, at.source);
  await note(host, "one");
  const socket = await host.ws();
  await socket.call("events.subscribe", { types: ["host.plugin.progress"] });
  assert.deepEqual(await host.call("host.plugin.update", { id: "notes" }), {
    id: "notes",
    version: "1.0.0",
    enabled: true,
    state: "ready",
  }, "nothing newer is there");
  for (const version of ["1.1.0", "1.2.0", "1.3.0"]) {
    await at.publish({ version });
    await host.call("host.registry.refresh");
    const { update } = await detail(host);
    assert.deepEqual(update, { version, needsConsent: false });
    assert.equal(
      (await host.call<{ update?: unknown }>("host.plugin.get", { id: "notes" }, { as: "bob" })).update,
      undefined,
    );
    const answer = await host.call("host.plugin.update", { id: "notes" });
    assert.deepEqual(answer, { id: "notes", version, enabled: true, state: "ready" });
    assert.equal(await host.call("notes.version"), version);
    await note(host, version);
  }
  assert.deepEqual(await list(host), ["one", "1.1.0", "1.2.0", "1.3.0"]);
  assert.deepEqual(await versions(host), ["1.3.0 active", "1.2.0", "1.1.0"]);
  assert.equal(names(host.dataDir, "packages/store").length, 3);
  assert.equal(names(host.dataDir, "packages/snapshots/notes").length, 2);
  assert.equal((await detail(host)).update, undefined);
  const stages = socket.volatile.map(({ data }) => data as InstallProgress).filter(({ work }) => work === "update");
  assert.deepEqual([...new Set(stages.map(({ stage }) => stage))], [
    ...["resolve", "download", "verify", "done", "store", "stop", "snapshot", "start", "switch"],
  ]);
  assert.ok(stages.every(({ id }) => id === "notes"));
});

Deno.test("an update that asks for more waits for consent, shows the difference, and takes what was shown", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish({ manifest: { permissions: { net: [{ host: "old.example", reason: "asks there" }] } } });
  await add(host, at.registry);
  await install(host, at.source);
  await at.publish({ version: "1.1.0", manifest: { permissions: SYS, limits: { memoryMb: 256 } } });
  await host.call("host.registry.refresh");
  assert.deepEqual((await detail(host)).update, { version: "1.1.0", needsConsent: true });

  const refused = await failure(host.call("host.plugin.update", { id: "notes" }));
  assert.deepEqual([refused.kind, refused.data.reason], ["precondition_failed", "consent_required"]);
  assert.equal(await host.call("notes.version"), "1.0.0");
  const { changes, grantHash } = await host.call<InspectInfo>("host.plugin.inspect", { source: at.source });
  assert.deepEqual(changes && [changes.from, changes.to, changes.needsConsent], ["1.0.0", "1.1.0", true]);
  assert.deepEqual(changes?.added.map(({ kind, target }) => `${kind} ${target}`), ["sys loadavg"]);
  assert.deepEqual(changes?.removed.map(({ kind, target }) => `${kind} ${target}`), ["net old.example"]);
  assert.deepEqual(changes?.limits, [{ name: "memoryMb", from: 128, to: 256 }]);
  const wrong = await failure(host.call("host.plugin.update", { id: "notes", grantHash: "0".repeat(64) }));
  assert.deepEqual([wrong.code, wrong.data.reason], [-32009, "consent_outdated"]);
  await host.call("host.plugin.update", { id: "notes", grantHash });
  const { permissions } = await detail(host);
  assert.deepEqual(permissions?.map(({ kind, target, granted }) => [kind, target, granted]), [[
    "sys",
    "loadavg",
    true,
  ]]);
});

Deno.test("what was revoked by hand stays revoked over updates, also while the new version is tried", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  const manifest = { permissions: { net: [{ host: "127.0.0.1", reason: "looks around" }] } };
  await at.publish({ manifest });
  await add(host, at.registry);
  await install(host, at.source);
  const out = () => host.call<string>("notes.out", { host: "127.0.0.1" });
  assert.equal(await out(), "ConnectionRefused");
  await host.call("host.plugin.grants.set", { id: "notes", revoke: [{ kind: "net", target: "127.0.0.1" }] });
  assert.equal(await out(), "NotCapable");
  await at.publish({ version: "1.1.0", manifest });
  await host.call("host.plugin.update", { id: "notes" });
  assert.deepEqual([await host.call("notes.version"), await out()], ["1.1.0", "NotCapable"]);
});

for (const mode of ["throws", "slow"] as const) {
  Deno.test(`an update that does not become ready (${mode}) puts the old version and its data back, and says so`, async () => {
    await using host = await testHost();
    await using at = await notesRegistry();
    await at.publish();
    await add(host, at.registry);
    await install(host, at.source);
    await note(host, "precious");
    const before = await detail(host);
    await at.publish({ version: "2.0.0", mode, manifest: { limits: { startMs: 2_000 } } });
    const error = await failure(host.call("host.plugin.update", { id: "notes" }));
    assert.deepEqual([error.kind, error.data.reason], ["precondition_failed", "not_ready"]);
    assert.match(error.message, mode === "throws" ? /a bad release/ : /was not ready within 2000 ms/);
    assert.deepEqual([await host.call("notes.version"), await list(host)], ["1.0.0", ["precious"]]);
    const after = await detail(host);
    assert.deepEqual([after.state, after.version, after.enabled], ["ready", "1.0.0", true]);
    assert.deepEqual(after.package!.versions, before.package!.versions);
    const { undone } = after.package!;
    assert.deepEqual([undone?.version, undone?.reason], ["2.0.0", error.message]);
    assert.equal(names(host.dataDir, "packages/store").length, 1);
    assert.deepEqual(names(host.dataDir, "packages/snapshots"), []);
    assert.deepEqual(names(host.dataDir, "packages/stage"), []);
  });
}

Deno.test("a version that fails for good soon after it was taken into use is taken back with its data, and kept aside", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  await install(host, at.source);
  await note(host, "precious");
  await at.publish({ version: "2.0.0", mode: "crashes" });
  await host.call("host.plugin.update", { id: "notes" });
  await until(async () => {
    const { version, state } = await detail(host);
    return version === "1.0.0" && state === "ready";
  }, { timeoutMs: 60_000, what: "the version before" });
  assert.deepEqual(await list(host), ["precious"]);
  assert.deepEqual(await versions(host), ["1.0.0 active", "2.0.0"]);
  const { undone } = (await detail(host)).package!;
  assert.equal(undone?.version, "2.0.0");
  assert.match(undone?.reason ?? "", /too late/);
});

Deno.test("a plugin that is off stays off over an update, and nothing of it runs", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  await install(host, at.source);
  await note(host, "one");
  await host.call("host.plugin.disable", { id: "notes" });
  await at.publish({ version: "1.1.0", mode: "throws" });
  const answer = await host.call("host.plugin.update", { id: "notes" });
  assert.deepEqual(answer, { id: "notes", version: "1.1.0", enabled: false, state: "disabled" });
  await failure(host.call("host.plugin.enable", { id: "notes" }));
  await host.call("host.plugin.rollback", { id: "notes", data: "restore" });
  await host.call("host.plugin.enable", { id: "notes" });
  assert.deepEqual(await list(host), ["one"]);
});

Deno.test("a rollback keeps the data or brings back that of its time; what it replaces is kept aside", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  await install(host, at.source);
  await note(host, "one");
  await at.publish({ version: "1.1.0" });
  await host.call("host.plugin.update", { id: "notes" });
  await note(host, "two");
  const back = await host.call("host.plugin.rollback", { id: "notes" });
  assert.deepEqual(back, { id: "notes", version: "1.0.0", enabled: true, state: "ready" });
  assert.deepEqual(await list(host), ["one", "two"]);

  await host.call("host.plugin.update", { id: "notes", version: "1.1.0" });
  await note(host, "three");
  await host.call("host.plugin.rollback", { id: "notes", version: "1.0.0", data: "restore" });
  assert.deepEqual(await list(host), ["one", "two"]);
  await host.call("host.plugin.rollback", { id: "notes", version: "1.1.0", data: "restore" });
  assert.deepEqual(await list(host), ["one", "two", "three"]);
  const nowhere = await failure(host.call("host.plugin.rollback", { id: "notes", version: "9.0.0" }));
  assert.deepEqual([nowhere.kind, nowhere.data.hint], ["not_found", "Kept beside the one in use: 1.0.0"]);
});

Deno.test("a package of this machine is updated from where it lies, with consent each time, since nobody vouches for it", async () => {
  await using host = await testHost();
  const file = `${host.dir}/notes.tgz`;
  await Deno.writeFile(file, await notes());
  const info = await install(host, file);
  assert.deepEqual([info.tier, info.signature, info.publisher], ["local-dev", "unsigned", ""]);
  await Deno.writeFile(file, await notes({ version: "1.1.0" }));
  const refused = await failure(host.call("host.plugin.update", { id: "notes" }));
  assert.equal(refused.data.reason, "consent_required");
  const { grantHash } = await host.call<InspectInfo>("host.plugin.inspect", { source: file });
  await host.call("host.plugin.update", { id: "notes", grantHash });
  assert.equal(await host.call("notes.version"), "1.1.0");
});

Deno.test("without room for a copy of its data a plugin is not updated, and goes on", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  await install(host, at.source);
  await note(host, "one");
  // Takes no room itself, but a copy of it would.
  const file = `${host.dataDir}/plugins/notes/large`;
  await Deno.writeTextFile(file, "");
  await Deno.truncate(file, 8 * 2 ** 40);
  await at.publish({ version: "1.1.0" });
  const error = await failure(host.call("host.plugin.update", { id: "notes" }));
  assert.equal(error.data.reason, "storage_disk_full");
  assert.match(error.message, /no room for a copy of \d+ MB/);
  assert.deepEqual([await host.call("notes.version"), await list(host)], ["1.0.0", ["one"]]);
  assert.deepEqual([names(host.dataDir, "packages/snapshots"), names(host.dataDir, "packages/store").length], [[], 1]);
});

import assert from "node:assert/strict";
import type { InspectInfo } from "../../../ui/state/wire.ts";
import { registryKey, testHost } from "../../harness/mod.ts";
import { add, assertNothingLeft, detail, failure, install, list, names, note, notes, notesRegistry } from "./notes.ts";

const inspect = (host: Parameters<typeof detail>[0], source: string) =>
  host.call<InspectInfo>("host.plugin.inspect", { source });

Deno.test("what changed between looking and agreeing is not installed", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  const { grantHash } = await inspect(host, at.source);
  // The same version, with other permissions.
  await at.registry.change((index) => void (index.plugins = []));
  await at.publish({ manifest: { permissions: { sys: [{ name: "uid", reason: "more than was shown" }] } } });
  const error = await failure(host.call("host.plugin.install", { source: at.source, grantHash }));
  assert.deepEqual([error.code, error.data.reason], [-32009, "consent_outdated"]);
  await assertNothingLeft(host);
  // A newer version takes nothing from the consent that was given for one by name.
  const shown = await inspect(host, at.source);
  await at.publish({ version: "1.1.0" });
  await host.call("host.plugin.install", { source: shown.source, grantHash: shown.grantHash });
  assert.equal((await detail(host)).version, "1.0.0");
});

Deno.test("a registry that offers another plugin or version than it says is refused", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await add(host, at.registry);
  const other = await notes({ id: "other", version: "1.0.0", key: at.key });
  await at.registry.publish({ id: "notes", version: "1.0.0", archive: other });
  const wrongId = await failure(inspect(host, at.source));
  assert.deepEqual([wrongId.data.reason, /"other", expected "notes"/.test(wrongId.message)], ["id_mismatch", true]);
  await at.registry.publish({ id: "notes", version: "1.1.0", archive: await notes({ version: "1.0.5" }) });
  const wrongVersion = await failure(host.call("host.plugin.install", { source: at.source, grantHash: "x" }));
  assert.deepEqual([wrongVersion.data.reason, wrongVersion.data.path], ["id_mismatch", "/source"]);
  await assertNothingLeft(host);
});

Deno.test("a wrong signature and a host that it is not made for are shown, and keep it from being installed", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await add(host, at.registry);
  const thief = await registryKey();
  const key = { ...at.key, sign: thief.sign };
  const cases = [
    { version: "1.0.0", made: { key }, reason: "signature_invalid", signature: "invalid" },
    { version: "2.0.0", made: { manifest: { engine: "^9" } }, reason: "engine_mismatch", signature: "unsigned" },
  ] as const;
  for (const { version, made, reason, signature } of cases) {
    await at.registry.publish({ id: "notes", version, archive: await notes({ version, ...made }) });
    const info = await inspect(host, at.source);
    assert.deepEqual([info.problems.map((one) => one.reason), info.signature], [[reason], signature]);
    assert.deepEqual([info.publisher, info.publisherInfo, info.tier], ["", undefined, "unsigned"]);
    const error = await failure(
      host.call("host.plugin.install", { source: at.source, grantHash: info.grantHash }),
    );
    assert.deepEqual([error.kind, error.data.reason], ["precondition_failed", reason]);
    await assertNothingLeft(host);
  }
});

Deno.test("an id stays with the key and the registry from which it first came, also after it was uninstalled", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await using elsewhere = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  await add(host, elsewhere.registry);
  await install(host, at.source);
  await note(host, "mine");
  const attempt = async (source: string, reason: string) => {
    const { problems, grantHash } = await inspect(host, source);
    assert.deepEqual(problems.map((one) => one.reason), [reason]);
    const error = await failure(host.call("host.plugin.install", { source, grantHash }));
    assert.deepEqual([error.kind, error.data.reason], ["precondition_failed", reason]);
  };
  await elsewhere.registry.publish({
    id: "notes",
    version: "1.1.0",
    archive: await notes({ version: "1.1.0", key: at.key }),
  });
  await attempt(elsewhere.source, "source_changed");
  await at.publish({ version: "1.1.0", key: elsewhere.key });
  await attempt(at.source, "publisher_changed");
  const update = await failure(host.call("host.plugin.update", { id: "notes" }));
  assert.equal(update.data.reason, "publisher_changed");
  assert.deepEqual([(await detail(host)).version, await list(host)], ["1.0.0", ["mine"]]);
  assert.equal(names(host.dataDir, "packages/store").length, 1);

  await host.call("host.plugin.uninstall", { id: "notes" });
  await attempt(at.source, "publisher_changed");
  await Deno.writeFile(`${host.dir}/notes.tgz`, await notes());
  const { problems } = await inspect(host, `${host.dir}/notes.tgz`);
  assert.deepEqual(problems.map((one) => one.reason), ["publisher_changed", "source_changed"]);
  await assertNothingLeft(host, { data: true });
  await install(host, at.source, "1.0.0");
  assert.deepEqual(await list(host), ["mine"]);
});

Deno.test("ids of the product and of the plugins folder are not for packages", async () => {
  const folder = {
    "plugin.ts": `import { definePlugin } from "@bulkhead/plugin"; export default definePlugin({ methods: {} });`,
  };
  await using host = await testHost({ pluginFiles: { notes: folder, broken: { "plugin.json": "{" } } });
  for (const id of ["notes", "chat", "broken"]) {
    const file = `${host.dir}/${id}.tgz`;
    await Deno.writeFile(file, await notes({ id }));
    const { problems, grantHash } = await inspect(host, file);
    assert.deepEqual(problems.map((one) => one.reason), ["id_taken"]);
    const error = await failure(host.call("host.plugin.install", { source: file, grantHash }));
    assert.equal(error.data.reason, "id_taken");
  }
  assert.deepEqual([names(host.dataDir, "packages/store"), names(host.dataDir, "packages/stage")], [[], []]);
  assert.equal((await detail(host)).package, undefined);
  const refused = await failure(host.call("host.plugin.uninstall", { id: "notes" }));
  assert.equal(refused.data.reason, "not_installed");
});

Deno.test("a folder that comes later goes before the installed package, which is still there when the folder is gone", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    {
      await using host = await testHost({ dir });
      await Deno.writeFile(`${dir}/notes.tgz`, await notes());
      await install(host, `${dir}/notes.tgz`);
      await note(host, "one");
    }
    const folder = `${dir}/plugins/notes`;
    await Deno.mkdir(folder);
    const manifest = { id: "notes", version: "0.1.0", engine: "^1", name: "Notes of the folder" };
    await Deno.writeTextFile(`${folder}/plugin.json`, JSON.stringify(manifest));
    const schema = `"0001_notes": "CREATE TABLE note (text TEXT NOT NULL)"`;
    await Deno.writeTextFile(`${folder}/plugin.ts`, `export default { methods: {}, migrations: { ${schema} } };`);
    {
      await using host = await testHost({ dir });
      const plugin = await detail(host);
      assert.deepEqual([plugin.name, plugin.package], ["Notes of the folder", undefined]);
      const hidden = await failure(host.call("host.plugin.update", { id: "notes" }));
      assert.equal(hidden.data.reason, "id_taken");
    }
    await Deno.rename(folder, `${dir}/away`);
    {
      await using host = await testHost({ dir });
      assert.deepEqual(await list(host), ["one"]);
    }
    await Deno.rename(`${dir}/away`, folder);
    await using host = await testHost({ dir });
    const theirs = await failure(host.call("host.plugin.uninstall", { id: "notes", deleteData: true }));
    assert.equal(theirs.data.reason, "id_taken", "the folder's plugin uses that data");
    assert.deepEqual(await host.call("host.plugin.uninstall", { id: "notes" }), { id: "notes", dataKept: true });
    const { name, state } = await detail(host);
    assert.deepEqual([name, state, names(host.dataDir, "packages/store")], ["Notes of the folder", "ready", []]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("what it needs has to be there, and must not lead back to it", async (t) => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await add(host, at.registry);
  const refused = async (id: string, reason: string, told: RegExp) => {
    const source = `${at.registry.url}#${id}`;
    const info = await inspect(host, source);
    assert.deepEqual(info.problems.map((one) => one.reason), [reason], JSON.stringify(info.problems));
    assert.match(info.problems[0]!.message, told);
    const error = await failure(host.call("host.plugin.install", { source, grantHash: info.grantHash }));
    assert.deepEqual([error.kind, error.data.reason], ["precondition_failed", reason]);
    await assertNothingLeft(host, { id });
  };
  await t.step("a requirement that nothing meets", async () => {
    await at.publish({ manifest: { requires: { mail: "^1" } } });
    await refused("notes", "requirement_unmet", /"notes" needs mail \^1, which no enabled plugin provides/);
    const { requires } = await inspect(host, at.source);
    assert.match(requires[0]?.problem ?? "", /install a plugin that provides it/);
  });
  await t.step("two that need each other, neither of them here", async () => {
    await at.publish({ id: "aa", manifest: { requires: { bb: "^1" } } });
    await at.publish({ id: "bb", manifest: { requires: { cc: "^1" } } });
    await at.publish({ id: "cc", manifest: { requires: { aa: "^1" } } });
    await refused("aa", "circle", /aa → bb → cc → aa/);
    assert.deepEqual(names(host.dataDir, "packages/stage"), []);
  });
  await t.step("an update that closes a circle with what is installed", async () => {
    await at.publish({ id: "dd" });
    await at.publish({ id: "ee", manifest: { requires: { dd: "^1" } } });
    for (const id of ["dd", "ee"]) await install(host, `${at.registry.url}#${id}`);
    await at.publish({ id: "dd", version: "1.1.0", manifest: { requires: { ee: "^1" } } });
    const error = await failure(host.call("host.plugin.update", { id: "dd" }));
    assert.deepEqual([error.data.reason, /dd → ee → dd/.test(error.message)], ["circle", true]);
    assert.deepEqual([(await detail(host, "dd")).state, (await detail(host, "ee")).state], ["ready", "ready"]);
  });
});

Deno.test("of two installations at once one is refused, and one is whole", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  await at.publish();
  await add(host, at.registry);
  const { grantHash } = await inspect(host, at.source);
  const call = () => host.call("host.plugin.install", { source: at.source, grantHash });
  const outcomes = await Promise.allSettled([call(), call()]);
  const refused = outcomes.filter((one) => one.status === "rejected");
  for (const { reason } of refused) assert.deepEqual([reason.code, reason.data.reason], [-32009, "work_under_way"]);
  assert.ok(refused.length < 2);
  assert.equal((await detail(host)).state, "ready");
  await note(host, "one");
  assert.deepEqual([await list(host), names(host.dataDir, "packages/stage")], [["one"], []]);
  // Installing it again changes nothing.
  assert.deepEqual(await call(), { id: "notes", version: "1.0.0", enabled: true, state: "ready" });
});

Deno.test("a source folder becomes a package of this machine, and one that cannot says why", async () => {
  await using host = await testHost();
  const folder = `${host.dir}/source/polls`;
  await Deno.mkdir(folder, { recursive: true });
  const manifest = { id: "polls", version: "0.1.0", engine: "^1", name: "Polls", entry: "plugin.ts" };
  await Deno.writeTextFile(`${folder}/plugin.json`, JSON.stringify(manifest));
  await Deno.writeTextFile(`${folder}/plugin.ts`, "export default {;");
  const faulty = await failure(inspect(host, folder));
  assert.deepEqual([faulty.kind, faulty.data.reason], ["precondition_failed", "build_failed"]);
  await Deno.writeTextFile(
    `${folder}/plugin.ts`,
    `import { definePlugin } from "@bulkhead/plugin"; export default definePlugin({ methods: {} });`,
  );
  const info = await install(host, folder);
  assert.deepEqual([info.tier, info.source], ["local-dev", folder]);
  assert.equal((await detail(host, "polls")).state, "ready");
  assert.deepEqual(names(host.dataDir, "packages/stage"), []);
});

Deno.test("installing is for those who run the place", async () => {
  await using host = await testHost();
  for (const method of ["inspect", "install", "update", "rollback", "uninstall"]) {
    const error = await failure(host.call(`host.plugin.${method}`, { source: "x", id: "x" }, { as: "bob" }));
    assert.equal(error.kind, "forbidden", method);
  }
  const nothing = await failure(host.call("host.plugin.update", { id: "nobody" }));
  assert.deepEqual([nothing.kind, nothing.data.path], ["not_found", "/id"]);
});

Deno.test("code that was changed in the store does not run, and a new installation mends it", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    const [file, archive] = [`${dir}/notes.tgz`, await notes()];
    await Deno.writeFile(file, archive);
    let store: string;
    {
      await using host = await testHost({ dir });
      const { hash } = await install(host, file);
      await note(host, "one");
      store = `${dir}/data/packages/store/${hash}`;
      await host.call("host.plugin.disable", { id: "notes" });
      await Deno.chmod(`${store}/plugin.js`, 0o644);
      await Deno.writeTextFile(`${store}/plugin.js`, "\n", { append: true });
      const error = await failure(host.call("host.plugin.enable", { id: "notes" }));
      assert.match(error.data.hint ?? "", /was changed after it was installed/);
    }
    await Deno.chmod(`${store}/plugin.json`, 0o644);
    await Deno.writeTextFile(`${store}/plugin.json`, " ", { append: true });
    await using host = await testHost({ dir });
    const { state, reason } = await detail(host);
    assert.deepEqual([state, /"plugin\.json" of the installed package was changed/.test(reason ?? "")], [
      "stopped",
      true,
    ]);
    await install(host, file);
    assert.deepEqual(await list(host), ["one"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

import assert from "node:assert/strict";
import type { InspectInfo, PluginInfo } from "../../../ui/state/wire.ts";
import { testHost, until } from "../../harness/mod.ts";
import { add, assertNothingLeft, detail, failure, install, list, note, notesRegistry } from "./notes.ts";

Deno.test("a package that its registry revokes is stopped at once, says so, stays off, and a good version brings it back", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  await using at = await notesRegistry();
  const { sha256 } = await at.publish();
  const asks = { requires: { notes: "^1" } };
  try {
    {
      await using host = await testHost({ dir });
      await add(host, at.registry);
      await install(host, at.source);
      await at.publish({ id: "reader", manifest: asks });
      await install(host, `${at.registry.url}#reader`);
      await note(host, "one");
      const { pid } = await detail(host);
      const socket = await host.ws("bob");
      await socket.call("events.subscribe", { types: ["host.plugin.changed"] });

      await at.registry.change((index) => void index.revoked.push(sha256));
      await host.call("host.registry.refresh");
      const told = () =>
        socket.volatile.map(({ data }) => (data as { plugin: PluginInfo }).plugin).findLast(({ id }) => id === "notes");
      await until(() => told()?.state === "stopped");
      assert.match(told()?.reason ?? "", /^was revoked by "http/);
      const plugin = await detail(host);
      assert.deepEqual([plugin.state, plugin.enabled, plugin.running], ["stopped", true, false]);
      assert.deepEqual([plugin.revoked, plugin.package?.revoked], [{ registry: at.registry.url }, {
        registry: at.registry.url,
      }]);
      assert.throws(() => Deno.kill(pid!, "SIGCONT"), Deno.errors.NotFound);
      assert.equal((await failure(list(host))).code, -32050);
      assert.equal((await detail(host, "reader")).state, "stopped");
      for (const method of ["enable", "restart"]) {
        const error = await failure(host.call(`host.plugin.${method}`, { id: "notes" }));
        assert.deepEqual([error.kind, error.data.reason], ["precondition_failed", "revoked"], method);
      }
    }
    // The registry is out of reach: what was known of it counts.
    at.registry.answers.set("/index.json", () => new Response("gone", { status: 503 }));
    await using host = await testHost({ dir });
    assert.deepEqual([(await detail(host)).state, (await detail(host, "reader")).state], ["stopped", "stopped"]);
    at.registry.answers.clear();
    await at.publish({ version: "1.0.1" });
    await host.call("host.plugin.update", { id: "notes" });
    assert.deepEqual(await list(host), ["one"]);
    await until(async () => (await detail(host, "reader")).state === "ready");
    const back = await failure(host.call("host.plugin.rollback", { id: "notes" }));
    assert.deepEqual([back.data.reason, (await detail(host)).version], ["revoked", "1.0.1"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a revoked package is not installed, from wherever it comes", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  const { sha256, package: name } = await at.publish();
  await add(host, at.registry);
  const { grantHash } = await host.call<InspectInfo>("host.plugin.inspect", { source: at.source });
  await at.registry.change((index) => void index.revoked.push(sha256));
  const error = await failure(host.call("host.plugin.install", { source: at.source, grantHash }));
  assert.deepEqual([error.kind, error.data.reason], ["precondition_failed", "revoked"]);
  const file = `${host.dir}/notes.tgz`;
  await Deno.copyFile(`${at.registry.folder}/${name}`, file);
  const info = await host.call<InspectInfo>("host.plugin.inspect", { source: file });
  assert.deepEqual(info.problems.map(({ reason }) => reason), ["revoked"]);
  const refused = await failure(host.call("host.plugin.install", { source: file, grantHash: info.grantHash }));
  assert.equal(refused.data.reason, "revoked");
  await assertNothingLeft(host);
});

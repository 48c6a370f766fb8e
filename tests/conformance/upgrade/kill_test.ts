import assert from "node:assert/strict";
import type { Step } from "../../../host/upgrade/ports.ts";
import { processesOf, until } from "../../harness/mod.ts";
import { onRealStart, product, V1, V2, withMigration } from "./product.ts";

Deno.test("killed at any moment of an upgrade, the next start has the old version with its data or the new one", async () => {
  await using host = await product();
  host.publish(V2, withMigration, onRealStart("await new Promise((resolve) => setTimeout(resolve, 2_000));"));
  await host.start();
  await host.call("host.secret.set", { name: "FIRST", value: "one" });
  const killAt = async (step: Step) => {
    await host.call("host.system.upgrade.start", {});
    await host.reaches(step, ({ work }) => work?.step === step);
    await host.killAll();
    // On a quick machine it may be one further.
    const at = host.state().work?.step;
    await host.start();
    return at;
  };

  for (const step of ["backup", "unpack", "trial"] as const) {
    const at = await killAt(step);
    assert.equal(await host.version(), V1);
    assert.match(host.state().outcome!.message!, /cut off by the end of the host; nothing was changed/);
    assert.equal(host.state().outcome!.step, at);
    assert.deepEqual(await host.secrets(), ["FIRST"]);
  }

  // The new version has begun with the data: its migration has run, or has not, and it does not serve yet.
  await killAt("start");
  assert.equal(await host.version(), V1);
  assert.equal(host.hasTable("upgraded"), false);
  assert.match(host.state().outcome!.message!, /ended while it started for the first time/);
  assert.deepEqual(await host.secrets(), ["FIRST"]);

  await killAt("watch");
  assert.equal(await host.version(), V2, "it had served");
  assert.ok(host.hasTable("upgraded"));
  assert.deepEqual(await host.secrets(), ["FIRST"]);
  await host.reaches("the end of the watch", ({ work }) => !work);

  // Killed while the data is put back: half of it is gone, and what is there is of the new version.
  await host.call("host.secret.set", { name: "SECOND", value: "two" });
  await host.killAll();
  const { work: _, ...state } = host.state();
  const [from, to] = [{ version: V2, release: state.current! }, { version: V1 }];
  const work = { id: "x", kind: "rollback", step: "restore", from, to, startedAt: new Date().toISOString() } as const;
  host.stateFile.write({ ...state, work });
  await Deno.remove(`${host.data}/plugins/demo`, { recursive: true });
  await Deno.writeTextFile(`${host.data}/host.db.restored`, "half");
  await host.start();
  assert.equal(await host.version(), V1);
  assert.deepEqual(await host.secrets(), ["FIRST"]);
  assert.equal(await Deno.readTextFile(`${host.data}/plugins/demo/note.txt`), "a plugin's own file");
});

Deno.test("a launcher that is killed alone takes its host with it, and the next start waits for that", async () => {
  await using host = await product();
  host.publish(V2);
  await host.start();
  assert.equal((await host.cli("upgrade", "--yes")).code, 0);
  await host.reaches("the end of the watch", ({ work }) => !work);
  await host.stop();
  const launcher = await host.start();
  assert.equal(await host.version(), V2);
  const below = processesOf(host.data).filter((pid) => pid !== launcher);
  assert.ok(below.length > 0, "the release runs below it");
  Deno.kill(launcher, "SIGKILL");
  await host.start();
  assert.equal(await host.version(), V2);
  await until(() => below.every((pid) => !processesOf(host.data).includes(pid)), { what: "the end of the first host" });
  // A second one finds the folder in use.
  const second = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--frozen", "host/launch.ts", "--port", "0", "--data", host.data],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stderr } = await second.output();
  assert.equal(code, 4, new TextDecoder().decode(stderr));
});

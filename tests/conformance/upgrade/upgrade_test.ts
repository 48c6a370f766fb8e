import assert from "node:assert/strict";
import { openDatabase } from "../../../host/storage/mod.ts";
import { processesOf } from "../../harness/mod.ts";
import { onRealStart, product, replace, V1, V2, V3, withMigration } from "./product.ts";

const NOTE = "plugins/demo/note.txt";

Deno.test("an upgrade keeps the data and goes on below the same process; the way back brings the data of before", async () => {
  await using host = await product();
  host.publish(V2, withMigration);
  const pid = await host.start();
  await host.call("host.secret.set", { name: "FIRST", value: "one" });
  const checked = await host.cli("upgrade", "--check");
  assert.match(checked.out, new RegExp(`Version ${V1} runs; ${V2} can be gone to`));

  const upgraded = await host.cli("upgrade", "--yes");
  assert.equal(upgraded.code, 0, `${upgraded.err}${upgraded.out}`);
  assert.match(upgraded.out, new RegExp(`The upgrade from ${V1} to ${V2} is done`));
  for (const words of [/makes a backup/, /tries it on a copy/, /starts the new version/]) {
    assert.match(upgraded.err, words);
  }
  assert.equal(await host.version(), V2);
  assert.deepEqual(await host.secrets(), ["FIRST"]);
  assert.ok(host.hasTable("upgraded"), "its migration ran");
  assert.equal(host.readyLines(), 2);
  assert.ok(processesOf(host.data).includes(pid), "whoever started it sees the same process");

  await host.reaches("the end of the watch", ({ work }) => !work);
  await host.call("host.secret.set", { name: "SECOND", value: "two" });
  await Deno.writeTextFile(`${host.data}/${NOTE}`, "changed");
  const back = await host.cli("upgrade", "--rollback", "--yes", "--json");
  assert.equal(back.code, 0, back.err);
  const outcome = JSON.parse(back.out);
  assert.deepEqual([outcome.kind, outcome.from, outcome.to, outcome.ok], ["rollback", V2, V1, true]);
  await host.readyLine(3);
  assert.equal(await host.version(), V1);
  assert.deepEqual(await host.secrets(), ["FIRST"]);
  assert.equal(host.hasTable("upgraded"), false);
  assert.equal(await Deno.readTextFile(`${host.data}/${NOTE}`), "a plugin's own file");
  assert.ok(await Deno.stat(`${host.data}/backups/${outcome.backup}`), "what came since is in a backup");
  assert.match((await host.cli("upgrade", "--status")).out, new RegExp(`The way back from ${V2} to ${V1} is done`));

  assert.equal(await host.stop(), 0);
  assert.deepEqual(processesOf(host.data), []);
});

Deno.test("what fails at its start, or soon after, is taken back by itself with the data as it was", async () => {
  await using host = await product();
  host.publish(
    V2,
    withMigration,
    onRealStart(`db.exec("DELETE FROM sec_secrets"); throw new Error("the new version does not like this data");`),
  );
  await host.start();
  await host.call("host.secret.set", { name: "FIRST", value: "one" });
  const first = await host.cli("upgrade", "--yes");
  assert.equal(first.code, 1, "it did not become ready");
  assert.match(
    first.out,
    new RegExp(`The upgrade from ${V1} to ${V2} failed .*the new version does not like this data`),
  );
  await host.readyLine(2);
  assert.equal(await host.version(), V1);
  assert.deepEqual(await host.secrets(), ["FIRST"]);
  assert.equal(host.hasTable("upgraded"), false);
  assert.equal(host.state().outcome?.step, "start");
  assert.equal(host.state().previous, undefined, "there is nothing to go back to");

  // Serves, and falls over a moment later.
  host.publish(
    V3,
    withMigration,
    onRealStart(`db.exec("DELETE FROM sec_secrets"); setTimeout(() => Deno.exit(70), 3_000);`),
  );
  const second = await host.cli("upgrade", "--yes", "--detach", "--to", V3);
  assert.equal(second.code, 0, second.err);
  await host.reaches("being taken back", ({ work, outcome }) => !work && outcome?.to === V3 && !outcome.ok);
  await host.readyLine(host.output().includes(`"version":"${V3}"`) ? 3 : 4);
  assert.match(host.state().outcome!.message!, /It ended with code 70; what was written meanwhile lies in/);
  assert.equal(host.state().outcome!.step, "watch");
  assert.equal(await host.version(), V1);
  assert.deepEqual(await host.secrets(), ["FIRST"]);
  assert.ok(await Deno.stat(`${host.data}/upgrade/aside/host.db`), "what it had written is kept");
});

Deno.test("a release that cannot serve a copy of the data is never switched to; the host serves on meanwhile", async () => {
  await using host = await product();
  host.publish(
    V2,
    (files) => replace(files, "host/main.ts", "  await kernel.start();\n", `  throw new Error("nothing works");\n`),
  );
  await host.start();
  const run = await host.cli("upgrade", "--yes");
  assert.equal(run.code, 1);
  assert.match(run.out, /ended with code 1 when it was tried on a copy of the data: .*Nothing was changed/s);
  assert.equal(host.readyLines(), 1, "it was not stopped");
  assert.equal(host.state().outcome?.step, "trial");
  assert.equal(await Deno.stat(`${host.data}/upgrade/trial`).catch(() => "gone"), "gone");
});

Deno.test("a migration of a plugin that does not like the data is found on the copy: nothing is switched, nothing lost", async () => {
  await using host = await product({ plugins: true });
  host.publish(
    V2,
    (files) =>
      replace(
        files,
        "plugins/supervisor/store/migrations.ts",
        "export const migrations = {",
        `export const migrations = { "0002_keep": "CREATE TABLE services_2 AS SELECT name, spec, colour FROM services",`,
      ),
  );
  await host.start();
  const service = { name: "kept", exec: ["true"], restart: { policy: "no" } };
  await host.call("supervisor.service.register", { spec: { service } });
  const run = await host.cli("upgrade", "--yes");
  assert.equal(run.code, 1);
  assert.match(
    run.out,
    /The data of the plugin "supervisor" cannot be brought up to date: .*colour.*Nothing was changed/s,
  );
  assert.equal(host.state().outcome?.step, "trial");
  assert.equal(host.readyLines(), 1, "it was not stopped");
  assert.equal((await host.call<{ name: string }>("supervisor.service.get", { name: "kept" })).name, "kept");

  // Where the data is liked it is brought up to date on the copy first, and for good at the switch.
  host.publish(
    V3,
    (files) =>
      replace(
        files,
        "plugins/supervisor/store/migrations.ts",
        "export const migrations = {",
        `export const migrations = { "0002_more": "ALTER TABLE services ADD COLUMN colour TEXT",`,
      ),
  );
  const second = await host.cli("upgrade", "--yes", "--to", V3);
  assert.equal(second.code, 0, `${second.err}${second.out}`);
  assert.equal(await host.version(), V3);
  const more = () => {
    const db = openDatabase(`${host.data}/plugins/supervisor/data.db`, { readOnly: true });
    try {
      return db.get("SELECT 1 FROM pragma_table_info('services') WHERE name = 'colour'") !== undefined;
    } finally {
      db.close();
    }
  };
  assert.equal((await host.call<{ name: string }>("supervisor.service.get", { name: "kept" })).name, "kept");
  assert.ok(more(), "its migration ran");
  await host.reaches("the end of the watch", ({ work }) => !work);
  const back = await host.cli("upgrade", "--rollback", "--yes");
  assert.equal(back.code, 0, back.err);
  await host.readyLine(3);
  assert.equal(await host.version(), V1);
  assert.equal((await host.call<{ name: string }>("supervisor.service.get", { name: "kept" })).name, "kept");
  assert.equal(more(), false, "the plugin's data is that of before too");
});

Deno.test("a plugin that was ready and does not come up with the new version has it taken back, with the data as it was", async () => {
  await using host = await product({ plugins: true });
  const fails = `setup: async (ctx) => {\n    if (ctx) throw new Error("this data is no good");`;
  host.publish(V2, (files) => replace(files, "plugins/supervisor/plugin.ts", "setup: async (ctx) => {", fails));
  await host.start();
  const service = { name: "kept", exec: ["true"], restart: { policy: "no" } };
  await host.call("supervisor.service.register", { spec: { service } });
  await host.cli("upgrade", "--yes");
  await host.reaches("the way back", ({ work, outcome }) => !work && outcome?.ok === false);
  const { outcome } = host.state();
  assert.match(outcome!.message!, /ready before do not serve with it: "supervisor" is .*no good/s);
  assert.equal(outcome!.step, "watch");
  await host.readyLine(3);
  assert.equal(await host.version(), V1);
  assert.equal((await host.call<{ name: string }>("supervisor.service.get", { name: "kept" })).name, "kept");
});

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { checkService, checkUpgrade } from "./checks.ts";
import { runWith } from "./_test_host.ts";

Deno.test("doctor looks for a unit where systemd runs, and says how to get one", async () => {
  const dir = await Deno.makeTempDir();
  assert.equal(checkService([`${dir}/none`], `${dir}/no-systemd`), undefined);
  const missing = checkService([`${dir}/none`], dir)!;
  assert.deepEqual([missing.state, /deploy\/bulkhead\.service/.test(missing.remedy!)], ["warn", true]);
  assert.equal(checkService([`${dir}/none`, dir], dir)!.state, "ok");
  await Deno.remove(dir, { recursive: true });
});

Deno.test("doctor says how old the newest backup is, and that the settings are wrong", async () => {
  const dir = await Deno.makeTempDir();
  const doctor = async () => {
    const { out } = await runWith({ PATH: Deno.env.get("PATH") }, ["doctor", "--json", "--data", dir]);
    return new Map(
      (JSON.parse(out) as { name: string; state: string; detail: string }[]).map((one) => [one.name, one]),
    );
  };
  assert.equal((await doctor()).has("backups"), false, "no host has run here yet");
  new DatabaseSync(`${dir}/host.db`).close();
  assert.match((await doctor()).get("backups")!.detail, /^there is none in /);
  await Deno.mkdir(`${dir}/backups`);
  await Deno.writeTextFile(`${dir}/backups/bulkhead-20200101T000000Z.tar.zst`, "");
  assert.match((await doctor()).get("backups")!.detail, /^the newest in .* is \d+ days old$/);
  assert.equal((await doctor()).get("backups")!.state, "warn");
  const today = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  await Deno.writeTextFile(`${dir}/backups/bulkhead-${today}T000000Z-auto.tar.zst`, "");
  assert.equal((await doctor()).get("backups")!.state, "ok");
  await Deno.writeTextFile(`${dir}/bulkhead.toml`, '[backup]\nschedule = "every day"\n');
  assert.match((await doctor()).get("settings")!.detail, /Bad value "every day" for "backup\.schedule"/);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("an upgrade that failed is told with its reason, one that was done with its time, none at all is not", () => {
  const last = { kind: "upgrade", to: "1.4.0", ok: true, at: "2026-03-01T09:00:00.000Z" };
  assert.equal(checkUpgrade(undefined), undefined);
  assert.deepEqual(checkUpgrade(last), { name: "upgrade", state: "ok", detail: `went to 1.4.0 at ${last.at}` });
  const failed = checkUpgrade({ ...last, kind: "rollback", ok: false, message: "it did not start" })!;
  assert.equal(failed.state, "warn");
  assert.match(failed.detail, /going back to 1\.4\.0 failed .*: it did not start/);
});

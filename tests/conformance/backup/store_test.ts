/** Backups in a store elsewhere: sent, pruned, looked through and restored from there, and what is said when it fails. */
import assert from "node:assert/strict";
import { runWith } from "../../../host/cli/_test_host.ts";
import { manualClock } from "../../../host/observe/mod.ts";
import type { RpcError } from "../../../host/sdk/errors.ts";
import { s3Server, testHost, until } from "../../harness/mod.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2026-03-01T00:30:00.000Z");

interface Listed {
  items: { name: string; places: string[]; scheduled: boolean; encrypted: boolean; problem?: string }[];
  lastFailure?: { message: string };
  s3?: { place: string; problem?: string };
}

const table = (url: string, more = "") =>
  `[backup]\nschedule = "0 * * * *"\ntimezone = "UTC"\nkeep-count = 2\n${more}\n` +
  `[backup.s3]\nendpoint = "${url}"\nbucket = "team"\nprefix = "one"\nkey-id = "KEY"\n`;

Deno.test("each backup goes to the store as well, and is found, checked and restored from there", async () => {
  await using server = s3Server({ keyId: "KEY", secret: "s3cret", buckets: ["team"] });
  const clock = manualClock(START_MS);
  await using host = await testHost({
    plugins: ["chat"],
    clock,
    toml: table(server.url),
    secrets: { BACKUP_S3_KEY: "s3cret" },
  });
  const list = () => host.call<Listed>("host.backup.list");
  await host.call("chat.message.send", { channel: "#general", text: "kept elsewhere" });
  const made = await host.call<{ name: string; places: string[] }>("host.backup.create");
  assert.deepEqual(made.places, ["folder", "s3"]);
  assert.deepEqual([...server.objects.keys()], [`team/one/${made.name}`]);
  assert.equal((await list()).s3!.place, `${server.url}/team/one/`);

  // Gone here, it is still there, and comes back for who needs it.
  await host.call("host.backup.delete", { name: made.name, from: "folder" });
  assert.deepEqual((await list()).items.map(({ name, places }) => [name, places]), [[made.name, ["s3"]]]);
  assert.equal((await host.call<{ ok: boolean }>("host.backup.verify", { name: made.name })).ok, true);
  assert.deepEqual((await list()).items[0]!.places, ["folder", "s3"]);
  await host.call("host.backup.delete", { name: made.name, from: "folder" });
  await host.call("host.backup.restore", { name: made.name, target: `${host.dir}/restored` });
  assert.ok((await Deno.stat(`${host.dir}/restored/host.db`)).size > 0);

  // By the schedule, under the same rules in both places; what was made by hand stays.
  for (let hour = 1; hour <= 4; hour++) {
    await clock.advance(HOUR_MS);
    await until(async () => {
      const { items } = await list();
      const stamp = `T0${hour}0000Z-auto`;
      return items[0]!.name.includes(stamp) && items.filter(({ scheduled }) =>
            scheduled
          ).length === Math.min(hour, 2) &&
        [...server.objects.keys()].some((key) => key.includes(stamp));
    }, { what: `the backup of hour ${hour}`, timeoutMs: 60_000 });
  }
  await until(() => server.objects.size === 3, { what: "the old ones to be gone from the store" });
  assert.ok(server.objects.has(`team/one/${made.name}`));

  await host.call("host.backup.delete", { name: made.name });
  assert.ok(!server.objects.has(`team/one/${made.name}`));
  await assert.rejects(
    host.call("host.backup.delete", { name: made.name }),
    (error: RpcError) => error.kind === "not_found",
  );
});

Deno.test("a store that fails takes no backup away, and everybody is told what to do", async () => {
  await using server = s3Server({ keyId: "KEY", secret: "s3cret", buckets: ["team"] });
  const clock = manualClock(START_MS);
  await using host = await testHost({ clock, toml: table(server.url), secrets: { BACKUP_S3_KEY: "wrong" } });
  const list = () => host.call<Listed>("host.backup.list");
  const made = await host.call<{ name: string; places: string[]; problem?: string }>("host.backup.create");
  assert.deepEqual(made.places, ["folder"]);
  assert.match(made.problem!, /says that the key is wrong .* bulkhead secret set BACKUP_S3_KEY/);
  const { items, s3 } = await list();
  assert.deepEqual(items.map(({ places }) => places), [["folder"]]);
  assert.match(s3!.problem!, /key is wrong/);
  await clock.advance(HOUR_MS);
  await until(async () => (await list()).lastFailure?.message.includes("key is wrong"), { what: "the failure" });
  assert.equal((await list()).items.length, 2);

  await assert.rejects(
    host.call("host.backup.upload", { name: made.name }),
    (error: RpcError) => error.data.reason === "store" && /key is wrong/.test(error.message),
  );
  assert.equal(server.objects.size, 0);
});

Deno.test("without a host a backup is fetched and restored from the store that bulkhead.toml names", async () => {
  await using server = s3Server({ keyId: "KEY", secret: "s3cret", buckets: ["team"] });
  const host = await testHost({ toml: table(server.url, ""), secrets: { BACKUP_S3_KEY: "s3cret" } });
  try {
    const { name } = await host.call<{ name: string }>("host.backup.create");
    await host.stop();
    const machine = `${host.dir}/new machine`;
    await Deno.mkdir(`${machine}/data`, { recursive: true });
    await Deno.writeTextFile(`${machine}/data/bulkhead.toml`, table(server.url));
    const env = { BULKHEAD_SECRET_BACKUP_S3_KEY: "s3cret" };
    const restored = await runWith(env, [
      ...["backup", "restore", `s3:${name}`, "--data", `${machine}/data`, "--to", `${machine}/restored`],
    ]);
    assert.equal(restored.code, 0, restored.err);
    assert.match(restored.out, /files are restored to .*restored/);
    assert.ok((await Deno.stat(`${machine}/restored/host.db`)).size > 0);
    assert.deepEqual([...Deno.readDirSync(machine)].map((entry) => entry.name).sort(), ["data", "restored"]);

    const fetched = await runWith(env, [
      "backup",
      "fetch",
      name,
      "--data",
      `${machine}/data`,
      "--to",
      `${machine}/files`,
    ]);
    assert.equal(fetched.code, 0, fetched.err);
    const checked = await runWith({}, ["backup", "verify", `${machine}/files/${name}`]);
    assert.match(checked.out, /is sound/);

    const bare = await runWith({}, ["backup", "fetch", name, "--data", `${machine}/data`, "--to", `${machine}/files`]);
    assert.match(bare.err, /set BULKHEAD_SECRET_BACKUP_S3_KEY/);
    const unknown = await runWith(env, [
      "backup",
      "restore",
      "s3:bulkhead-20200101T000000Z.tar",
      "--data",
      `${machine}/data`,
      "--to",
      `${machine}/x`,
    ]);
    assert.match(unknown.err, /There is no backup "bulkhead-20200101T000000Z\.tar" at/);
  } finally {
    await host.stop();
    await Deno.remove(host.dir, { recursive: true });
  }
});

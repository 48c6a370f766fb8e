/** Backups in a store elsewhere: sent, pruned, looked through and restored from there, and what is said when it fails. */
import assert from "node:assert/strict";
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

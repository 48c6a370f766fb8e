/** Scheduled backups, their pruning, and a host that is killed in the middle of one. */
import assert from "node:assert/strict";
import { manualClock } from "../../../host/observe/mod.ts";
import type { RpcError } from "../../../host/sdk/errors.ts";
import { readArchive } from "../../../host/backup/mod.ts";
import { spawnHost, testHost, until } from "../../harness/mod.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2026-03-01T00:30:00.000Z");

interface Listed {
  items: { name: string; encrypted: boolean; scheduled: boolean; problem?: string }[];
  nextAt?: string;
  lastFailure?: { message: string };
}

/** A folder for a host whose bulkhead.toml says this. */
async function configured(toml: string) {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-backups-" }));
  await Deno.mkdir(`${dir}/data`);
  await Deno.writeTextFile(`${dir}/data/bulkhead.toml`, toml);
  return { dir, [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }) };
}

Deno.test("backups are made by the schedule, encrypted as configured, and old ones go; others stay", async () => {
  await using at = await configured(
    '[backup]\nfolder = "../kept"\nschedule = "0 * * * *"\ntimezone = "UTC"\nkeep-count = 2\npassphrase-file = "pass"\n',
  );
  const clock = manualClock(START_MS);
  await using host = await testHost({ dir: at.dir, clock });
  const list = () => host.call<Listed>("host.backup.list");
  assert.equal((await list()).nextAt, "2026-03-01T01:00:00.000Z");

  await clock.advance(HOUR_MS);
  const failed = await untilThere(async () => (await list()).lastFailure);
  assert.match(failed.message, /The passphrase cannot be read/);
  assert.deepEqual((await list()).items, []);

  await Deno.writeTextFile(`${at.dir}/data/pass`, "a long passphrase\n");
  await host.call("host.backup.create");
  for (let hour = 1; hour <= 3; hour++) {
    await clock.advance(HOUR_MS);
    const expected = Math.min(hour, 2);
    await until(async () => {
      const { items, lastFailure } = await list();
      return !lastFailure && items.filter(({ scheduled }) => scheduled).length === expected &&
        items[0]!.name.includes(`T0${hour + 1}0000Z-auto`);
    }, { what: `the backup of hour ${hour}`, timeoutMs: 30_000 });
  }
  const { items } = await list();
  assert.deepEqual(items.map(({ scheduled, encrypted }) => [scheduled, encrypted]), [[true, true], [true, true], [
    false,
    true,
  ]]);
  for (const { name } of items) {
    assert.equal((await host.call<{ ok: boolean }>("host.backup.verify", { name })).ok, true);
  }
  await host.call("host.backup.delete", { name: items[0]!.name });
  assert.equal((await list()).items.length, 2);
  await assert.rejects(
    host.call("host.backup.delete", { name: items[0]!.name }),
    (error: RpcError) => error.kind === "not_found",
  );
});

Deno.test("the key goes into encrypted backups only, and restoring stays out of the host's own folder", async () => {
  await using host = await testHost();
  const refused = (reason: string) => (error: RpcError) => error.data.reason === reason;
  await assert.rejects(host.call("host.backup.create", { key: true }), refused("passphrase_needed"));
  const { name } = await host.call<{ name: string }>("host.backup.create", {
    key: true,
    passphrase: "a long passphrase",
  });
  await assert.rejects(host.call("host.backup.verify", { name }), refused("passphrase_needed"));
  await assert.rejects(
    host.call("host.backup.verify", { name, passphrase: "another one" }),
    refused("wrong_passphrase"),
  );
  await assert.rejects(
    host.call("host.backup.restore", { name, target: `${host.dataDir}/new`, passphrase: "a long passphrase" }),
    refused("target_in_use"),
  );
  await assert.rejects(
    host.call("host.backup.restore", { name, target: `${host.dir}/new` }, { as: "bob" }),
    (error: RpcError) => error.kind === "forbidden",
  );
  const target = `${host.dir}/new`;
  await host.call("host.backup.restore", { name, target, passphrase: "a long passphrase" });
  assert.ok((await Deno.stat(`${target}/keys/secrets.key`)).size > 40);
  // Nothing of the passphrase is written down.
  assert.ok(!JSON.stringify(await host.call("host.audit.list", {})).includes("a long passphrase"));
});

Deno.test("killed while it makes a backup, a host leaves none that looks whole, and clears up at its next start", async () => {
  await using at = await configured("");
  const dir = at.dir;
  await Deno.mkdir(`${dir}/data/files/ff`, { recursive: true });
  const large = new Uint8Array(200 * 1024 ** 2);
  crypto.getRandomValues(large.subarray(0, 65_536));
  await Deno.writeFile(`${dir}/data/files/ff/${"f".repeat(64)}`, large);
  const folder = `${dir}/data/backups`;
  const names = () => Deno.readDirSync(folder).map(({ name }) => name).toArray();
  {
    await using host = await spawnHost({ dir });
    const going = host.call("host.backup.create", { compression: "none" }).catch((error) => error);
    await until(() => {
      try {
        return names().some((name) =>
          name.startsWith(".partial-") && Deno.statSync(`${folder}/${name}/archive`).size > 0
        );
      } catch {
        return false;
      }
    }, { what: "the beginning of a backup" });
    await host.end("SIGKILL");
    await going;
  }
  const left = names();
  assert.deepEqual(left.map((name) => name.slice(0, 9)), [".partial-"], "it was killed in the middle");
  await assert.rejects(readArchive(`${folder}/${left[0]}/archive`, {}), /damaged/);
  await using again = await spawnHost({ dir });
  assert.deepEqual(names(), []);
  assert.deepEqual((await again.call<Listed>("host.backup.list")).items, []);
});

/** Waits for a value. */
async function untilThere<T>(condition: () => Promise<T | undefined>): Promise<T> {
  let value: T | undefined;
  await until(async () => (value = await condition()) !== undefined, { what: "a value", timeoutMs: 30_000 });
  return value!;
}

import assert from "node:assert/strict";
import { readBackup } from "./backup.ts";
import { ExitError } from "./exit_error.ts";

const WHERE = { where: "bulkhead.toml", dataDir: "/srv/data" };

Deno.test("without a table backups go into the data folder, and none is made by itself", () => {
  const { folder, schedule, keepCount, compression, key } = readBackup(undefined, WHERE);
  assert.deepEqual([folder, schedule, keepCount, compression, key], ["/srv/data/backups", undefined, 7, "zstd", false]);
});

Deno.test("the table of backups is read, its paths from the data folder on", () => {
  const table = {
    ...{ folder: "../kept", schedule: "30 4 * * 1-5", timezone: "Europe/Berlin", keep_count: 0, "keep-days": 2 },
    ...{ compression: "none", "passphrase-file": "/etc/pass", key: true },
  };
  assert.deepEqual(readBackup(table, WHERE), {
    ...{ folder: "/srv/kept", schedule: "30 4 * * 1-5", timezone: "Europe/Berlin", keepCount: 0 },
    ...{ keepMs: 2 * 86_400_000, compression: "none", passphraseFile: "/etc/pass", key: true },
  });
});

const WRONG: [table: unknown, message: RegExp][] = [
  ["daily", /"backup" in bulkhead\.toml has to be a table/],
  [{ schedul: "0 3 * * *" }, /Unknown key "backup\.schedul".*did you mean schedule/],
  [{ schedule: "often" }, /Bad value "often" for "backup\.schedule"/],
  [{ schedule: "0 0 30 2 *" }, /Bad value "0 0 30 2 \*"/],
  [{ timezone: "Mars/Olympus" }, /Bad value "Mars\/Olympus" for "backup\.timezone"/],
  [{ folder: "plugins" }, /expected a folder outside of the data folder/],
  [{ folder: 7 }, /expected a folder/],
  [{ "keep-count": -1 }, /expected a number of backups/],
  [{ compression: "gzip" }, /expected "zstd" or "none"/],
  [{ key: "yes" }, /expected true or false/],
];

for (const [table, message] of WRONG) {
  Deno.test(`backups are not configured by ${JSON.stringify(table)}`, () => {
    assert.throws(() => readBackup(table, WHERE), (error) => error instanceof ExitError && message.test(error.message));
  });
}

const S3 = { endpoint: "https://s3.example.org/", bucket: "team-backups", "key-id": "AKIA" };

Deno.test("the store elsewhere is read, with what is usual where nothing is said", () => {
  assert.deepEqual(readBackup({ s3: { ...S3, prefix: "/bulkhead" } }, WHERE).s3, {
    endpoint: "https://s3.example.org",
    bucket: "team-backups",
    prefix: "bulkhead/",
    region: "us-east-1",
    keyId: "AKIA",
    secret: "BACKUP_S3_KEY",
  });
});

const WRONG_STORES: [table: unknown, message: RegExp][] = [
  ["s3://x", /"backup\.s3" in bulkhead\.toml has to be a table/],
  [{ ...S3, endpiont: "x" }, /Unknown key "backup\.s3\.endpiont".*did you mean endpoint/],
  [{ ...S3, bucket: undefined }, /Bad value "undefined" for "backup\.s3\.bucket"/],
  [{ endpoint: S3.endpoint, "key-id": "x" }, /"backup\.s3\.bucket" is missing/],
  [{ ...S3, endpoint: "s3.example.org" }, /expected the URL of the service/],
  [{ ...S3, endpoint: "https://key:secret@s3.example.org" }, /without key or bucket/],
  [{ ...S3, bucket: "Team Backups" }, /expected the name of a bucket/],
  [{ ...S3, prefix: "../x" }, /Bad value "\.\.\/x" for "backup\.s3\.prefix"/],
  [{ ...S3, secret: "the key itself" }, /expected the name of a secret/],
];

for (const [s3, message] of WRONG_STORES) {
  Deno.test(`no store is configured by ${JSON.stringify(s3)}`, () => {
    assert.throws(
      () => readBackup({ s3 }, WHERE),
      (error) => error instanceof ExitError && message.test(error.message),
    );
  });
}

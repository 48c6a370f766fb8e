import assert from "node:assert/strict";
import { s3Server, testHost } from "../../tests/harness/mod.ts";
import { runWith } from "./_test_host.ts";

const table = (url: string) => `[backup.s3]\nendpoint = "${url}"\nbucket = "team"\nprefix = "one"\nkey-id = "KEY"\n`;

Deno.test("without a host a backup is fetched and restored from the store that bulkhead.toml names", async () => {
  await using server = s3Server({ keyId: "KEY", secret: "s3cret", buckets: ["team"] });
  const host = await testHost({ toml: table(server.url), secrets: { BACKUP_S3_KEY: "s3cret" } });
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

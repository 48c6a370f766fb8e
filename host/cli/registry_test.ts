import assert from "node:assert/strict";
import { staticRegistry, testHost } from "../../tests/harness/mod.ts";
import { runWith } from "./_test_host.ts";

Deno.test("a registry is added, listed, searched, refreshed and removed by command", async () => {
  await using registry = await staticRegistry({ name: "Team" });
  await registry.publish({
    ...{ id: "hello", version: "1.0.0", name: "Hello", description: "Greets people" },
    archive: new Uint8Array(10),
  });
  await using host = await testHost();
  const run = (...args: string[]) => runWith({ BULKHEAD_DATA: host.dataDir }, ["registry", ...args]);

  assert.equal((await run("list")).out, "No registry was added\n");
  const added = await run("add", registry.url);
  assert.equal(added.code, 0, added.err);
  assert.match(added.out, /^Team is added: 1 plugin, revision 2\nIts key is [0-9a-f]{32}: /);
  assert.match(
    (await run("list")).out,
    new RegExp(`${registry.url} +Team +1 +2 +2099-01-01 +${registry.key.fingerprint}`),
  );
  assert.equal(JSON.parse((await run("list", "--json")).out)[0].publicKey, registry.key.publicKey);
  const found = await run("search", "greets", "people");
  assert.match(found.out, new RegExp(`${registry.url}#hello +1\\.0\\.0 +Hello +Greets people\n$`));
  assert.equal((await run("search", "nothing")).out, "Nothing was found\n");

  await registry.change((index) => void (index.revision = 1));
  assert.match((await run("refresh")).out, /index_older: /);
  const refused = await run("add", registry.url);
  assert.equal(refused.code, 1);
  assert.match(
    refused.err,
    /^bulkhead: The index of ".*" has revision 1, but 2 was seen already \(index_older, at \/url\)/,
  );
  assert.match((await run("add", "plugins.example")).err, /source_invalid, at \/url\)\nIt has to begin with https/);
  assert.equal((await run("remove", registry.url)).code, 0);
  assert.match((await run("remove", registry.url)).err, /not_found/);
});

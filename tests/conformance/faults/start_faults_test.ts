/** What keeps a host from starting: each ends with its own exit code and a message that a stranger can act on. */
import assert from "node:assert/strict";
import { startProduct } from "../../e2e/product.ts";
import { runHostToItsEnd, tempFolder } from "./host_run.ts";

Deno.test("an unknown flag ends with 2 and names the accepted ones", async () => {
  const { code, stderr } = await runHostToItsEnd(["--prot", "8080"]);
  assert.equal(code, 2);
  assert.match(stderr, /--prot/);
  assert.match(stderr, /--port/);
});

Deno.test("a bad value ends with 2, quotes it and says what is accepted", async () => {
  const { code, stderr } = await runHostToItsEnd(["--auth", "magic"]);
  assert.equal(code, 2);
  assert.match(stderr, /"?magic"?/);
  assert.match(stderr, /local.*oidc.*proxy.*dev/s);
});

Deno.test("an unknown key in bulkhead.toml ends with 2 and names the file and the key", async () => {
  await using data = await tempFolder();
  await Deno.writeTextFile(`${data.path}/bulkhead.toml`, "prot = 8080\n");
  const { code, stderr } = await runHostToItsEnd(["--data", data.path, "--port", "0"]);
  assert.equal(code, 2);
  assert.match(stderr, /bulkhead\.toml/);
  assert.match(stderr, /prot/);
});

Deno.test("a used port ends with 3 and names the address", async () => {
  await using data = await tempFolder();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  try {
    const { code, stderr } = await runHostToItsEnd(["--data", data.path, "--port", String(listener.addr.port)]);
    assert.equal(code, 3);
    assert.match(stderr, new RegExp(`${listener.addr.port} of 127\\.0\\.0\\.1 is in use`));
  } finally {
    listener.close();
  }
});

Deno.test("a data folder in use ends with 4, and the first host serves on", async () => {
  await using product = await startProduct();
  const { code, stderr } = await runHostToItsEnd(["--data", product.dataDir, "--port", "0"]);
  assert.equal(code, 4);
  assert.ok(stderr.includes(product.dataDir), stderr);
  const health = await fetch(`${product.url}/health`);
  assert.equal(health.status, 200);
  await health.body?.cancel();
});

Deno.test("a corrupt database ends with a message that names the file, and leaves it as it was", async () => {
  await using data = await tempFolder();
  const garbage = new TextEncoder().encode("this is not a database ".repeat(400));
  await Deno.writeFile(`${data.path}/host.db`, garbage);
  const { code, stderr } = await runHostToItsEnd(["--data", data.path, "--port", "0"]);
  assert.ok(code === 5 || code === 2, `exit code ${code}`);
  assert.match(stderr, /host\.db/);
  assert.doesNotMatch(stderr, /^\s+at .*\.ts:\d+/m, "no stack for a person");
  assert.deepEqual(await Deno.readFile(`${data.path}/host.db`), garbage);
});

Deno.test("a data folder that is a file ends with 2 and says so", async () => {
  await using data = await tempFolder();
  await Deno.writeTextFile(`${data.path}/file`, "");
  const { code, stderr } = await runHostToItsEnd(["--data", `${data.path}/file`, "--port", "0"]);
  assert.equal(code, 2);
  assert.ok(stderr.includes(`${data.path}/file`), stderr);
});

import assert from "node:assert/strict";
import { ManifestError, parseManifest, readManifest } from "./manifest.ts";

const SMALLEST = { id: "hello", version: "0.1.0", engine: "^1", name: "Hello", entry: "plugin.ts" };

/** The faults of a manifest made of the smallest one and `change`. */
function faults(change: Record<string, unknown>): { path: string; message: string }[] {
  try {
    parseManifest(JSON.stringify({ ...SMALLEST, ...change }), "plugin.json");
    return [];
  } catch (error) {
    assert.ok(error instanceof ManifestError);
    return error.faults;
  }
}

Deno.test("the smallest manifest is accepted", () => {
  assert.equal(parseManifest(JSON.stringify(SMALLEST), "plugin.json").id, "hello");
});

Deno.test("an unknown field is refused by name, at any depth", () => {
  assert.deepEqual(faults({ colour: "red" }), [{ path: "/colour", message: "is not a known field" }]);
  assert.equal(
    faults({ permissions: { net: [{ host: "a.org", reason: "fetches", port: 1 }] } })[0]?.path,
    "/permissions/net/0/port",
  );
});

Deno.test("a permission without a reason is refused", () => {
  assert.deepEqual(faults({ permissions: { call: [{ method: "other.thing.do" }] } }), [
    { path: "/permissions/call/0/reason", message: "is required" },
  ]);
});

Deno.test("reserved and malformed ids are refused", () => {
  for (const id of ["host", "rpc", "events", "workflow", "system", "bulkhead", "mcp", "wait-for", "secrets"]) {
    assert.deepEqual(faults({ id }), [{ path: "/id", message: "is a reserved id" }]);
  }
  for (const id of ["A", "a", "1a", "a_b", "x".repeat(41)]) assert.equal(faults({ id })[0]?.path, "/id");
});

Deno.test("a missing field, a bad version and a bad range are named with their place", () => {
  assert.deepEqual(faults({ name: undefined }), [{ path: "/name", message: "is required" }]);
  assert.equal(faults({ version: "1" })[0]?.path, "/version");
  assert.match(faults({ engine: "soon" })[0]?.message ?? "", /"soon"/);
  assert.match(faults({ engine: "^2" })[0]?.message ?? "", /this host offers 1\.0\.0/);
  assert.equal(faults({ requires: { other: "x y z" } })[0]?.path, "/requires/other");
});

Deno.test("a plugin may ask to publish only under its own id", () => {
  assert.equal(
    faults({ permissions: { publish: [{ type: "other.made", reason: "because" }] } })[0]?.path,
    "/permissions/publish/0/type",
  );
  assert.deepEqual(faults({ permissions: { publish: [{ type: "hello.greeting.*", reason: "because" }] } }), []);
});

Deno.test("an entry outside the folder is refused", () => {
  for (const entry of ["../plugin.ts", "/etc/plugin.ts", "a/../../b.ts", "plugin.sh"]) {
    assert.equal(faults({ entry })[0]?.path, "/entry");
  }
});

Deno.test("what is not JSON, not UTF-8 or named otherwise than its folder is refused with the file's name", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/hello`);
    await assert.rejects(readManifest(`${root}/hello`), Deno.errors.NotFound);
    await Deno.writeTextFile(`${root}/hello/plugin.json`, "{ not json");
    await assert.rejects(readManifest(`${root}/hello`), /hello\/plugin\.json: the document is not JSON/);
    await Deno.writeFile(`${root}/hello/plugin.json`, new Uint8Array([0x7b, 0xff, 0x7d]));
    await assert.rejects(readManifest(`${root}/hello`), /is not UTF-8/);
    await Deno.writeTextFile(`${root}/hello/plugin.json`, JSON.stringify({ ...SMALLEST, id: "other" }));
    await assert.rejects(readManifest(`${root}/hello`), /folder is named "hello"/);
    await Deno.writeTextFile(`${root}/hello/plugin.json`, JSON.stringify(SMALLEST));
    const read = await readManifest(`${root}/hello`);
    assert.match(read.hash, /^[0-9a-f]{64}$/);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

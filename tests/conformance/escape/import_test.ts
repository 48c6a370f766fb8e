import assert from "node:assert/strict";
import { CompartmentError } from "../../../host/sandbox/mod.ts";
import { isRefused, openRoom, type Outcome, OWN_WORD, probeBundle, SECRET_WORD, unexpected } from "./escape_room.ts";

const isOwn = (outcome: Outcome) => JSON.stringify(outcome.value ?? "").includes(OWN_WORD);

/** Attempts that have tests of their own below. */
const APART = /bytes|permissions of its own|Node worker thread|that is it|as a module|remote module|npm package/;

for (const form of ["script", "module"] as const) {
  Deno.test(`every kind of import finds the own file and is refused another plugin's (bundle as ${form})`, async () => {
    await using room = await openRoom({ form, limits: { workers: 4 } });
    const all = (await room.names("import")).filter((name) => !APART.test(name));
    assert.ok(all.length >= 14);
    // Nested Workers do not know in which form their parent runs, and each takes its time.
    const names = form === "script" ? all : all.filter((name) => !name.includes("nested Worker"));
    for (const [folder, expected] of [[room.dataDir, isOwn], [room.otherDir, isRefused]] as const) {
      const json = names.filter((name) => name.includes("json"));
      const text = names.filter((name) => !name.includes("json"));
      assert.deepEqual(await unexpected(room, text, { path: `${folder}/file.txt` }, expected), []);
      assert.deepEqual(await unexpected(room, json, { path: `${folder}/file.json` }, expected), []);
    }
    const quick = names.filter((name) => !name.includes("nested Worker"));
    assert.deepEqual(await unexpected(room, quick, { path: "/etc/passwd" }, isRefused), []);
  });
}

Deno.test("an own module is imported, one outside is not, nor does it become a Worker", async () => {
  await using room = await openRoom({ limits: { workers: 1 } });
  const own = await room.attempt("import/dynamic, as a module", { path: `${room.dataDir}/module.js` });
  const other = await room.attempt("import/dynamic, as a module", { path: `${room.otherDir}/module.js` });
  const worker = await room.attempt("import/a nested Worker that is it", { path: `${room.otherDir}/module.js` });
  assert.ok(isOwn(own), JSON.stringify(own));
  assert.ok(isRefused(other), JSON.stringify(other));
  assert.ok(isRefused(worker), JSON.stringify(worker));
});

Deno.test("remote modules and npm packages are refused", async () => {
  let asked = 0;
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    asked++;
    return new Response("export default 1;", { headers: { "content-type": "text/javascript" } });
  });
  const host = `127.0.0.1:${server.addr.port}`;
  await using room = await openRoom({ net: [host] });
  const remote = await room.attempt("import/a remote module", { remote: `http://${host}/module.js` });
  const npm = await room.attempt("import/an npm package", {});
  assert.ok(remote.error, JSON.stringify(remote));
  assert.ok(npm.error, JSON.stringify(npm));
  assert.equal(asked, 0);
});

Deno.test("an import as bytes is refused like the others", async () => {
  await using room = await openRoom({ limits: { workers: 1 } });
  const names = (await room.names("import")).filter((name) => name.includes("bytes"));
  for (const name of names) {
    const outcome = await room.attempt(name, { path: `${room.otherDir}/file.txt` });
    assert.equal(outcome.value, undefined, name);
    assert.doesNotMatch(outcome.error!, new RegExp(SECRET_WORD));
  }
});

Deno.test("a Node worker thread reads no more than the plugin", async () => {
  await using room = await openRoom({ limits: { workers: 1 } });
  const outcome = await room.attempt("import/a Node worker thread that reads it", {
    path: `${room.otherDir}/file.txt`,
  });
  assert.ok(isRefused(outcome), JSON.stringify(outcome));
});

Deno.test("a nested Worker that asks for permissions of its own gets none", async () => {
  await using room = await openRoom({ limits: { workers: 1 } });
  const name = "import/a nested Worker with permissions of its own";
  const outcome = await room.attempt(name, { path: `${room.otherDir}/file.txt` }).catch(() => undefined);
  if (outcome) assert.ok(isRefused(outcome), JSON.stringify(outcome));
  else assert.equal((await room.compartment.ended).reason, "crash");
});

const STATIC = {
  text: (path: string) => `import value from "file://${path}" with { type: "text" };`,
  json: (path: string) => `import value from "file://${path}" with { type: "json" };`,
  bytes: (path: string) => `import value from "file://${path}" with { type: "bytes" };`,
  module: (path: string) => `import value from "file://${path}";`,
  "data: module": (path: string) =>
    `import value from "data:text/javascript,${
      encodeURIComponent(`export { default } from "file://${path}" with { type: "text" };`)
    }";`,
};

for (const [kind, statement] of Object.entries(STATIC)) {
  Deno.test(`a bundle with a static import of another plugin's file (${kind}) does not start`, async () => {
    await using room = await openRoom();
    const probe = await Deno.readTextFile(await probeBundle("module"));
    const file = { json: "file.json", module: "module.js" }[kind] ?? "file.txt";
    const source = (folder: string) => `${statement(`${folder}/${file}`)}\nglobalThis.stolen = value;\n${probe}`;
    if (kind !== "bytes") {
      const own = await room.another({ entry: source(room.dataDir) });
      assert.deepEqual(await own.request("attempt", { name: "echo", args: { up: true } }), { value: { up: true } });
    }
    const error = await room.another({ entry: source(room.otherDir) }).then(() => undefined, (reason) => reason);
    assert.ok(error instanceof CompartmentError);
    assert.equal(error.end.reason, "crash");
    if (kind !== "bytes") assert.match(error.end.stderr, /Requires read access/);
    assert.doesNotMatch(error.end.stderr, new RegExp(SECRET_WORD));
  });
}

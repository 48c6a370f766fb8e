import assert from "node:assert/strict";
import { TestEngine } from "./_test_host.ts";
import { hashOf } from "./saves.ts";
import type { WorkflowInfo } from "./wire.ts";

const SDK = new URL("../sdk/workflow.ts", import.meta.url).href;
const script = (body: string, options = "") => `
import { call, cron, event, hook, manual, workflow } from ${JSON.stringify(SDK)};
export default workflow({ on: [manual()], uses: ["chat", "shop"], retry: { max: 1 }, ${options} }, async (ctx) => {
  ${body}
});
`;
const SEND = `await ctx.chat.message.send({ text: "hi" });`;

interface Put {
  name: string;
  file: string;
  hash: string;
  created: boolean;
  state: string;
  diagnostics: { message: string }[];
}

const at = (engine: TestEngine, file: string) => `${engine.root}/workflows/${file}`;
const text = (engine: TestEngine, file: string) => Deno.readTextFileSync(at(engine, file));

/** An engine whose people are Alice, an owner, and Bob, an admin. */
function people(scripts: Record<string, string> = {}): TestEngine {
  const engine = new TestEngine(scripts);
  engine.plugins = { "chat.message.send": () => ({ id: "m1" }), "shop.message.send": () => ({ id: "m2" }) };
  engine.people.u2 = { name: "Bob", role: "admin", disabled: false };
  return engine;
}

Deno.test("a script is made, changed, removed and brought back over RPC, and is live each time", async () => {
  await using engine = await people().start();
  const first = await engine.call<Put>("source.put", { file: "hello.ts", source: script("return 1;") });
  assert.deepEqual([first.name, first.created, first.state, first.diagnostics], ["hello", true, "live", []]);
  assert.equal(first.hash, hashOf(script("return 1;")));
  const run = async () => (await engine.state(await engine.run("hello"), "succeeded", "failed")).output;
  assert.equal(await run(), 1);

  const got = await engine.call<{ hash: string; savedBy: { name: string } }>("source.get", { name: "hello" });
  assert.equal(got.hash, first.hash);
  assert.equal(got.savedBy.name, "Alice");
  const second = await engine.call<Put>("source.put", {
    name: "hello",
    source: script("return 2;"),
    baseHash: got.hash,
  });
  assert.equal(second.created, false);
  assert.equal(await run(), 2);

  const removed = await engine.call<{ file: string; source: string }>("source.delete", { name: "hello" });
  await assert.rejects(engine.call("get", { name: "hello" }), /No workflow "hello"/);
  assert.deepEqual([...Deno.readDirSync(`${engine.root}/workflows`)], []);
  await engine.call("source.put", { file: removed.file, source: removed.source });
  assert.equal(await run(), 2);
  // By its name alone a new one gets the file of that name.
  assert.equal((await engine.call<Put>("source.put", { name: "by-name", source: script("") })).file, "by-name.ts");
});

Deno.test("nobody's change is lost: a file that is another than the editor began with is not overwritten", async () => {
  await using engine = await people({ "a.ts": script("return 1;") }).start();
  const conflict = (params: object) => assert.rejects(engine.call("source.put", params), { code: -32009 });
  const source = script("return 9;");
  await conflict({ name: "a", source, baseHash: hashOf("something else") });
  await conflict({ file: "a.ts", source });
  await conflict({ file: "b.ts", source, baseHash: hashOf("it was there") });
  await assert.rejects(engine.call("source.delete", { name: "a", baseHash: hashOf("else") }), { code: -32009 });
  assert.equal(text(engine, "a.ts"), script("return 1;"));
  // Of two who began with the same text the second is told.
  const baseHash = hashOf(script("return 1;"));
  const both = await Promise.allSettled(
    ["return 2;", "return 3;"].map((body) => engine.call("source.put", { name: "a", source: script(body), baseHash })),
  );
  assert.deepEqual(both.map(({ status }) => status), ["fulfilled", "rejected"]);
  assert.equal(text(engine, "a.ts"), script("return 2;"));
});

Deno.test("a text with a fault is refused and nothing is written; with force it is saved, and the last good goes on", async () => {
  await using engine = await people({ "a.ts": script("return 1;"), "hooked.ts": script("", `name: "taken"`) }).start();
  engine.check = (path, unsaved) => {
    const source = unsaved ?? Deno.readTextFileSync(path);
    const line = source.split("\n").findIndex((each) => each.includes("WRONG")) + 1;
    return line === 0 ? [] : [{ file: path, line, column: 1, kind: "type", message: "it is wrong" }];
  };
  const faults: [string, RegExp][] = [
    [script("WRONG;"), /"a\.ts" has a fault in line 4: it is wrong/],
    [script("").replace("manual()", `cron("61 * * * *")`), /fault in line 3: .*61/],
    [script("").replace(`"shop"]`, `"nothing"]`), /"nothing", which no plugin of this server/],
    [script("", `name: "taken"`), /The name "taken" belongs to hooked\.ts/],
    ["throw new RangeError('at load');", /at load/],
  ];
  for (const [source, message] of faults) {
    const judged = await engine.call<{ ok: boolean; diagnostics: { message: string }[] }>("validate", {
      name: "a",
      source,
    });
    assert.equal(judged.ok, false);
    await assert.rejects(engine.call("source.put", { name: "a", source }), (error: Error & { data: object }) => {
      assert.match(error.message, message);
      assert.match(error.message, new RegExp(escape(judged.diagnostics[0]!.message)));
      assert.equal((error.data as { reason: string }).reason, "script_faulty");
      return true;
    });
  }
  assert.equal(text(engine, "a.ts"), script("return 1;"));
  assert.deepEqual(await engine.call("validate", { name: "a" }), { ok: true, diagnostics: [] });
  assert.deepEqual(await engine.call("validate", { source: script("") }), { ok: true, diagnostics: [] });

  const forced = await engine.call<Put>("source.put", { name: "a", source: script("WRONG;"), force: true });
  assert.equal(forced.state, "faulty");
  assert.match(forced.diagnostics[0]!.message, /it is wrong/);
  assert.equal((await engine.call<WorkflowInfo>("get", { name: "a" })).lastGood, true);
});

Deno.test("nothing but plain files of the folder is written, and no more than the limit", async () => {
  await using engine = await people({ "a.ts": script("") }).start();
  const refused = (file: string) =>
    assert.rejects(engine.call("source.put", { file, source: script("") }), Error, `"${file}" was taken`);
  const names = ["../x.ts", "/tmp/x.ts", "a/b.ts", "_shared.ts", "x_test.ts", ".x.ts", "x.js", "x.d.ts", "x.ts\n", ""];
  for (const file of [...names, "a\0.ts", "..ts", "x".repeat(200) + ".ts"]) await refused(file);
  await assert.rejects(engine.call("source.put", { name: "../x", source: script("") }), /is no name for a script/);

  const outside = `${engine.root}/outside.ts`;
  Deno.writeTextFileSync(outside, "outside");
  Deno.symlinkSync(outside, at(engine, "link.ts"));
  await assert.rejects(engine.call("source.put", { file: "link.ts", source: script("") }), /"link\.ts" is a link/);
  Deno.mkdirSync(at(engine, "folder.ts"));
  await assert.rejects(engine.call("source.put", { file: "folder.ts", source: script("") }), /is no file/);
  assert.equal(Deno.readTextFileSync(outside), "outside");

  const long = script(`// ${"ä".repeat(131_000)}`);
  await assert.rejects(engine.call("source.put", { file: "long.ts", source: long }), { code: -32013 });
  assert.deepEqual(
    [...Deno.readDirSync(`${engine.root}/workflows`)].map(({ name }) => name).sort(),
    ["a.ts", "folder.ts", "link.ts"],
  );
});

Deno.test("a script that was saved acts with its saver's rights as they are at each call", async () => {
  await using engine = await people().start();
  const bob = { role: "admin", id: "u2" } as const;
  await engine.call("source.put", { file: "a.ts", source: script(`${SEND} return "done";`) }, bob);
  const run = async () => await engine.state(await engine.run("a"), "succeeded", "failed");
  assert.equal((await run()).output, "done");
  assert.deepEqual(engine.roles, ["admin"]);

  engine.people.u2!.role = "member";
  assert.equal((await run()).state, "succeeded");
  assert.deepEqual(engine.roles, ["admin", "member"]);
  engine.people.u2!.disabled = true;
  const failed = await run();
  assert.equal(failed.state, "failed");
  assert.match(failed.error!.message, /"a" was saved by Bob, who may not act here any more/);
  assert.equal(failed.error!.reason, "forbidden");
  delete engine.people.u2;
  assert.match((await run()).error!.message, /was saved by somebody/);
  assert.equal(engine.roles.length, 2, "no call was made");

  // The same text, saved by somebody else, is theirs.
  const { hash } = await engine.call<{ hash: string }>("source.get", { name: "a" });
  await engine.call("source.put", { name: "a", source: text(engine, "a.ts"), baseHash: hash });
  assert.equal((await run()).output, "done");
  assert.equal(engine.roles.at(-1), "owner");

  // A text that came into the folder in another way is the folder's own again.
  engine.save("a.ts", script(`${SEND} return "by hand";`));
  await engine.call("validate", { name: "a" });
  assert.equal((await run()).output, "by hand");
  assert.equal(engine.roles.at(-1), "member");
  assert.equal((await engine.call<{ savedBy?: object }>("source.get", { name: "a" })).savedBy, undefined);
});

Deno.test("whose rights a script has outlives a restart", async () => {
  await using engine = await people().start();
  await engine.call("source.put", { file: "a.ts", source: script(SEND) }, { role: "admin", id: "u2" });
  await engine.stop();
  await engine.start();
  await engine.state(await engine.run("a"), "succeeded");
  assert.deepEqual(engine.roles, ["admin"]);
});

Deno.test("only owners and admins publish: a script of somebody who was one does not any more", async () => {
  await using engine = await people().start();
  const source = script(`await ctx.publish({ type: "a.b", data: {} });`);
  await engine.call("source.put", { file: "a.ts", source }, { role: "admin", id: "u2" });
  assert.equal((await engine.state(await engine.run("a"), "succeeded", "failed")).state, "succeeded");
  engine.people.u2!.role = "member";
  const { error } = await engine.state(await engine.run("a"), "succeeded", "failed");
  assert.match(
    error!.message,
    /role "member" may not publish.*"a" acts with the rights of Bob \(member\), who saved it/,
  );
});

Deno.test("what an owner granted does not go to a text that somebody else saved since", async () => {
  await using engine = people({ "a.ts": script("return ctx.secrets.KEY;", `secrets: ["KEY"]`) });
  engine.secrets = { KEY: "s3cret" };
  await engine.start();
  const grant = async () => {
    const { hash } = await engine.call<{ hash: string }>("grants.get", { name: "a" });
    await engine.call("grants.set", { name: "a", hash });
  };
  await grant();
  const state = async () => (await engine.call<WorkflowInfo>("get", { name: "a" })).state;
  assert.equal(await state(), "live");

  const leak = script("return 'leak ' + ctx.secrets.KEY;", `secrets: ["KEY"]`);
  const put = await engine.call<Put>("source.put", { name: "a", source: leak }, { role: "admin", id: "u2" });
  assert.equal(put.state, "needs_grant");
  assert.equal((await engine.call<{ state: string }>("grants.get", { name: "a" })).state, "needs_grant");
  assert.equal(
    (await engine.state(await engine.run("a"), "succeeded")).output,
    "[secret KEY]",
    "the granted one goes on",
  );
  await grant();
  assert.equal(await state(), "live");
  await engine.stop();
  await engine.start();
  assert.equal(await state(), "live", "also after a restart");
  // An owner grants with the save.
  await engine.call("source.put", { name: "a", source: script("return 1;", `secrets: ["KEY"]`) });
  assert.equal(await state(), "live");
});

Deno.test("in safe mode a script is mended or removed unseen", async () => {
  await using engine = people({ "a.ts": script("return 1;") });
  await engine.start();
  await engine.stop();
  await engine.start(true);
  const source = script("return 2;");
  await assert.rejects(engine.call("source.put", { name: "a", source }), /started in safe mode/);
  assert.equal((await engine.call<Put>("source.put", { name: "a", source, force: true })).state, "stopped");
  assert.equal(text(engine, "a.ts"), source);
  await engine.call("source.delete", { name: "a" });
  await assert.rejects(Deno.stat(at(engine, "a.ts")), Deno.errors.NotFound);
});

const escape = (message: string) => message.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

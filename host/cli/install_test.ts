import assert from "node:assert/strict";
import { testHost } from "../../tests/harness/mod.ts";
import { add, assertNothingLeft, notes, notesRegistry } from "../../tests/conformance/installs/notes.ts";
import { runWith } from "./_test_host.ts";
import { packageSource } from "./commands/plugin/package_source.ts";

Deno.test("plugins are inspected, installed, updated, rolled back and removed by command", async () => {
  await using host = await testHost();
  await using at = await notesRegistry();
  const manifest = {
    description: "Keeps notes",
    permissions: { net: [{ host: "*.example.com", reason: "asks there" }] },
  };
  const { sha256 } = await at.publish({ manifest, publisher: "Ada" });
  await add(host, at.registry);
  const run = (args: string[], answer?: boolean) =>
    runWith({ BULKHEAD_DATA: host.dataDir }, ["plugin", ...args], answer === undefined ? {} : { answer });

  const shown = await run(["inspect", "notes"]);
  assert.equal(shown.code, 0, shown.err);
  const text = [
    "notes (notes) 1.0.0",
    "  Keeps notes",
    `  from     Test registry, ${at.source}@1.0.0`,
    `  signed   by Ada, key ${at.key.fingerprint}. New publisher: `,
  ].join("\n");
  assert.ok(shown.out.startsWith(text), shown.out);
  assert.match(shown.out, new RegExp(`SHA-256 ${sha256}\nIt asks for:\n  RISK .*example\\.com.* \\(asks there\\)\n$`));
  assert.match(shown.err, /looking it up\n {2}downloading(, \d+ %)?\n/);

  const silent = await run(["install", at.source]);
  assert.deepEqual([silent.code, /Nobody is here to agree .* pass --yes/.test(silent.err)], [1, true]);
  const no = await run(["install", at.source], false);
  assert.deepEqual([no.code, no.out.endsWith("notes is not installed\n")], [0, true]);
  assert.match(no.err, /Install notes and grant it that\? Look at the risks above\.\n/);
  const yes = await run(["install", at.source], true);
  assert.deepEqual([yes.code, yes.out.endsWith("notes 1.0.0: ready\n")], [0, true], yes.err);
  assert.match(yes.err, / {2}starting\n {2}taking it into use\n/);
  assert.match((await run(["list"])).out, /notes +1\.0\.0 +ready/);

  assert.equal((await run(["update"])).out, "Everything is up to date\n");
  assert.equal((await run(["update", "notes"])).out, "notes 1.0.0: is up to date, ready\n");
  await at.publish({ version: "1.1.0", manifest });
  const alone = await run(["update"]);
  assert.match(alone.out, /It asks for no more permissions\nnotes 1\.1\.0: is updated from 1\.0\.0, ready\n$/);
  await at.publish({ version: "1.2.0", manifest: { permissions: { sys: [{ name: "uid", reason: "looks" }] } } });
  const more = await run(["update"]);
  assert.deepEqual([more.code, /Not updated: notes/.test(more.err)], [1, true]);
  assert.match(more.out, /It asks for more:\n {7}.* \(looks\)\n {2}no longer: .*example\.com/);
  const agreed = await run(["update", "notes", "--yes", "--json"]);
  assert.deepEqual(JSON.parse(agreed.out), {
    id: "notes",
    version: "1.2.0",
    enabled: true,
    state: "ready",
    from: "1.1.0",
  });
  await at.publish({ version: "1.3.0", mode: "throws", manifest: {} });
  const bad = await run(["update", "notes"]);
  assert.equal(bad.code, 1);
  assert.match(
    bad.err,
    /putting back what was there: .*a bad release[\s\S]*bulkhead: "notes" 1\.3\.0 did not become ready/,
  );

  assert.equal((await run(["rollback", "notes", "--restore-data"])).out, "notes 1.1.0: ready\n");
  assert.match((await run(["rollback", "notes", "--version", "9"])).err, /not_found, at \/version/);
  assert.equal((await run(["remove", "notes"])).out, "notes is removed; its data is kept\n");
  await assertNothingLeft(host, { data: true });
  assert.equal((await run(["install", at.source, "--version", "1.0.0", "--yes"])).code, 0);
  assert.match((await run(["remove", "notes", "--delete-data"])).err, /pass --yes if it may/);
  assert.equal((await run(["remove", "notes", "--delete-data"], false)).out, "notes stays\n");
  assert.equal((await run(["remove", "notes", "--delete-data", "--yes"])).out, "notes is removed\n");
  await assertNothingLeft(host);
});

Deno.test("what cannot be installed says why, and is not asked about", async () => {
  await using host = await testHost();
  const file = `${host.dir}/chat.tgz`;
  await Deno.writeFile(file, await notes({ id: "chat" }));
  const { code, out, err } = await runWith({ BULKHEAD_DATA: host.dataDir }, ["plugin", "install", file], {
    answer: true,
  });
  assert.equal(code, 1);
  assert.match(out, /It cannot be installed: The id "chat" is taken: .* \(id_taken\)/);
  assert.match(err, /bulkhead: "chat" 1\.0\.0 cannot be installed/);
  assert.doesNotMatch(err, /\?\n/);
});

Deno.test("paths are meant from where the command was typed; URLs and ids are left alone", () => {
  const context = { env: { HOME: "/home/ann" } } as unknown as Parameters<typeof packageSource>[0];
  const here = Deno.cwd();
  const cases: Record<string, string> = {
    "./polls": `${here}/polls`,
    "..": here.slice(0, here.lastIndexOf("/")),
    "polls-1.0.0.tgz": `${here}/polls-1.0.0.tgz`,
    "plugins/polls": `${here}/plugins/polls`,
    "/a/b": "/a/b",
    "~/polls": "/home/ann/polls",
    "polls": "polls",
    "polls@^1": "polls@^1",
    "https://a.example/r/#polls@^1": "https://a.example/r/#polls@^1",
    "https://a.example/polls-1.0.0.tgz": "https://a.example/polls-1.0.0.tgz",
  };
  for (const [given, expected] of Object.entries(cases)) assert.equal(packageSource(context, given), expected, given);
});

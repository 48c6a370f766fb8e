import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { testHost } from "../../tests/harness/mod.ts";
import { pluginSource } from "../packages/_test/plugin_source.ts";
import { runWith } from "./_test_host.ts";

const run = (...args: string[]) => runWith({}, ["plugin", ...args]);

/** The same command line in a process of its own, started in another folder. */
async function runIn(cwd: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const main = decodeURIComponent(new URL("./main.ts", import.meta.url).pathname);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", main, "plugin", ...args],
    cwd,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

const sha256Of = async (path: string) => createHash("sha256").update(await Deno.readFile(path)).digest("hex");

Deno.test("a folder anywhere is built from any working directory, to where it is said", async () => {
  await using source = await pluginSource();
  const here = await runIn(source.root, "build", "polls");
  assert.equal(here.code, 0, here.err);
  const path = `${source.root}/polls-1.2.3.tgz`;
  assert.match(here.out, new RegExp(`^${path}: polls 1\\.2\\.3, .* kB|MB, SHA-256 ${await sha256Of(path)}\\n$`));
  const named = await run("build", source.folder, "--out", `${source.root}/new/folder/p.tgz`, "--json");
  const { id, version, sha256, size, path: written } = JSON.parse(named.out);
  assert.deepEqual([id, version, written], ["polls", "1.2.3", `${source.root}/new/folder/p.tgz`]);
  assert.deepEqual([sha256, size], [await sha256Of(written), (await Deno.stat(written)).size]);
  assert.equal(sha256, await sha256Of(path), "the same sources give the same bytes");
  await run("build", source.folder, "--out", `${source.root}/new/`);
  assert.equal(await sha256Of(`${source.root}/new/polls-1.2.3.tgz`), sha256);
});

Deno.test("what is wrong with a source is told with its place, and nothing is written", async () => {
  await using source = await pluginSource({ "domain/greeting.ts": "export const greeting = (a) => {;\n" });
  const syntax = await run("build", source.folder, "--out", `${source.root}/p.tgz`);
  assert.equal(syntax.code, 1);
  assert.match(syntax.err, /^bulkhead: .*\/polls\/domain\/greeting\.ts:1:\d+: /);
  await source.write({ "domain/greeting.ts": `export * from "../../../etc/passwd";\n` });
  assert.match((await run("build", source.folder)).err, /greeting\.ts:1:\d+: imports .* outside its folder/);
  await source.write({ "plugin.json": "{" });
  assert.match((await run("build", source.folder)).err, /plugin\.json: the document is not JSON/);
  assert.match((await run("build", source.root)).err, /There is no plugin\.json in/);
  assert.equal((await run("build")).code, 2);
  await assert.rejects(Deno.stat(`${source.root}/p.tgz`), Deno.errors.NotFound);
});

Deno.test("keys, signatures and a registry are made by command, and nothing is asked", async () => {
  await using source = await pluginSource();
  const [key, file, site] = ["key.pem", "polls.tgz", "site"].map((name) => `${source.root}/${name}`) as [
    string,
    string,
    string,
  ];
  const made = JSON.parse((await run("keygen", "--out", key, "--json")).out);
  assert.deepEqual(Object.keys(made), ["path", "publicKey", "fingerprint"]);
  assert.equal((await Deno.stat(key)).mode! & 0o777, 0o600);
  assert.match((await run("keygen", "--out", key)).err, /is there already/);

  await run("build", source.folder, "--out", file);
  const signed = JSON.parse((await run("sign", file, "--key", key, "--publisher", "Acme", "--json")).out);
  assert.deepEqual([signed.publisher, signed.fingerprint], ["Acme", made.fingerprint]);
  assert.equal(signed.sha256, await sha256Of(file));
  assert.match((await run("sign", file, "--key", file)).err, /holds no private key/);
  assert.equal((await run("sign", file)).code, 2);

  const published = await runIn(source.root, "publish", "polls", "--registry", "site", "--key", "key.pem");
  assert.equal(published.code, 0, published.err);
  assert.match(published.out, new RegExp(`^polls 1\\.2\\.3 by ${made.fingerprint} is published: revision 1, `));
  assert.match((await run("publish", source.folder, "--registry", site, "--key", key)).out, /nothing has changed/);
  await source.write({ "README.md": "# Changed\n" });
  const refused = await run("publish", source.folder, "--registry", site, "--key", key);
  assert.deepEqual([refused.code, refused.out], [1, ""]);
  assert.match(refused.err, /is there already with other content\nRaise the version/);

  const revoked = JSON.parse((await run("revoke", "polls@1.2.3", "--registry", site, "--key", key, "--json")).out);
  const index = JSON.parse(await Deno.readTextFile(`${site}/index.json`));
  assert.deepEqual(index.revoked, revoked.revoked);
  assert.equal((await run("renew", "--registry", site, "--key", key, "--expires", "none")).code, 2);
  assert.match((await run("renew", "--registry", site, "--key", key)).out, /^The index has revision 3 /);
});

Deno.test("a package that somebody else signed is published as it is", async () => {
  await using source = await pluginSource();
  const at = (name: string) => `${source.root}/${name}`;
  await run("keygen", "--out", at("author.pem"));
  await run("keygen", "--out", at("registry.pem"));
  await run("build", source.folder, "--out", at("p.tgz"));
  await run("sign", at("p.tgz"), "--key", at("author.pem"), "--publisher", "Author");
  const args = ["publish", at("p.tgz"), "--registry", at("site"), "--key", at("registry.pem"), "--json"];
  const published = JSON.parse((await run(...args)).out);
  assert.deepEqual([published.publisher, published.sha256], ["Author", await sha256Of(at("p.tgz"))]);
});

Deno.test("a host reads what publish wrote, served by any web server", async () => {
  await using source = await pluginSource();
  const at = (name: string) => `${source.root}/${name}`;
  await run("keygen", "--out", at("key.pem"));
  const published = await run(
    "publish",
    source.folder,
    "--registry",
    at("site"),
    "--key",
    at("key.pem"),
    "--name",
    "Us",
  );
  assert.equal(published.code, 0, published.err);
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async ({ url }) => {
    const bytes = await Deno.readFile(`${at("site")}${new URL(url).pathname}`).catch(() => undefined);
    return bytes ? new Response(bytes) : new Response(null, { status: 404 });
  });
  await using host = await testHost();
  const cli = (...args: string[]) => runWith({ BULKHEAD_DATA: host.dataDir }, ["registry", ...args]);
  const added = await cli("add", `http://127.0.0.1:${server.addr.port}/`);
  assert.match(added.out, /^Us is added: 1 plugin, revision 1\n/, added.err);
  assert.match((await cli("search", "polls")).out, /#polls +1\.2\.3 +Polls/);
});

import assert from "node:assert/strict";
import { openDatabase } from "../../../host/storage/mod.ts";
import { runProduct, spawnProduct, temporaryFolder } from "./run_product.ts";

/** Flags of a start that brings up no plugin and no script. */
const bare = (
  dir: string,
): string[] => ["--port", "0", "--profile", "none", "--data", `${dir}/data`, "--workflows", dir];

/** The first bytes of stdout up to the ready line. */
async function untilReady(child: Deno.ChildProcess): Promise<{ text: string; rest: Promise<void> }> {
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!/^(ready |\{"event":"ready").*\n/m.test(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`ended before it was ready: ${text}`);
    text += value;
  }
  const drain = async (): Promise<void> => {
    while (!(await reader.read()).done);
  };
  return { text, rest: drain() };
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`the ready line in text has the form that scripts read, and ${signal} ends it with code 0`, async () => {
    await using dir = await temporaryFolder();
    const child = spawnProduct([...bare(dir.path), "--log-format", "text"]);
    const errors = new Response(child.stderr).text();
    const { text, rest } = await untilReady(child);
    assert.match(text, /^ready http:\/\/127\.0\.0\.1:\d+ plugins=0 workflows=0 in \d+(\.\d+)?s$/m);
    assert.match(text, /http:\/\/127\.0\.0\.1:\d+\/claim#[\w-]{43}/);
    child.kill(signal);
    const asked = performance.now();
    const [{ code }] = await Promise.all([child.status, errors, rest]);
    assert.equal(code, 0);
    assert(performance.now() - asked < 10_500);
  });
}

Deno.test("bulkhead start is the same start, and the other commands find it", async () => {
  await using dir = await temporaryFolder();
  const child = spawnProduct(["start", ...bare(dir.path), "--log-format", "text"], {}, "cli/main.ts");
  const errors = new Response(child.stderr).text();
  const { rest } = await untilReady(child);
  const status = await spawnProduct(["status", "--data", `${dir.path}/data`], {}, "cli/main.ts").output();
  assert.equal(status.code, 0, new TextDecoder().decode(status.stderr));
  assert.match(new TextDecoder().decode(status.stdout), /^Bulkhead \d+\.\d+\.\d+: ok, up \d+ s/);
  child.kill("SIGTERM");
  const [{ code }] = await Promise.all([child.status, errors, rest]);
  assert.equal(code, 0);
  const help = await spawnProduct(["start", "--help"], {}, "cli/main.ts").output();
  assert.match(new TextDecoder().decode(help.stdout), /--public-url <url>/);
});

Deno.test("the ready line in JSON names address, plugins, workflows and time", async () => {
  await using dir = await temporaryFolder();
  const child = spawnProduct([...bare(dir.path), "--log-format", "json", "--auth", "dev"]);
  const errors = new Response(child.stderr).text();
  const { text, rest } = await untilReady(child);
  const lines = text.trim().split("\n");
  assert.equal(lines.length, 1, "nothing else stands on stdout when there is no claim link");
  const { event, url, plugins, workflows, ms, ...more } = JSON.parse(lines[0]!);
  assert.deepEqual({ event, plugins, workflows, more }, { event: "ready", plugins: 0, workflows: 0, more: {} });
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert(Number.isInteger(ms) && ms > 0);
  child.kill("SIGTERM");
  await Promise.all([child.status, errors, rest]);
});

Deno.test("bad configuration is code 2 with the name on stderr, and nothing is made", async () => {
  await using dir = await temporaryFolder();
  const data = `${dir.path}/data`;
  const cases: { args?: string[]; env?: Record<string, string>; says: RegExp }[] = [
    { args: ["--prot", "1"], says: /Unknown flag "--prot" \(did you mean --port\?\): accepted are --host, --port/ },
    { args: ["--port", "80800"], says: /Bad value "80800" for --port: expected a number from 0 to 65535/ },
    {
      env: { BULKHEAD_AUTH: "none" },
      says: /Bad value "none" for BULKHEAD_AUTH: expected one of local, oidc, proxy, dev/,
    },
    { args: ["--auth", "dev", "--host", "0.0.0.0"], says: /dev mode .* listens on loopback only/ },
  ];
  for (const { args = [], env, says } of cases) {
    const run = await runProduct(["--data", data, ...args], env);
    assert.equal(run.code, 2, run.stderr);
    assert.match(run.stderr, says);
    assert.equal(run.stdout, "");
    assert(!run.stderr.includes("    at "), "no stack");
  }
  await assert.rejects(Deno.stat(data), Deno.errors.NotFound);
});

Deno.test("an unknown key of the file is code 2 and named with its file", async () => {
  await using dir = await temporaryFolder();
  await Deno.writeTextFile(`${dir.path}/bulkhead.toml`, "prot = 1\n");
  const run = await runProduct(["--data", dir.path]);
  assert.equal(run.code, 2);
  assert.match(run.stderr, /Unknown key "prot" in .*bulkhead\.toml \(did you mean port\?\): accepted are/);
});

Deno.test("help and version are answers on stdout with code 0", async () => {
  const help = await runProduct(["--help"]);
  assert.deepEqual([help.code, help.stderr], [0, ""]);
  assert.match(help.stdout, /--public-url <url>[\s\S]*BULKHEAD_PUBLIC_URL/);
  const version = await runProduct(["--version"]);
  assert.match(version.stdout, /^Bulkhead \d+\.\d+\.\d+\n$/);
});

Deno.test("an address in use is code 3, and the data stays free for another start", async () => {
  await using dir = await temporaryFolder();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  const run = await runProduct([...bare(dir.path), "--port", String(port)]);
  assert.equal(run.code, 3, run.stderr);
  assert.match(run.stderr, new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is in use: .*--port`));
});

Deno.test("a data folder in use is code 4; after a kill -9 of its holder it is free at once", async () => {
  await using dir = await temporaryFolder();
  const first = spawnProduct([...bare(dir.path), "--log-format", "text"]);
  const errors = new Response(first.stderr).text();
  const { rest } = await untilReady(first);
  const second = await runProduct(bare(dir.path));
  assert.equal(second.code, 4, second.stderr);
  assert.match(second.stderr, new RegExp(`in use by another host \\(process ${first.pid}\\): .*--data`));
  first.kill("SIGKILL");
  await Promise.all([first.status, errors, rest]);

  const third = spawnProduct([...bare(dir.path), "--log-format", "text"]);
  const more = new Response(third.stderr).text();
  const { rest: thirdRest } = await untilReady(third);
  third.kill("SIGTERM");
  assert.equal((await third.status).code, 0);
  await Promise.all([more, thirdRest]);
});

Deno.test("data of a newer release is code 5, and the data is as it was", async () => {
  await using dir = await temporaryFolder();
  const child = spawnProduct([...bare(dir.path), "--log-format", "text"]);
  const errors = new Response(child.stderr).text();
  const { rest } = await untilReady(child);
  child.kill("SIGTERM");
  await Promise.all([child.status, errors, rest]);

  const path = `${dir.path}/data/host.db`;
  const db = openDatabase(path);
  db.run("INSERT INTO schema_versions VALUES ('identity', 9999, '9999_later.sql', 'x', '2030-01-01T00:00:00Z')");
  db.close();
  const before = contentOf(path);
  const run = await runProduct(bare(dir.path));
  assert.equal(run.code, 5, run.stderr);
  assert.match(run.stderr, /"identity" has version 9999/);
  assert(!run.stderr.includes("    at "), "no stack");
  assert.deepEqual(contentOf(path), before);
});

/** Schema and every row of every table. */
function contentOf(path: string): unknown {
  const db = openDatabase(path, { readOnly: true });
  try {
    const schema = db.all<{ type: string; name: string; sql: string }>(
      "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name",
    );
    const tables = schema.filter(({ type }) => type === "table").map(({ name }) => db.all(`SELECT * FROM "${name}"`));
    assert(tables.flat().length > 5, "there is something to compare");
    return { schema, tables };
  } finally {
    db.close();
  }
}

Deno.test("a data folder that is a file is code 2", async () => {
  await using dir = await temporaryFolder();
  await Deno.writeTextFile(`${dir.path}/data`, "");
  const run = await runProduct(bare(dir.path));
  assert.equal(run.code, 2, run.stderr);
  assert.match(run.stderr, /is a file; choose a folder with --data/);
});

Deno.test("a database that is none is named, without a stack, and left as it was", async () => {
  await using data = await temporaryFolder();
  const garbage = new TextEncoder().encode("this is not a database ".repeat(400));
  await Deno.writeFile(`${data.path}/host.db`, garbage);
  const { code, stderr } = await runProduct(["--data", data.path, "--port", "0"]);
  assert.equal(code, 5);
  assert.match(stderr, /host\.db/);
  assert.doesNotMatch(stderr, /^\s+at .*\.ts:\d+/m);
  assert.deepEqual(await Deno.readFile(`${data.path}/host.db`), garbage);
});

Deno.test("a state of upgrades that nobody wrote is code 2, named, and left as it was", async () => {
  await using data = await temporaryFolder();
  await Deno.mkdir(`${data.path}/upgrade`);
  await Deno.writeTextFile(`${data.path}/upgrade/state.json`, '{"format":7}');
  const { code, stderr } = await runProduct(["--data", data.path, "--port", "0"]);
  assert.equal(code, 2, stderr);
  assert.match(stderr, /upgrade\/state\.json" is not what an upgrade wrote: put it back/);
  assert.doesNotMatch(stderr, /^\s+at .*\.ts:\d+/m);
  assert.equal(await Deno.readTextFile(`${data.path}/upgrade/state.json`), '{"format":7}');
});

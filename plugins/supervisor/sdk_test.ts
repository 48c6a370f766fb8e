/** Programs that register themselves, say how they are, and ship logs and jobs: by the two files that others copy. */
import assert from "node:assert/strict";
import { lacks, type TestHost, testHost, until } from "../../tests/harness/mod.ts";

const SDK = new URL("./sdk/", import.meta.url).pathname;

interface Line {
  source: string;
  level: string;
  message: string;
  fields?: Record<string, unknown>;
}

const logs = async (host: TestHost, source: string) =>
  (await host.call<{ items: Line[] }>("host.log.query", { source, limit: 200 })).items;
const jobs = async (host: TestHost) =>
  (await host.call<{ items: { name: string; state: string; done?: number; parentId?: string; service?: string }[] }>(
    "supervisor.job.list",
  )).items;

async function run(command: string, args: string[], env: Record<string, string>, cwd: string) {
  const { code, stdout, stderr } = await new Deno.Command(command, { args, env, cwd, stdout: "piped", stderr: "piped" })
    .output();
  return { code, out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr) };
}

const PROGRAM = `import { log, runOrStart, startJob } from "./service.ts";
await runOrStart({ service: { name: "books", readiness: { push: true, timeout: "20s" } } }, async ({ health }) => {
  log.info("Listening", { port: 8080 });
  log.child("store").warn("Slow");
  const job = startJob("Import");
  job.progress(20, { total: 100, message: "Reads" });
  job.log.info("Twenty are in");
  job.child("Part").succeed();
  job.succeed();
  health(true, "serves");
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
`;

// Bundled for Node, of which earlier ones take no types.
for (const [runtime, file, ...args] of [["deno", "main.ts", "run", "-A"], ["node", "main.mjs"]]) {
  const command = runtime === "deno" ? Deno.execPath() : runtime!;
  Deno.test({
    name: `a program registers itself with --start, says that it is ready, ships lines and jobs (${runtime})`,
    ignore: lacks("bubblewrap") || !await works(command, ["--version"]),
    async fn() {
      await using host = await testHost({ plugins: ["supervisor"] });
      const dir = await Deno.makeTempDir();
      try {
        await Deno.copyFile(`${SDK}service.ts`, `${dir}/service.ts`);
        const exec = JSON.stringify([command, `${dir}/${file}`]);
        const named = `name: "books",${runtime === "node" ? ` exec: ${exec},` : ""}`;
        await Deno.writeTextFile(`${dir}/main.ts`, PROGRAM.replace('name: "books",', named));
        if (runtime === "node") {
          const bundled = await run(Deno.execPath(), ["bundle", "--quiet", "--output", file!, "main.ts"], {}, dir);
          assert.equal(bundled.code, 0, bundled.err);
        }
        const started = await run(command, [...args, file!, "--start"], { BULKHEAD_DATA: host.dataDir }, dir);
        assert.deepEqual([started.code, started.out], [0, "books runs\n"], started.err);
        const status = await host.call<{ actual: string; health: string }>("supervisor.service.get", { name: "books" });
        assert.deepEqual([status.actual, status.health], ["ready", "healthy"]);
        const found = await until(async () => {
          const items = await logs(host, "supervisor.books");
          return items.length >= 3 && items;
        });
        const told = found.map(({ source, level, message }) => `${source} ${level} ${message}`);
        assert.ok(
          told.includes("supervisor.books info Listening") && told.includes("supervisor.books.store warn Slow"),
        );
        assert.equal(found.find(({ message }) => message === "Listening")!.fields!.port, 8080);
        const all = await jobs(host);
        assert.deepEqual(all.map(({ name, state, service }) => [name, state, service]).sort(), [
          ["Import", "succeeded", "books"],
          ["Part", "succeeded", "books"],
        ]);
        assert.ok(all.find(({ name }) => name === "Part")!.parentId);
      } finally {
        await Deno.remove(dir, { recursive: true });
      }
    },
  });
}

Deno.test({
  name: "a start that does not work ends in an error that says what to do; without a host as well",
  ignore: lacks("bubblewrap"),
  async fn() {
    await using host = await testHost({ plugins: ["supervisor"] });
    const dir = await Deno.makeTempDir();
    try {
      await Deno.copyFile(`${SDK}service.ts`, `${dir}/service.ts`);
      await Deno.writeTextFile(
        `${dir}/main.ts`,
        `import { runOrStart } from "./service.ts";
await runOrStart({ service: { name: "bad", readiness: { push: true, timeout: "60s" }, restart: { policy: "no" } } }, () => { console.log("no port free"); process.exit(7); });
`.replace("process.exit", "Deno.exit"),
      );
      const args = ["run", "-A", "main.ts", "--start"];
      const bad = await run(Deno.execPath(), args, { BULKHEAD_DATA: host.dataDir }, dir);
      assert.equal(bad.code, 1);
      assert.match(
        bad.err,
        /bad was not started: "bad" is not ready.*code 7.*no port free.*bulkhead services logs bad/s,
      );
      const alone = await run(Deno.execPath(), args, { BULKHEAD_DATA: `${dir}/none` }, dir);
      assert.match(alone.err, /No host runs with the data folder ".*none": set BULKHEAD_DATA/);
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});

Deno.test("outside a service lines go to the host's log, in the background, and what it cannot take is counted", async () => {
  await using host = await testHost({ plugins: ["supervisor"] });
  const dir = await Deno.makeTempDir();
  try {
    await Deno.copyFile(`${SDK}service.ts`, `${dir}/service.ts`);
    await Deno.writeTextFile(
      `${dir}/tool.ts`,
      `import { dropped, flush, log, startJob } from "./service.ts";
log.info("By hand", { n: 1 });
startJob("Tidy").succeed();
await flush();
for (let n = 0; n < 600; n++) log.debug("line " + n);
console.log("dropped", dropped());
await flush();
`,
    );
    const args = ["run", "-A", "tool.ts"];
    const done = await run(Deno.execPath(), args, { BULKHEAD_DATA: host.dataDir }, dir);
    assert.deepEqual([done.code, done.out], [0, "dropped 100\n"], done.err);
    const items = await logs(host, "tool");
    assert.equal(items.filter(({ message }) => message.startsWith("100 lines were dropped")).length, 1);
    assert.ok((await jobs(host)).some(({ name, state }) => name === "Tidy" && state === "succeeded"));
    const away = await run(Deno.execPath(), args, { BULKHEAD_DATA: `${dir}/none` }, dir);
    assert.equal(away.code, 0, "a host that is away keeps nobody from working");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test({
  name: "a shell program does the same with one function",
  ignore: lacks("bubblewrap") || !await works("curl", ["--version"]),
  async fn() {
    await using host = await testHost({ plugins: ["supervisor"] });
    const dir = await Deno.makeTempDir();
    try {
      await Deno.copyFile(`${SDK}service.sh`, `${dir}/service.sh`);
      await Deno.writeTextFile(
        `${dir}/program.sh`,
        `. ./service.sh
bulkhead_service log warn 'with "quotes", a \\ and 100 %'
bulkhead_service job j1 Import running 1 2 half
bulkhead_service job j1 Import succeeded
echo it is up
sleep 1000
`,
      );
      const start = (command: string) =>
        run("sh", ["-c", `. ./service.sh; ${command}`], { BULKHEAD_DATA: host.dataDir }, dir);
      const started = await start(
        "bulkhead_service start tool --ready-log 'it is up' -- sh program.sh 'an \"argument\"'",
      );
      assert.deepEqual([started.code, started.err], [0, ""]);
      const { actual } = await host.call<{ actual: string }>("supervisor.service.get", { name: "tool" });
      assert.equal(actual, "ready");
      const line = (await logs(host, "supervisor.tool")).find(({ level }) => level === "warn");
      assert.equal(line?.message, 'with "quotes", a \\ and 100 %');
      assert.deepEqual((await jobs(host)).map(({ name, state, done }) => [name, state, done]), [[
        "Import",
        "succeeded",
        1,
      ]]);
      const bad = await start("bulkhead_service start tool -- no-such-program");
      assert.equal(bad.code, 1);
      assert.match(bad.err, /There is no program "no-such-program"\nLooked in .*install it/);
      assert.equal((await start("bulkhead_service start tool --what x -- y")).code, 2);
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});

async function works(command: string, args: string[]): Promise<boolean> {
  try {
    const probe = command === "curl" ? args : [...args, "-"];
    const child = new Deno.Command(command, { args: probe, stdin: "null", stdout: "null", stderr: "null" });
    return (await child.output()).success;
  } catch {
    return false;
  }
}

/** Services of the machine, through a real plugin of the product in a real host. */
import assert from "node:assert/strict";
import { type FileTree, lacks, type TestHost, testHost, until } from "../../harness/mod.ts";

const SOURCE = `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.unknown()), result: z.unknown() };
const outcome = (promise) => promise.then((value) => ({ value: value ?? null }),
  (error) => ({ reason: error.data?.reason ?? String(error), message: error.message, hint: error.data?.hint }));
const kept = new Map();
let background;
export default definePlugin({
  setup(ctx) { background = ctx; },
  methods: {
    "launch": method({ summary: "Launches", ...any, handler: (p) => outcome((async () => {
      const launched = await background.process.services.launch({ name: p.name ?? "it", source: p.name ?? "it", ...p });
      kept.set(p.name ?? "it", launched);
      return { id: launched.id, pid: launched.pid, startTicks: launched.startTicks };
    })()) }),
    "ended": method({ summary: "Waits", ...any, handler: (p) => outcome(kept.get(p.name ?? "it").ended) }),
    "line": method({ summary: "Waits for a line", ...any, handler: (p) => outcome(kept.get(p.name ?? "it").line(p.text)) }),
    "signal": method({ summary: "Signals", ...any, handler: (p) => outcome(kept.get(p.name ?? "it").signal(p.signal, p)) }),
    "note": method({ summary: "Takes one note", ...any, handler: (p) => outcome((async () => {
      for await (const note of kept.get(p.name ?? "it").notes()) return note;
    })()) }),
    "does": method({ summary: "Calls", ...any, handler: (p) => outcome(background.process.services[p.what](...p.args)) }),
  },
});
`;

interface Outcome<T> {
  value?: T;
  reason?: string;
  message?: string;
  hint?: string;
}
interface Ended {
  code: number;
  signal: string | null;
  endedBy?: string;
  lastLines: string[];
}

function files(command: string): FileTree {
  const manifest = {
    ...{ id: "keeper", version: "0.1.0", engine: "^1", name: "Keeper", entry: "plugin.ts" },
    permissions: { process: [{ command, reason: "A test" }] },
  };
  return { "plugin.json": JSON.stringify(manifest), "plugin.ts": SOURCE };
}

async function openKeeper(options: { without?: ("bubblewrap")[]; env?: Record<string, string> } = {}) {
  const host = await testHost({ pluginFiles: { keeper: files("*") }, bundled: ["keeper"], ...options });
  const does = <T>(method: string, params: Record<string, unknown> = {}) =>
    host.call<Outcome<T>>(`keeper.${method}`, params);
  return {
    host,
    does,
    sh: (line: string, more: Record<string, unknown> = {}) =>
      does<{ id: number; pid: number; startTicks: string }>("launch", { exec: ["sh", "-c", line], ...more }),
    ended: async (name = "it") => (await does<Ended>("ended", { name })).value!,
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

const lines = async (host: TestHost, source: string) =>
  (await host.call<{ items: { message: string; level: string; source: string; fields?: Record<string, unknown> }[] }>(
    "host.log.query",
    { source, limit: 200 },
  )).items;

for (const without of [[], ["bubblewrap"]] as "bubblewrap"[][]) {
  const mode = without.length > 0 ? "without bubblewrap" : "in an enclosure";
  const ignore = without.length > 0 ? lacks("setpriv") : lacks("bubblewrap");
  const test = (name: string, fn: () => Promise<void>) => Deno.test({ name: `${name} (${mode})`, ignore, fn });
  const open = (env?: Record<string, string>) => openKeeper({ without, ...(env ? { env } : {}) });

  test("a service gets a clean environment, a folder of its own, and what it was named to inherit", async () => {
    await using keeper = await open({
      FROM_HOST: "yes",
      NOT_ASKED: "no",
      BULKHEAD_SECRET_API_KEY: "s3cret-of-the-test",
    });
    await keeper.sh('env; pwd; touch mine && echo "key ${#KEY}"', {
      env: { PORT: "8080" },
      envInherit: ["FROM_HOST", "MISSING"],
      envSecrets: { KEY: "API_KEY" },
    });
    const { code, lastLines } = await keeper.ended();
    assert.equal(code, 0, lastLines.join("\n"));
    for (const expected of ["PORT=8080", "FROM_HOST=yes", "key 18"]) assert.ok(lastLines.includes(expected), expected);
    assert.ok(!lastLines.some((line) => /NOT_ASKED|MISSING=|BULKHEAD_SECRET/.test(line)));
    assert.ok(
      !lastLines.some((line) => line.includes("s3cret-of-the-test")),
      "the secret is taken out of what is told",
    );
    assert.ok(lastLines.includes(`${keeper.host.dataDir}/services/it`));
    assert.ok((await Deno.stat(`${keeper.host.dataDir}/services/it/mine`)).isFile);
  });

  test("its pid is that of the program; killed from outside, its end is told at once", async () => {
    await using keeper = await open();
    const { value } = await keeper.does<{ pid: number }>("launch", { exec: ["sleep", "100"] });
    await until(async () => (await Deno.readTextFile(`/proc/${value!.pid}/cmdline`)).includes("sleep\x00100"));
    const begun = performance.now();
    Deno.kill(value!.pid, "SIGKILL");
    const { signal } = await keeper.ended();
    assert.equal(signal, "SIGKILL");
    assert.ok(performance.now() - begun < 2_000);
  });

  test("a forking daemon ends with the program that started it, whatever group it went to", async () => {
    await using keeper = await open();
    const mark = `3${Math.floor(Math.random() * 1e6)}`;
    await keeper.sh(`setsid sleep ${mark} & sleep 0.3; echo away`);
    const { code, lastLines } = await keeper.ended();
    assert.equal(code, 0);
    assert.deepEqual(lastLines, ["away"]);
    await until(() => !processesNamed(mark), { what: "the daemon to end" });
  });

  test("one that ignores SIGTERM ends by SIGKILL with all that it started", async () => {
    await using keeper = await open();
    const mark = `4${Math.floor(Math.random() * 1e6)}`;
    await keeper.sh(`trap '' TERM; setsid sleep ${mark} & echo up; while :; do sleep 0.05; done`, { lines: ["up"] });
    assert.equal((await keeper.does("line", { text: "up" })).value, true);
    await until(() => processesNamed(mark), { what: "the child" });
    await keeper.does("signal", { signal: "SIGTERM" });
    await keeper.does("signal", { signal: "SIGKILL" });
    assert.equal((await keeper.ended()).signal, "SIGKILL");
    await until(() => !processesNamed(mark), { what: "the child to end" });
  });

  test("a signal reaches the group, or the program alone", async () => {
    await using keeper = await open();
    const line =
      `trap 'echo main got it' USR1; sh -c "trap 'echo child got it' USR1; echo up; while :; do sleep 0.05; done" &
      while :; do sleep 0.05; done`;
    await keeper.sh(line, { lines: ["up", "main got it", "child got it"] });
    assert.equal((await keeper.does("line", { text: "up" })).value, true);
    await keeper.does("signal", { signal: "SIGUSR1", group: false });
    assert.equal((await keeper.does("line", { text: "main got it" })).value, true);
    await keeper.does("signal", { signal: "SIGUSR1" });
    assert.equal((await keeper.does("line", { text: "child got it" })).value, true);
  });

  test("memory and time above the limit end it, and the end says which", async () => {
    await using keeper = await open();
    await keeper.sh("exec tail /dev/zero", { limits: { memoryMb: 64 } });
    assert.equal((await keeper.ended()).endedBy, "memory");
    await keeper.sh("exec sleep 100", { timeoutMs: 100 });
    assert.equal((await keeper.ended()).endedBy, "timeout");
  });
}

Deno.test({
  name: "a service does not see the host's data folder, and only its own folder in it",
  ignore: lacks("bubblewrap"),
  async fn() {
    await using keeper = await openKeeper();
    const data = keeper.host.dataDir;
    await keeper.sh(`ls ${data}; ls ${data}/services; touch ${data}/x ${data}/services/y; ls ${data}/run ${data}/keys`);
    const { lastLines } = await keeper.ended();
    const listed = lastLines.filter((line) => !line.startsWith("ls:") && !line.startsWith("touch:"));
    assert.deepEqual(listed, ["services", "it"], lastLines.join("\n"));
    assert.equal(lastLines.filter((line) => /Read-only file system/.test(line)).length, 2);
  },
});

Deno.test({
  name: "lines are stored in order, whatever is printed: binary, endless, forged, structured",
  ignore: lacks("bubblewrap"),
  async fn() {
    await using keeper = await openKeeper();
    const { host } = keeper;
    await keeper.sh(`head -c 40000 /dev/zero | tr '\\0' 'a'; echo; printf '\\377\\376\\000\\033[31mred\\033[0m\\r\\n';
      echo '{"level":"error","message":"broken","code":7}'; echo 'ERROR it failed' ; echo careful >&2;
      echo '{"bulkhead":"log","source":"part","level":"debug","message":"inside","fields":{"n":1}}'`);
    assert.equal((await keeper.ended()).code, 0);
    const items = await lines(host, "keeper.it");
    const out = items.filter(({ source, fields }) => source === "keeper.it" && fields?.stream !== "stderr");
    assert.deepEqual(out.slice(0, 3).map(({ message }) => message.length), [16_384, 16_384, 7_232]);
    assert.deepEqual(
      out.slice(3).map(({ message, level, fields }) => [message, level, fields?.code]),
      [["\ufffd\ufffdred", "info", undefined], ["broken", "error", 7], ["ERROR it failed", "error", undefined]],
    );
    assert.equal(items.find(({ fields }) => fields?.stream === "stderr")?.message, "careful");
    const own = items.find(({ source }) => source === "keeper.it.part");
    assert.deepEqual([own?.message, own?.level, own?.fields], ["inside", "debug", { n: 1 }]);
  },
});

Deno.test({
  name: "notes reach whoever launched it; a line that never comes is told with the end",
  ignore: lacks("bubblewrap"),
  async fn() {
    await using keeper = await openKeeper();
    await keeper.sh(`echo '{"bulkhead":"health","ok":true}'; sleep 0.2`, { lines: ["never"] });
    assert.deepEqual((await keeper.does("note")).value, { bulkhead: "health", ok: true });
    assert.equal((await keeper.does("line", { text: "never" })).value, false);
  },
});

Deno.test({
  name: "what cannot be launched is refused with what to do",
  ignore: lacks("bubblewrap"),
  async fn() {
    await using keeper = await openKeeper();
    const cases: [params: Record<string, unknown>, reason: string, words: RegExp][] = [
      [{ exec: ["no-such-program"] }, "no_program", /no program "no-such-program".*Looked in .*install it/],
      [{ exec: ["./run.sh"] }, "no_program", /Expected an executable file at .*services\/it\/.*run\.sh/],
      [{ exec: ["true"], cwd: "/no/such" }, "no_folder", /working directory "\/no\/such" is not there.*make it/],
      [{ exec: ["true"], cwd: keeper.host.dataDir }, "no_folder", /sees only its own folder/],
      [{ exec: ["true"], env: { BIG: "x".repeat(200_000) } }, "too_large", /environment has 200\d+ characters.*131072/],
      [{ exec: ["true"], envInherit: ["BULKHEAD_SECRET_X"] }, "not_permitted", /the host's own/],
      [{ exec: ["true"], envSecrets: { KEY: "NO_SUCH" } }, "secret_missing", /"NO_SUCH".*bulkhead secret set NO_SUCH/],
      [{ exec: ["true", "x".repeat(200_000)] }, "too_large", /arguments/],
    ];
    for (const [params, reason, words] of cases) {
      const outcome = await keeper.does("launch", params);
      assert.equal(outcome.reason, reason, JSON.stringify(outcome));
      assert.match(`${outcome.message} ${outcome.hint}`, words);
    }
  },
});

Deno.test({
  name: "only the product's own plugins with the grant of everything launch services",
  ignore: lacks("bubblewrap"),
  async fn() {
    await using third = await testHost({ pluginFiles: { keeper: files("sh") } });
    const outcome = await third.call<Outcome<unknown>>("keeper.launch", { exec: ["true"] });
    assert.equal(outcome.reason, "not_permitted");
    assert.match(outcome.hint!, /equals full access/);
  },
});

Deno.test({
  name: "addresses are probed, and specs told of as they change, with faults by line",
  ignore: lacks("bubblewrap"),
  async fn() {
    await using keeper = await openKeeper();
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen() {} },
      (request) => new Response(null, { status: request.url.endsWith("/bad") ? 503 : 204 }),
    );
    const port = server.addr.port;
    const probe = async (check: Record<string, unknown>) =>
      (await keeper.does<{ ok: boolean; detail: string }>("does", { what: "probe", args: [check] })).value!;
    const told = async (check: Record<string, unknown>) => {
      const { ok, detail } = await probe(check);
      return [ok, detail];
    };
    assert.deepEqual(await told({ http: `http://127.0.0.1:${port}/` }), [true, "HTTP 204"]);
    assert.deepEqual(await told({ http: `http://127.0.0.1:${port}/bad` }), [false, "HTTP 503"]);
    assert.deepEqual(await told({ tcp: `127.0.0.1:${port}` }), [true, "connected"]);
    await server.shutdown();
    assert.deepEqual(await told({ tcp: `127.0.0.1:${port}` }), [false, "connection refused"]);
    assert.deepEqual(await told({ http: `http://127.0.0.1:${port}/` }), [false, "connection refused"]);

    type Specs = {
      version: number;
      files: { file: string; value?: unknown; fault?: { line: number; message: string } }[];
    };
    const specs = async () => (await keeper.does<Specs>("does", { what: "specs", args: [] })).value!;
    const { version, files: none } = await specs();
    assert.deepEqual(none, []);
    const changed = keeper.does<number>("does", { what: "specsChanged", args: [version] });
    await Deno.writeTextFile(`${keeper.host.dataDir}/services/a.toml`, '[service]\nname = "a"\nexec = [\n');
    await Deno.writeTextFile(`${keeper.host.dataDir}/services/b.toml`, "x".repeat(300_000));
    await Deno.mkdir(`${keeper.host.dataDir}/services/c.toml`);
    assert.notEqual((await changed).value, version);
    const [a, b, c] = (await specs()).files;
    assert.ok(a!.fault!.line >= 3, JSON.stringify(a));
    assert.match(b!.fault!.message, /has 300000 bytes: a spec has at most 262144/);
    assert.match(c!.fault!.message, /is not a file/);
  },
});

function processesNamed(mark: string): boolean {
  return [...Deno.readDirSync("/proc")].some(({ name }) => {
    try {
      return /^\d+$/.test(name) && Deno.readTextFileSync(`/proc/${name}/cmdline`).split("\0").includes(mark);
    } catch {
      return false;
    }
  });
}

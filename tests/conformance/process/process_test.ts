import assert from "node:assert/strict";
import { createSandbox } from "../../../host/sandbox/mod.ts";
import { lacks, processesOf, spawnHost, until } from "../../harness/mod.ts";
import { clock, silent } from "../escape/escape_room.ts";
import { openRunner, type Ran, runnerFiles } from "./runner.ts";

const ignore = lacks("bubblewrap");
const SH = { command: "sh" };
const test = (name: string, fn: () => Promise<void>) => Deno.test({ name, ignore, fn });

test("a granted program runs with its arguments and input, and all that it says comes back", async () => {
  await using runner = await openRunner([{ command: "cat" }, SH]);
  const { value } = await runner.run("cat", ["-n"], { stdin: "one\ntwo\n" });
  assert.deepEqual(value, {
    code: 0,
    signal: null,
    stdout: "     1\tone\n     2\ttwo\n",
    stderr: "",
    truncated: false,
  });
  const failed = await runner.sh("echo out; echo err >&2; exit 3");
  assert.deepEqual([failed.code, failed.stdout, failed.stderr], [3, "out\n", "err\n"]);
  const killed = await runner.sh("kill -9 $$");
  assert.deepEqual([killed.code, killed.signal], [137, "SIGKILL"]);
});

test("input of a megabyte goes through and comes back whole", async () => {
  await using runner = await openRunner([{ command: "cat" }]);
  const stdin = "0123456789abcdef".repeat(50_000);
  const { value } = await runner.run("cat", [], { stdin });
  assert.equal(value!.stdout, stdin);
});

test("its environment is clean: a safe path, the data folder as home and working directory", async () => {
  await using runner = await openRunner([{ command: "env" }, { command: "pwd" }], {
    permissions: { secrets: [{ name: "API_TOKEN", reason: "Test" }] },
  });
  Deno.env.set("BULKHEAD_TEST_CANARY", "seen");
  try {
    const { value } = await runner.run("env", [], { env: { TZ: "UTC", API_TOKEN: "t" } });
    const lines = value!.stdout.trim().split("\n").filter((line) => !/^(PWD|TRACEPARENT)=/.test(line)).sort();
    assert.match(value!.stdout, /^TRACEPARENT=00-[0-9a-f]{32}-[0-9a-f]{16}-01$/m, "its trace goes on in it");
    assert.deepEqual(lines, [
      "API_TOKEN=t",
      `HOME=${runner.folder}`,
      "LANG=C.UTF-8",
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "TZ=UTC",
    ]);
  } finally {
    Deno.env.delete("BULKHEAD_TEST_CANARY");
  }
  assert.equal((await runner.run("pwd")).value!.stdout, `${runner.folder}\n`);
  const refused = await runner.run("env", [], { env: { LD_PRELOAD: "/evil.so" } });
  assert.equal(refused.reason, "not_permitted");
  assert.match(refused.message!, /"LD_PRELOAD"/);
});

test("git works on a repository in the data folder", async () => {
  await using runner = await openRunner([{ command: "git" }]);
  const git = async (...args: string[]) => (await runner.run("git", args)).value!;
  const init = await git("init", "--quiet", "repo");
  assert.equal(init.code, 0, init.stderr);
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  const commit = await git("-C", "repo", ...identity, "commit", "--quiet", "--allow-empty", "-m", "First");
  assert.equal(commit.code, 0, commit.stderr);
  assert.match((await git("-C", "repo", "log", "--oneline")).stdout, /^[0-9a-f]{7,} First\n$/);
  assert.equal((await git("log", "--no-such-option")).code, 128);
});

test("a program is talked to while it runs: input, output, signal, end", async () => {
  await using runner = await openRunner([SH]);
  const line = `trap 'echo bye; exit 7' TERM; while read -r line; do echo "got $line"; done; sleep 100 & wait`;
  await runner.does("start", { command: "sh", args: ["-c", line] });
  for (const text of ["one", "two"]) {
    await runner.does("write", { text: `${text}\n` });
    assert.equal(await runner.does<string>("line"), `got ${text}\n`);
  }
  await runner.does("write", { text: "", close: true });
  await runner.does("kill");
  assert.equal(await runner.does<string>("rest"), "bye\n");
  assert.deepEqual((await runner.does("wait")).value, { code: 7, signal: null });
  assert.deepEqual((await runner.does("kill")).value, null);
});

test("a signal reaches what the program started, and its end takes everything with it", async () => {
  await using runner = await openRunner([SH]);
  await runner.does("start", { command: "sh", args: ["-c", "sleep 987650004 & sleep 987650004 & echo up; wait"] });
  await runner.does("line");
  await runner.does("kill");
  assert.equal((await runner.does<{ value: Ran }>("wait")).value.signal, "SIGTERM");
  const left = await runner.sh("setsid sleep 987650004 & echo started");
  assert.equal(left.stdout, "started\n");
  await until(() => processesOf("987650004").length === 0, { what: "the end of what was left behind" });
});

test("run ends its program when the time is over", async () => {
  await using runner = await openRunner([{ command: "sleep" }]);
  const { value } = await runner.run("sleep", ["987650005"], { timeoutMs: 200 });
  assert.deepEqual([value!.signal, value!.endedBy], ["SIGKILL", "timeout"]);
});

test("run ends its program when the call is over", async () => {
  await using runner = await openRunner([{ command: "sleep" }], { limits: { callMs: 1_000 } });
  const error = await runner.run("sleep", ["987650006"]).catch((reason) => reason);
  assert.equal(error.kind, "deadline_exceeded");
  await until(() => processesOf("987650006").length === 0, { what: "the end of the program" });
});

test("a program ends with its plugin, and with the host", async () => {
  await using runner = await openRunner([{ command: "sleep" }]);
  await runner.does("start", { command: "sleep", args: ["987650007"] });
  // A process that is just becoming another program shows no arguments for a moment.
  await until(() => processesOf("987650007").length > 0, { what: "the program to be seen" });
  await runner.host.call("host.plugin.disable", { id: "runner" });
  await until(() => processesOf("987650007").length === 0, { what: "the end of the program with its plugin" });
  await runner.host.call("host.plugin.enable", { id: "runner" });
  await runner.does("start", { command: "sleep", args: ["987650008"] });
  await runner.host.stop();
  assert.deepEqual(processesOf("987650008"), []);
});

test("its lines go into the log under the command's name when that is asked for", async () => {
  await using runner = await openRunner([SH]);
  await runner.sh("echo one; echo two >&2", { log: true });
  const { items } = await until(async () => {
    const found = await runner.host.call<{ items: { source: string; message: string }[] }>("host.log.query", {
      source: "runner.sh",
    });
    return found.items.length === 2 ? found : undefined;
  }, { what: "the lines" });
  assert.deepEqual(items.map(({ message }) => message).sort(), ["one", "two"]);
});

test("one that is ended at the moment of its birth leaves nothing behind", async () => {
  await using runner = await openRunner([{ command: "sleep" }]);
  for (let delay = 0; delay < 12; delay++) {
    const { value } = await runner.run("sleep", ["987650009"], { timeoutMs: delay + 1 });
    assert.equal(value!.endedBy, "timeout");
  }
  await until(() => processesOf("987650009").length === 0, { what: "the end of all" });
});

test("a host that is killed takes its plugins' programs with it", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-process-" }));
  try {
    await using host = await spawnHost({ dir, pluginFiles: { runner: runnerFiles([SH]) } });
    await host.call("runner.start", { command: "sh", args: ["-c", "echo up; sleep 987650014"] });
    assert.equal(await host.call("runner.line"), "up\n");
    await host.end("SIGKILL");
    await until(() => processesOf("987650014").length === 0, { what: "the end of the program with its host" });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

test("a sweep ends programs of an earlier life over the same folder", async () => {
  const dataDir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-process-" }));
  try {
    const options = { dataDir, logger: silent(), sink: { write() {} }, clock };
    const [earlier, later] = [await createSandbox(options), await createSandbox(options)];
    await Promise.all([earlier.examined, later.examined]);
    const program = earlier.runProgram({
      name: "runner: sleep",
      path: "/usr/bin/sleep",
      args: ["987650015"],
      env: {},
      dataDir,
      network: false,
      limits: { memoryMb: 64, fileMb: 1, processes: 4, cpuSeconds: 10, timeoutMs: 0 },
    });
    await until(() => processesOf("987650015").length > 1, { what: "the program" });
    assert.equal(await earlier.sweep(), 0);
    assert.equal(await later.sweep(), 1);
    assert.deepEqual(processesOf("987650015"), []);
    assert.equal((await program.ended).signal, "SIGKILL");
    await Promise.all([program.stdin.abort(), program.stdout.cancel(), program.stderr.cancel()]);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

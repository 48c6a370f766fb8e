import assert from "node:assert/strict";
import { lacks, processesOf, until } from "../../harness/mod.ts";
import { openRunner } from "./runner.ts";

const ignore = lacks("bubblewrap");
const SH = { command: "sh" };
const test = (name: string, fn: () => Promise<void>) => Deno.test({ name, ignore, fn });

test("what is not granted does not run, and the refusal names what is missing", async () => {
  await using runner = await openRunner([{ command: "git", args: ["log", "*"] }, { command: "ls", args: ["-l"] }, {
    command: "echo",
    args: ["--", "**"],
  }]);
  const attempts: [command: string, args?: string[]][] = [
    ["sh", ["-c", "true"]],
    ["git", []],
    ["git", ["log"]],
    ["git", ["log", "-1", "--output=/tmp/x"]],
    ["git", ["-c", "core.pager=sh", "log"]],
    ["git log", ["-1"]],
    ["git\0", ["log", "-1"]],
    ["git", ["log", "-1\0--exec"]],
    ["/usr/bin/git", ["log", "-1"]],
    ["../../usr/bin/git", ["log", "-1"]],
    ["./git", ["log", "-1"]],
    ["ls", ["-l", ";", "touch", "x"]],
    ["echo", ["-e", "--"]],
    ["*", []],
    ["", []],
  ];
  for (const [command, args] of attempts) {
    const outcome = await runner.run(command, args);
    assert.equal(outcome.value, undefined, `${command} ${args}`);
    assert.ok(["not_permitted", "invalid_params"].includes(outcome.reason!), `${command} ${args}: ${outcome.reason}`);
  }
  const refused = await runner.run("sh", ["-c", "true"]);
  assert.equal(refused.reason, "not_permitted");
  assert.match(refused.hint!, /"command": "sh".*permissions\.process.*owner must grant/);
  assert.equal((await runner.run("ls", ["-l"])).value!.code, 0);
});

test("the grant of every program counts for plugins of the product only", async () => {
  const third = await openRunner([{ command: "*" }]);
  try {
    assert.equal((await third.run("echo", ["x"])).reason, "not_permitted");
  } finally {
    await third[Symbol.asyncDispose]();
  }
  await using own = await openRunner([{ command: "*" }], { host: { bundled: ["runner"] } });
  assert.equal((await own.run("echo", ["x"])).value!.stdout, "x\n");
});

test("an argument is one argument, whatever it holds", async () => {
  await using runner = await openRunner([{ command: "printf", args: ["%s|", "**"] }]);
  const args = ["a b", "$(id)", "`id`", "; id", "\n", "'\"", "*", "--", "-rf", "ü", ""];
  const { value } = await runner.run("printf", ["%s|", ...args]);
  assert.equal(value!.stdout, args.map((arg) => `${arg}|`).join(""));
});

test("what cannot be an argument is refused before anything runs", async () => {
  await using runner = await openRunner([{ command: "echo" }]);
  for (const args of [[7], ["a", null], [["a"]], "a", { 0: "a" }]) {
    const outcome = await runner.run("echo", args as string[]);
    assert.equal(outcome.reason, "invalid_params", JSON.stringify(args));
  }
  assert.equal((await runner.run("echo", ["x".repeat(200_000)])).reason, "too_large");
  assert.equal((await runner.run("echo", Array(1_001).fill("x"))).reason, "invalid_params");
});

test("a program that a plugin wrote is not found by its name", async () => {
  await using runner = await openRunner([{ command: "own" }]);
  const path = `${runner.folder}/own`;
  await runner.does("save", { path, text: "#!/bin/sh\necho owned\n" });
  assert.equal((await runner.run("own")).reason, "no_program");
});

test("a granted path in the data folder is refused, and so is a link to it", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-process-" }));
  const own = `${dir}/data/plugins/runner/own`;
  const link = `${dir}/link`;
  try {
    await Deno.symlink(own, link);
    await using runner = await openRunner([{ command: own }, { command: link }], { host: { dir } });
    await runner.does("save", { path: own, text: "#!/bin/sh\necho owned\n" });
    for (const command of [own, link]) {
      const outcome = await runner.run(command);
      assert.equal(outcome.reason, "not_permitted", JSON.stringify(outcome));
      assert.match(outcome.message!, /lies in the data folder/);
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

test("a program sees nothing of the host: its data folder, its processes, homes, keys", async () => {
  await using runner = await openRunner([SH]);
  const { dataDir } = runner.host;
  const attempts = {
    "the host's database": `cat ${dataDir}/host.db`,
    "the socket's token": `cat ${dataDir}/run/token`,
    "the data folder": `ls ${dataDir} | grep -v '^plugins$'`,
    "other plugins": `ls ${dataDir}/plugins | grep -v '^runner$'`,
    "the data folder through its own": `cat ${runner.folder}/../../host.db`,
    "the data folder through its first process": `cat /proc/1/root${dataDir}/host.db /proc/1/cwd/../../host.db`,
    "the host's environment": `cat /proc/${Deno.pid}/environ`,
    "homes": "ls /root /home",
    "passwords": "cat /etc/shadow",
    "keys": "ls /etc/ssl/private /etc/ssh",
    "other processes": `test "$(ls /proc | grep -c '^[0-9]')" -gt 6 && echo many`,
  };
  for (const [what, line] of Object.entries(attempts)) {
    const { stdout } = await runner.sh(`${line} 2>/dev/null; true`);
    assert.equal(stdout, "", what);
  }
  assert.match((await runner.sh("grep CapEff /proc/self/status")).stdout, /^CapEff:\t0+\n$/);
});

test("a program changes nothing but its plugin's folder", async () => {
  await using runner = await openRunner([SH]);
  await using secrets = await openRunner([]);
  const places = [
    "/usr/x",
    "/etc/x",
    "/x",
    `${runner.host.dataDir}/x`,
    `${secrets.folder}/x`,
    "/proc/sys/kernel/core_pattern",
  ];
  for (const place of places) {
    await runner.sh(`echo x > ${place} || mkdir -p $(dirname ${place}); true`);
    const text = await Deno.readTextFile(place).catch(() => "");
    assert.notEqual(text, "x\n", place);
  }
  assert.equal((await runner.sh("echo x > own && cat own")).stdout, "x\n");
});

test("a program signals nobody outside and gains no right by a setuid program", async () => {
  await using runner = await openRunner([SH]);
  let signals = 0;
  const onSignal = () => void signals++;
  Deno.addSignalListener("SIGUSR2", onSignal);
  try {
    await runner.sh(`kill -USR2 ${Deno.pid}; true`);
    assert.match((await runner.sh("grep NoNewPrivs /proc/self/status")).stdout, /1$/m);
    assert.equal(signals, 0);
  } finally {
    Deno.removeSignalListener("SIGUSR2", onSignal);
  }
});

test("a program has no network, though its plugin is granted a host", async () => {
  let asked = 0;
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    asked++;
    return new Response("reached");
  });
  await using runner = await openRunner([SH, { command: Deno.execPath() }], {
    permissions: { net: [{ host: `127.0.0.1:${server.addr.port}`, reason: "Test" }] },
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  await runner.run(Deno.execPath(), ["eval", "--no-config", `await fetch("${url}")`], { timeoutMs: 10_000 });
  const { stdout } = await runner.sh("cat /proc/net/dev | tail -n +3 | grep -vc ' lo:'; true");
  assert.equal(stdout, "0\n");
  assert.equal(asked, 0);
});

test("more processes than allowed end a program, and its host serves meanwhile", async () => {
  await using runner = await openRunner([SH]);
  const line = "i=0; while [ $i -lt 400 ]; do sleep 987650010 & i=$((i+1)); done; echo all; wait";
  const { value } = await runner.run("sh", ["-c", line], { timeoutMs: 20_000 });
  // Where the system counts for us, it refuses to start more; else the host ends the program.
  if (value!.endedBy !== "processes") assert.match(value!.stderr, /fork|Resource temporarily/i, JSON.stringify(value));
  assert.notEqual(value!.stdout, "all\n");
  assert.equal((await runner.sh("echo still")).stdout, "still\n");
  await until(() => processesOf("987650010").length === 0, { what: "the end of all" });
});

test("more memory than allowed ends a program", async () => {
  await using runner = await openRunner([SH]);
  const { value } = await runner.run("sh", ["-c", "tail -c 1500000000 /dev/zero | tail -c 1500000000 | wc -c"]);
  assert.ok(value!.endedBy === "memory" || /memory/i.test(value!.stderr), JSON.stringify(value));
});

test("a file larger than the quota is not written", async () => {
  await using runner = await openRunner([SH], { limits: { storageMb: 8 } });
  const { stderr } = await runner.sh("dd if=/dev/zero of=large bs=1M count=64; ls -l large >&2");
  assert.match(stderr, / 8388608 /);
});

test("output without end is cut at its limit, a reader that is slow holds the program back", async () => {
  await using runner = await openRunner([{ command: "yes" }]);
  const { value } = await runner.run("yes", [], { timeoutMs: 1_000, maxOutputBytes: 1_000 });
  assert.deepEqual([value!.stdout.length, value!.truncated, value!.endedBy], [1_000, true, "timeout"]);

  await runner.does("start", { command: "yes", args: ["987650011"] });
  const written = () => {
    const pid = processesOf("987650011").find((one) => Deno.readTextFileSync(`/proc/${one}/comm`) === "yes\n");
    return pid === undefined ? 0 : Number(/^wchar: (\d+)$/m.exec(Deno.readTextFileSync(`/proc/${pid}/io`))![1]);
  };
  await until(() => written() > 0, { what: "output" });
  let before = -1;
  await until(async () => {
    const now = written();
    const stands = now === before;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return stands;
  }, { what: "the program to wait" });
  assert.ok(written() < 2_000_000, `${written()} bytes were written with nobody to read them`);
  await runner.does("drop");
  assert.equal((await runner.does<{ value: { signal: string } }>("wait")).value.signal, "SIGPIPE");
});

test("more programs at once than allowed are refused by name, until one has ended", async () => {
  await using runner = await openRunner([{ command: "sleep" }]);
  for (let n = 0; n < 8; n++) {
    const outcome = await runner.does("start", { name: `p${n}`, command: "sleep", args: ["987650012"] });
    assert.equal(outcome.value, null, JSON.stringify(outcome));
  }
  assert.equal((await runner.run("sleep", ["0"])).reason, "too_many_programs");
  await runner.does("kill", { name: "p0", signal: "SIGKILL" });
  await runner.does("wait", { name: "p0" });
  assert.equal((await runner.run("sleep", ["0"])).value!.code, 0);
});

Deno.test("where bubblewrap does not work nothing is started, and the refusal says what helps", async () => {
  await using runner = await openRunner([SH], { host: { without: ["bubblewrap"] } });
  const outcome = await runner.run("sh", ["-c", "true"]);
  assert.equal(outcome.reason, "no_confinement");
  assert.match(outcome.message!, /bubblewrap.*apt-get install bubblewrap/);
});

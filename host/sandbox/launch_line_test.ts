import assert from "node:assert/strict";
import { type LaunchContext, launchLine } from "./launch_line.ts";
import type { CompartmentSpec, SandboxLevel } from "./ports.ts";

const NONE: SandboxLevel = {
  setpriv: false,
  prlimit: false,
  nice: false,
  bubblewrap: false,
  privateNetwork: false,
  remarks: [],
};
const BARE: SandboxLevel = { ...NONE, setpriv: true, prlimit: true, nice: true };
const ALL: SandboxLevel = { ...BARE, bubblewrap: true, privateNetwork: true };

const CONTEXT: LaunchContext = {
  deno: "/opt/deno",
  boot: "/host/boot.js",
  hostPid: 42,
  runTag: "bulkhead-run:abc:1",
  net: { allow: [], deny: ["127.0.0.0/8", "[::1]"], lookUp6: false, remarks: [] },
  files: { needed: ["/opt/deno", "/lib/libc.so.6"], forNetwork: ["/etc/resolv.conf"] },
  timeZone: "Europe/Berlin",
};

function spec(
  changes: Partial<CompartmentSpec> = {},
  limits: Partial<CompartmentSpec["limits"]> = {},
): CompartmentSpec {
  const all = {
    workers: 0,
    cpu: 1,
    memoryMb: 128,
    storageMb: 1_024,
    callMs: 1,
    startMs: 1,
    maxConcurrent: 1,
    eventsPerSecond: 1,
    logsPerMinute: 1,
    ...limits,
  };
  return {
    id: "chat",
    entry: "/packages/chat.script.js",
    dataDir: "/data/plugins/chat",
    permissions: { net: [], sys: [] },
    limits: all,
    init: {} as CompartmentSpec["init"],
    ...changes,
  };
}

Deno.test("the whole line of a compartment that is granted nothing, where there is no bubblewrap", () => {
  const line = launchLine(spec(), BARE, CONTEXT);
  assert.deepEqual([line.command, ...line.args], [
    ...["/usr/bin/setpriv", "--pdeathsig", "KILL"],
    ...["/usr/bin/prlimit", "--data=1392508928", "--fsize=1073741824", "--core=0"],
    ...["/usr/bin/nice", "-n", "5"],
    ...["/opt/deno", "run", "--quiet", "--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm"],
    ...["--cached-only", "--ignore-env", "--deny-run", "--deny-ffi", "--deny-import", "--deny-sys"],
    "--allow-read=/packages/chat.script.js,/data/plugins/chat",
    "--allow-write=/data/plugins/chat",
    "--deny-net=127.0.0.0/8,[::1]",
    "--v8-flags=--max-old-space-size=128,--expose-gc",
    ...["/host/boot.js", "/packages/chat.script.js", "0", "42", "bulkhead-run:abc:1"],
  ]);
  assert.equal(line.cwd, "/data/plugins/chat");
  assert.equal(line.wrapped, false);
});

Deno.test("the same with bubblewrap: it sees the runtime, its bundle and its data folder, and no network", () => {
  const line = launchLine(spec(), ALL, CONTEXT);
  const bare = launchLine(spec(), BARE, CONTEXT).args;
  const ofDeno = bare.slice(bare.indexOf("/opt/deno")).map((argument) => argument === "42" ? "1" : argument);
  assert.deepEqual([line.command, ...line.args], [
    ...["/usr/bin/prlimit", "--data=1392508928", "--fsize=1073741824", "--core=0"],
    ...["/usr/bin/nice", "-n", "5"],
    ...["/usr/bin/bwrap", "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-ipc", "--unshare-uts"],
    ...[
      "--unshare-cgroup-try",
      "--unshare-net",
      "--cap-drop",
      "ALL",
      "--proc",
      "/proc",
      "--ro-bind-try",
      "/proc/sys",
      "/proc/sys",
      "--dev",
      "/dev",
    ],
    ...["--size", "16777216", "--tmpfs", "/tmp"],
    ...["--ro-bind", "/opt/deno", "/opt/deno", "--ro-bind", "/lib/libc.so.6", "/lib/libc.so.6"],
    ...["--ro-bind", "/host/boot.js", "/host/boot.js"],
    ...["--ro-bind", "/packages/chat.script.js", "/packages/chat.script.js"],
    ...["--bind", "/data/plugins/chat", "/data/plugins/chat", "--remount-ro", "/"],
    ...["--chdir", "/data/plugins/chat", "--"],
    ...ofDeno,
  ]);
  assert.equal(line.wrapped, true);
  assert.equal(line.program, "/opt/deno");
  assert.equal(line.env.TZ, "Europe/Berlin");
});

Deno.test("the socket of the channel is seen inside, and named to the boot file and in no other permission than its own", () => {
  const channel = "/data/channels/7f";
  const [before, line] = [undefined, channel].map((channel) => args(spec(), ALL, { channel }));
  assert.deepEqual(line!.filter((argument) => !before!.includes(argument)), [
    channel,
    channel,
    `--allow-read=/packages/chat.script.js,/data/plugins/chat,${channel}`,
    `--allow-write=/data/plugins/chat,${channel}`,
    `--allow-net=unix:${channel}`,
    channel,
  ]);
  const at = line!.indexOf(channel);
  assert.equal(line![at - 1], "--ro-bind");
  assert.ok(line!.includes("--unshare-net"));
  assert.equal(line!.at(-1), channel);
});

/** What differs from the line above: arguments that must be there, and beginnings that must not. */
const CASES: Record<string, { line: () => string[]; has?: string[]; lacks?: string[] }> = {
  "where the machine lacks everything, Deno's own permissions remain": {
    line: () => args(spec(), NONE),
    has: ["/opt/deno", "--deny-run", "--deny-ffi", "--allow-write=/data/plugins/chat"],
    lacks: ["/usr/bin/"],
  },
  "with a granted host it shares the network and finds names": {
    line: () => args(spec(), ALL, { net: { allow: ["api.github.com"], deny: [], lookUp6: false, remarks: [] } }),
    has: ["/etc/resolv.conf"],
    lacks: ["--unshare-net"],
  },
  "so does one that is inspected, since the debugger comes over the network": {
    line: () => args(spec(), ALL, { inspect: "127.0.0.1:9229" }),
    lacks: ["--unshare-net"],
  },
  "where no network namespace can be made, the rest of bubblewrap remains": {
    line: () => args(spec(), { ...ALL, privateNetwork: false }),
    has: ["/usr/bin/bwrap", "--unshare-pid"],
    lacks: ["--unshare-net"],
  },
  "granted hosts stand in allow-net": {
    line: () =>
      args(spec(), ALL, {
        net: { allow: ["api.github.com", "smtp.example.com:587"], deny: [], lookUp6: false, remarks: [] },
      }),
    has: ["--allow-net=api.github.com,smtp.example.com:587"],
  },
  "every host stands as the flag without a list, and what is denied stays so": {
    line: () =>
      args(spec(), ALL, { net: { allow: ["*", "a.example"], deny: ["127.0.0.0/8"], lookUp6: false, remarks: [] } }),
    has: ["--allow-net", "--deny-net=127.0.0.0/8"],
  },
  "granted facts about the machine replace the denial": {
    line: () => args(spec({ permissions: { net: [], sys: ["hostname", "uid"] } })),
    has: ["--allow-sys=hostname,uid"],
    lacks: ["--deny-sys"],
  },
  "each nested Worker raises the backstop of memory, the heap stays": {
    line: () => args(spec({}, { workers: 2, memoryMb: 256 })),
    has: [`--data=${(256 + 1_200 + 1_200) * 1024 * 1024}`, "--v8-flags=--max-old-space-size=256,--expose-gc", "2"],
  },
  "a comma in a path does not become a second path": {
    line: () => args(spec({ dataDir: "/data/a,b" })),
    has: ["--allow-write=/data/a,,b", "--allow-read=/packages/chat.script.js,/data/a,,b"],
  },
  "an inspector is passed on": {
    line: () => args(spec(), ALL, { inspect: "127.0.0.1:9229" }),
    has: ["--inspect=127.0.0.1:9229"],
  },
};

for (const [name, { line, has = [], lacks = [] }] of Object.entries(CASES)) {
  Deno.test(name, () => {
    const all = line();
    for (const argument of has) assert.ok(all.includes(argument), `${argument} in ${all.join(" ")}`);
    for (const start of lacks) assert.ok(!all.some((argument) => argument.startsWith(start)), start);
  });
}

Deno.test("nothing is ever allowed as a whole, and running and native code never at all", () => {
  const generous = spec({ permissions: { net: ["example.com"], sys: ["uid"] } });
  const net = { allow: ["example.com"], deny: ["10.0.0.0/8"], lookUp6: false, remarks: [] };
  for (const argument of args(generous, ALL, { net })) {
    assert.doesNotMatch(argument, /^(-A|--allow-all|--allow-(run|ffi|env|import|scripts).*|--allow-\w+)$/);
  }
});

Deno.test("the environment holds nothing of the host but its certificates", () => {
  const env = launchLine(spec(), ALL, { ...CONTEXT, tls: { DENO_CERT: "/etc/ca.pem" } }).env;
  assert.equal(env.DENO_DIR, "/dev/null/x");
  assert.equal(env.DENO_CERT, "/etc/ca.pem");
  for (const name of ["PATH", "HOME", "USER", "LANG"]) assert.equal(name in env, false);
});

function args(one: CompartmentSpec, level = ALL, changes: Partial<LaunchContext> = {}): string[] {
  const { command, args } = launchLine(one, level, { ...CONTEXT, ...changes });
  return [command, ...args];
}

import assert from "node:assert/strict";
import { type LaunchContext, launchLine } from "../../../host/sandbox/launch_line.ts";
import { runtimeFiles } from "../../../host/sandbox/runtime_files.ts";
import { lacks } from "../../harness/mod.ts";
import { SECRET_WORD, specOf } from "./escape_room.ts";

/**
 * What bubblewrap holds back by itself: the attempts run where a compartment runs, but with every permission of Deno, as
 * if there were a hole in them. Each answers what it found, or how it was refused.
 */
const ATTEMPTS: Record<string, (of: Machine) => string> = {
  "read the host's database": ({ dataDir }) => `Deno.readTextFileSync(${text(`${dataDir}/host.db`)})`,
  "read another plugin's file": ({ dataDir }) => `Deno.readTextFileSync(${text(`${dataDir}/plugins/other/file.txt`)})`,
  "list the host's data folder": ({ dataDir }) =>
    `names(${text(dataDir)}).filter((name) => !["plugins", "packages"].includes(name)).join() || refuse()`,
  "list the plugins": ({ dataDir }) =>
    `names(${text(`${dataDir}/plugins`)}).filter((name) => name !== "probe").join() || refuse()`,
  "go up from the own folder through its descriptor": () => {
    const up = "/proc/self/cwd/../../host.db";
    return `Deno.readTextFileSync(${text(up)})`;
  },
  "go through the root of another process": ({ dataDir }) =>
    `Deno.readTextFileSync(${text(`/proc/1/root${dataDir}/host.db`)})`,
  "read the machine's users": () => `Deno.readTextFileSync("/etc/passwd")`,
  "read the environment of the host": ({ pid }) => `Deno.readTextFileSync("/proc/${pid}/environ")`,
  "see the host in /proc": ({ pid }) => `Deno.statSync("/proc/${pid}").isDirectory`,
  "see any process but itself and its init": () =>
    `names("/proc").filter((name) => Number(name) > 2).join() || refuse()`,
  "signal the host": ({ pid }) => `Deno.kill(${pid}, "SIGUSR2") ?? "sent"`,
  "signal all processes": () => `process.kill(-1, 0)`,
  "start a program": () => `new Deno.Command("/bin/sh", { args: ["-c", "true"] }).outputSync().code`,
  "write into the root": () => `Deno.writeTextFileSync("/written", "x") ?? "written"`,
  "write its own bundle": ({ entry }) => `Deno.writeTextFileSync(${text(entry)}, "x") ?? "written"`,
  "write into another plugin's folder": ({ dataDir }) =>
    `Deno.writeTextFileSync(${text(`${dataDir}/plugins/other/file.txt`)}, "x") ?? "written"`,
  "write settings of the kernel": () => `Deno.writeTextFileSync("/proc/sys/kernel/hostname", "x") ?? "written"`,
  "reach the host over the network": ({ port }) => `(await fetch("http://127.0.0.1:${port}/")).status`,
  "reach the host over its socket": ({ dataDir }) =>
    `(await Deno.connect({ transport: "unix", path: ${text(`${dataDir}/run/rpc.sock`)} })).localAddr.path`,
  "hold a capability": () =>
    `/^CapEff:\\t(?!0+$)(.*)$/m.exec(Deno.readTextFileSync("/proc/self/status"))?.[1] ?? refuse()`,
};

interface Machine {
  dataDir: string;
  entry: string;
  pid: number;
  port: number;
}

const text = (value: string) => JSON.stringify(value);

const SCRIPT = `
import process from "node:process";
const names = (folder) => [...Deno.readDirSync(folder)].map(({ name }) => name);
const refuse = () => { throw new Error("nothing there"); };
const outcomes = {};
const attempt = async (name, run) => {
  try { outcomes[name] = { value: await run() }; } catch (error) { outcomes[name] = { error: String(error) }; }
};
`;

Deno.test({
  name: "even with every permission of Deno a compartment finds nothing but its own files and processes",
  ignore: lacks("bubblewrap"),
  fn: async (t) => {
    const dataDir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-enclosure-" }));
    const own = `${dataDir}/plugins/probe`;
    const other = `${dataDir}/plugins/other`;
    for (const folder of [own, other, `${dataDir}/packages`, `${dataDir}/run`]) {
      await Deno.mkdir(folder, { recursive: true });
    }
    for (const path of [`${dataDir}/host.db`, `${other}/file.txt`]) await Deno.writeTextFile(path, SECRET_WORD);
    await Deno.writeTextFile(`${own}/file.txt`, "own");
    let signals = 0;
    const onSignal = () => void signals++;
    Deno.addSignalListener("SIGUSR2", onSignal);
    const socket = Deno.serve({ path: `${dataDir}/run/rpc.sock`, onListen() {} }, () => new Response(SECRET_WORD));
    await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response("host"));
    try {
      const entry = `${dataDir}/packages/probe.js`;
      const machine = { dataDir, entry, pid: Deno.pid, port: server.addr.port };
      const attempts = Object.entries(ATTEMPTS).map(([name, code]) =>
        `await attempt(${text(name)}, async () => ${code(machine)});`
      );
      const ownFile = `await attempt("own", () => Deno.readTextFileSync(${text(`${own}/file.txt`)}));
        await attempt("own, written", () => Deno.writeTextFileSync(${text(`${own}/new.txt`)}, "x") ?? "written");`;
      await Deno.writeTextFile(
        entry,
        `${SCRIPT}${ownFile}${attempts.join("\n")}\nconsole.log(JSON.stringify(outcomes));`,
      );
      const outcomes = await run(entry, own);
      assert.deepEqual(outcomes.own, { value: "own" });
      assert.deepEqual(outcomes["own, written"], { value: "written" });
      for (const name of Object.keys(ATTEMPTS)) {
        await t.step(name, () => {
          assert.equal(outcomes[name]?.value, undefined, JSON.stringify(outcomes[name]));
          assert.doesNotMatch(outcomes[name]!.error!, new RegExp(SECRET_WORD));
        });
      }
      assert.equal(signals, 0);
      assert.deepEqual([...Deno.readDirSync(`${dataDir}/plugins`)].map(({ name }) => name).sort(), ["other", "probe"]);
    } finally {
      Deno.removeSignalListener("SIGUSR2", onSignal);
      await socket.shutdown();
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});

/** Runs a script in the place of a compartment with nothing granted; Deno itself is told to allow everything. */
async function run(entry: string, dataDir: string): Promise<Record<string, { value?: unknown; error?: string }>> {
  const deno = Deno.execPath();
  const level = {
    setpriv: true,
    prlimit: true,
    nice: true,
    bubblewrap: true,
    privateNetwork: true,
    remarks: [],
  };
  const context: LaunchContext = {
    deno,
    boot: entry,
    hostPid: Deno.pid,
    runTag: "none",
    net: { allow: [], deny: [], lookUp6: false, remarks: [] },
    files: await runtimeFiles(deno),
    timeZone: "UTC",
  };
  const line = launchLine(specOf(entry, dataDir, [], {}), level, context);
  const wrapper = line.args.slice(0, line.args.lastIndexOf(deno));
  const { stdout, stderr } = await new Deno.Command(line.command, {
    args: [...wrapper, deno, "run", "-A", "--no-config", "--no-lock", entry],
    env: { DENO_DIR: "/dev/null/x", NO_COLOR: "1" },
    clearEnv: true,
  }).output();
  const said = new TextDecoder().decode(stdout);
  assert.match(said, /^\{/, new TextDecoder().decode(stderr));
  return JSON.parse(said);
}

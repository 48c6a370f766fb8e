import { bundledCode, madePackage, registryKey, type StaticRegistry, staticRegistry } from "../harness/mod.ts";
import { type HostProcess, startHostProcess } from "./host_process.ts";
import { type BenchResult, median } from "./result.ts";

const INSTALLS = 7;
const SWITCHES = 15;
const BARE_STARTS = 7;
/** What the packed plugin is to have at least. */
const PACKAGE_BYTES = 200_000;

const SOURCE = {
  "plugin.json": JSON.stringify({ id: "plugin", version: "1.0.0", engine: "^1", name: "Bench", entry: "plugin.ts" }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  migrations: { "0001_notes": "CREATE TABLE note (text TEXT NOT NULL)" },
  methods: { "ping": method({ summary: "Answers", params: z.object({}), result: z.string(), handler: () => "pong" }) },
});
`,
};

/** From the call that installs a package of 200 kB to its answer, against switching the same plugin on. */
export async function run(): Promise<BenchResult[]> {
  const host = await startHostProcess();
  await using registry = await staticRegistry();
  await using _host = host;
  const archive = await publish(registry);
  await host.host.call("host.registry.add", { url: registry.url });
  const installs: number[] = [];
  const inspects: number[] = [];
  for (let i = 0; i < INSTALLS; i++) {
    const { inspectMs, installMs } = await installOnce(host, registry);
    inspects.push(inspectMs);
    installs.push(installMs);
    await host.host.call("host.plugin.uninstall", { id: "bench", deleteData: true });
  }
  await installOnce(host, registry);
  const bare = await bareStarts();
  const [enables, disables] = await switchOften(host);
  const detail = `package ${Math.round(archive / 1_000)} kB; install ${list(installs)} ms, inspect ${
    list(inspects)
  } ms`;
  return [
    {
      name: "install of a 200 kB package from a local registry to ready",
      value: median(installs) / 1_000,
      unit: "s",
      bar: 2,
      better: "lower",
      detail,
    },
    {
      name: "inspect and install against enable",
      value: (median(inspects) + median(installs)) / median(enables),
      unit: "ratio",
      bar: 6,
      better: "lower",
      detail: `enable ${list(enables)} ms`,
    },
    {
      name: "enable",
      value: median(enables),
      unit: "ms",
      bar: 300,
      better: "lower",
      detail: `${list(enables)} ms; starting Deno alone takes ${list(bare)} ms at this time`,
    },
    { name: "disable", value: median(disables), unit: "ms", bar: 300, better: "lower", detail: `${list(disables)} ms` },
  ];
}

async function publish(registry: StaticRegistry): Promise<number> {
  // Noise does not pack: with it the archive has its size.
  const noise = crypto.getRandomValues(new Uint8Array(60_000)).toHex() +
    crypto.getRandomValues(new Uint8Array(60_000)).toBase64();
  const archive = await madePackage({
    id: "bench",
    version: "1.0.0",
    code: await bundledCode(SOURCE),
    files: { "ui/page.js": `// ${noise}` },
    key: await registryKey(),
  });
  if (archive.length < PACKAGE_BYTES) throw new Error(`The package has ${archive.length} bytes only`);
  await registry.publish({ id: "bench", version: "1.0.0", archive });
  return archive.length;
}

async function installOnce(
  { host }: HostProcess,
  registry: StaticRegistry,
): Promise<{ inspectMs: number; installMs: number }> {
  const begun = performance.now();
  const info = await host.call<{ source: string; grantHash: string }>("host.plugin.inspect", {
    source: `${registry.url}#bench`,
  });
  const inspected = performance.now();
  const { source, grantHash } = info;
  const { state } = await host.call<{ state: string }>("host.plugin.install", { source, grantHash });
  if (state !== "ready") throw new Error(`It is ${state} after its installation`);
  return { inspectMs: inspected - begun, installMs: performance.now() - inspected };
}

async function switchOften({ host }: HostProcess): Promise<[enables: number[], disables: number[]]> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < SWITCHES; i++) {
    for (const [index, verb] of ["disable", "enable"].entries()) {
      const begun = performance.now();
      await host.call(`host.plugin.${verb}`, { id: "bench" });
      times[1 - index]!.push(performance.now() - begun);
    }
  }
  return times;
}

/** How busy the machine is: what the barest process of the same kind takes. */
async function bareStarts(): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < BARE_STARTS; i++) {
    const begun = performance.now();
    await new Deno.Command(Deno.execPath(), { args: ["eval", "1"], stdout: "null", stderr: "null" }).output();
    times.push(performance.now() - begun);
  }
  return times;
}

function list(times: number[]): string {
  return times.map(Math.round).join(", ");
}

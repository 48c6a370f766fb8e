import { until } from "../harness/mod.ts";
import { startHostProcess } from "./host_process.ts";
import { type BenchResult, median } from "./result.ts";

const SAVES = 9;
const BARE_STARTS = 5;

const script = (n: number) =>
  `import { event, workflow } from "@bulkhead/workflow";
import { z } from "zod";

const issue = z.object({ title: z.string() });

export default workflow({ on: event("github.issues.opened"), uses: ["chat"] }, async ({ event, chat, sleep }) => {
  const { title } = issue.parse(event.data.issue);
  await chat.message.send({ channel: "#general", text: "${n}: " + title });
  await sleep("1h");
});
`;

/**
 * From the end of the write of a script's file to its new version being live, as a person's editor and an open page see
 * it: watched, checked, bundled and its options read. Before that somebody has saved once, as who works on a script has.
 */
export async function run(): Promise<BenchResult[]> {
  await using dir = await temporaryFolder();
  await Deno.mkdir(`${dir.path}/workflows`);
  await using process = await startHostProcess({ dir: dir.path, args: ["--workflows", `${dir.path}/workflows`] });
  const { host } = process;
  const file = `${dir.path}/workflows/bench.ts`;
  const liveHash = async () => {
    const { items } = await host.call<{ items: { name: string; hash?: string }[] }>("host.workflow.list");
    return items.find(({ name }) => name === "bench")?.hash;
  };
  const save = async (n: number): Promise<number> => {
    const before = await liveHash();
    const begun = performance.now();
    await Deno.writeTextFile(file, script(n));
    await until(async () => ![before, undefined].includes(await liveHash()), { what: `save ${n}`, timeoutMs: 60_000 });
    return performance.now() - begun;
  };
  const first = await save(0);
  const warmed = performance.now();
  await until(() => languageServers(host.pid) > 0, { what: "the language server", timeoutMs: 120_000 });
  await until(async () => (await quick()) !== undefined, { what: "an answer of it", timeoutMs: 120_000 });
  const warmMs = performance.now() - warmed;
  const times: number[] = [];
  for (let n = 1; n <= SAVES; n++) times.push(await save(n));
  const bare = await bareStarts();
  return [{
    name: "save to live with the type check",
    value: median(times),
    unit: "ms",
    bar: 1_000,
    better: "lower",
    detail:
      `${list(times)} ms; the first after the start ${Math.round(first)} ms, then the language server came up in ` +
      `${Math.round(warmMs)} ms and takes ${memory(host.pid)} MB; starting Deno alone takes ${list(bare)} ms at this ` +
      `time, load ${Deno.loadavg()[0]!.toFixed(1)}`,
  }];

  /** Undefined while the language server is coming up. */
  async function quick(): Promise<unknown> {
    const place = { file: "bench.ts", source: script(0), line: 1, column: 1 };
    return await host.call("host.workflow.editor.hover", place).catch(() => undefined);
  }
}

/** Processes below the host that serve as language servers. */
function serversOf(pid: number): string[] {
  const found: string[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(Deno.readTextFileSync(`/proc/${name}/status`))?.[1];
      const command = Deno.readTextFileSync(`/proc/${name}/cmdline`).split("\0");
      if (Number(parent) === pid && command.includes("lsp")) found.push(name);
    } catch { /* it has ended */ }
  }
  return found;
}

const languageServers = (pid: number) => serversOf(pid).length;

function memory(pid: number): number {
  const [server] = serversOf(pid);
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(Deno.readTextFileSync(`/proc/${server}/status`))?.[1];
  return Math.round(Number(kilobytes) / 1_024);
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

async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-bench-" }));
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

function list(times: number[]): string {
  return times.map(Math.round).join(", ");
}

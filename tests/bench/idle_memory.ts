import { startHostProcess } from "./host_process.ts";
import type { BenchResult } from "./result.ts";

const PLUGINS = 10;

/** Private memory of ten idle plugins, each the smallest one that the contracts show, with a database open. */
export async function run(): Promise<BenchResult[]> {
  const folder = await Deno.makeTempDir({ prefix: "bulkhead-bench-plugins-" });
  try {
    for (let i = 0; i < PLUGINS; i++) await writePlugin(folder, `idle${i}`);
    await using product = await startHostProcess({ args: ["--plugins", folder] });
    const { host } = product;
    const { items } = await host.call<{ items: { id: string; state: string; pid?: number }[] }>("host.plugin.list", {});
    const details = await Promise.all(
      items.map((item) => host.call<{ id: string; state: string; pid?: number }>("host.plugin.get", { id: item.id })),
    );
    const up = details.filter((item) => item.state === "ready" && item.pid);
    if (up.length !== PLUGINS) throw new Error(`Only ${up.length} of ${PLUGINS} plugins are ready`);
    for (const item of up) await host.call(`${item.id}.greeting.say`, { name: "Ann" });
    await new Promise((resolve) => setTimeout(resolve, 3_000)); // idle: let garbage collection settle
    const perPlugin = await Promise.all(up.map((item) => privateMb(item.pid!)));
    return [{
      name: "private memory of ten idle plugins",
      value: perPlugin.reduce((sum, mb) => sum + mb, 0),
      unit: "MB",
      bar: 200,
      better: "lower",
      detail: `each: ${perPlugin.map((mb) => mb.toFixed(1)).join(", ")} MB`,
    }];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Private pages of a process, in MB. */
async function privateMb(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/smaps_rollup`);
  const kb = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].reduce(
    (sum, row) => sum + Number(row[1]),
    0,
  );
  return kb / 1_024;
}

async function writePlugin(folder: string, id: string): Promise<void> {
  await Deno.mkdir(`${folder}/${id}`);
  await Deno.writeTextFile(
    `${folder}/${id}/plugin.json`,
    JSON.stringify({ id, version: "0.1.0", engine: "^1", name: id, entry: "plugin.ts" }),
  );
  await Deno.writeTextFile(
    `${folder}/${id}/plugin.ts`,
    `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";

export default definePlugin({
  methods: {
    "greeting.say": method({
      summary: "Greets a person",
      params: z.object({ name: z.string().max(80) }),
      result: z.object({ text: z.string() }),
      handler: ({ name }, ctx) => ({ text: \`Hello \${name}, from \${ctx.plugin.id}\` }),
    }),
  },
});
`,
  );
}

import { type FileTree, processesOf, spawnHost } from "../harness/mod.ts";
import { type BenchResult, median } from "./result.ts";

const STARTS = 9;
const EAGER = 5;
const LAZY = 45;
const METHODS = ["note.add", "note.list", "note.remove", "tag.add", "tag.remove", "tag.list", "search", "export"];

/**
 * Warm start with 50 plugins of which 45 are lazy, against one with the other 5 alone, taken in turns. Throws when a lazy
 * one was bundled or has a process.
 */
export async function run(): Promise<BenchResult[]> {
  const dirs = await Promise.all([
    folderWith({ eager: EAGER, lazy: 0 }),
    folderWith({ eager: EAGER, lazy: LAZY }),
  ]);
  const [few, many] = dirs as [string, string];
  const taken: { few: number[]; many: number[] } = { few: [], many: [] };
  try {
    for (const dir of dirs) await startOnce(dir);
    for (let i = 0; i < STARTS; i++) {
      taken.few.push(await startOnce(few));
      taken.many.push(await startOnce(many));
    }
  } finally {
    for (const dir of dirs) await Deno.remove(dir, { recursive: true });
  }
  const medians = { few: median(taken.few), many: median(taken.many) };
  return [{
    name: `start with ${EAGER + LAZY} plugins, ${LAZY} of them lazy, against ${EAGER}`,
    value: medians.many / medians.few,
    unit: "ratio",
    bar: 1.2,
    better: "lower",
    detail: `${Math.round(medians.many)} ms against ${Math.round(medians.few)} ms; ` +
      `${taken.many.map(Math.round).join(", ")} against ${taken.few.map(Math.round).join(", ")}`,
  }];
}

async function startOnce(dir: string): Promise<number> {
  const startedAt = performance.now();
  await using _host = await spawnHost({ dir });
  const readyMs = performance.now() - startedAt;
  const processes = processesOf(`${dir}/data/plugins/lazy-`).length;
  const bundles = [...Deno.readDirSync(`${dir}/data/packages/bundles`)].length;
  if (processes > 0 || bundles > EAGER) {
    throw new Error(
      `Sleeping plugins have ${processes} processes, and there are ${bundles} bundles of ${EAGER} plugins`,
    );
  }
  return readyMs;
}

async function folderWith(count: { eager: number; lazy: number }): Promise<string> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  const ids = [
    ...Array.from({ length: count.eager }, (_, n) => ({ id: `eager-${n}`, activation: ["onStart"] })),
    ...Array.from({ length: count.lazy }, (_, n) => ({
      id: `lazy-${n}`,
      activation: ["onCall", "onView", "onEvent:host.test.**"],
    })),
  ];
  for (const { id, activation } of ids) {
    await Deno.mkdir(`${dir}/plugins/${id}`, { recursive: true });
    for (const [file, text] of Object.entries(plugin(id, activation))) {
      await Deno.writeTextFile(`${dir}/plugins/${id}/${file}`, text);
    }
  }
  return await Deno.realPath(dir);
}

function plugin(id: string, activation: string[]): FileTree {
  const permissions = {
    subscribe: [{ type: "host.test.**", reason: "keeps what it hears" }],
    publish: [{ type: `${id}.**`, reason: "tells of its notes" }],
  };
  const manifest = { id, version: "1.0.0", engine: "^1", name: id, activation, permissions };
  const methods = METHODS.map((name) => ({
    name: `${id}.${name}`,
    summary: `Does ${name}`,
    params: [{ name: "text", required: true, schema: { type: "string", maxLength: 4_000 } }],
    result: { name: "result", schema: { type: "object", properties: { id: { type: "integer" } } } },
  }));
  const document = { openrpc: "1.3.2", info: { title: id, version: "1.0.0" }, methods };
  return {
    "plugin.json": JSON.stringify({ ...manifest, events: { listens: { "host.test.**": { type: "object" } } } }),
    "openrpc.json": JSON.stringify(document),
    "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const note = (summary: string) => method({
  summary,
  params: z.object({ text: z.string().max(4_000) }),
  result: z.object({ id: z.int().optional() }),
  handler: () => ({ id: 1 }),
});
export default definePlugin({
  methods: { ${METHODS.map((name) => `${JSON.stringify(name)}: note("Does ${name}")`).join(", ")} },
  events: { "host.test.**": () => {} },
});
`,
  };
}

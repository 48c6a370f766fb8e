import { bundledCode, type MadePackage, madePackage, staticRegistry, type TestHost } from "../../harness/mod.ts";
import { take } from "./_target.ts";

/** A plugin that does what it is told: calls anything, imports what it computes, says what it says. */
const SOURCE = {
  "plugin.json": JSON.stringify({ id: "plugin", version: "1.0.0", engine: "^1", name: "x", entry: "plugin.ts" }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
const told = async (work) => { try { return { value: await work() }; } catch (error) { return { kind: error.kind, reason: error.data?.reason, error: String(error.message ?? error) }; } };
export default definePlugin({
  methods: {
    "call": method({ ...any, summary: "Calls", handler: ({ method, params }, ctx) => told(() => ctx.call(method, params ?? {})) }),
    "import": method({ ...any, summary: "Imports", handler: ({ path, type }) => told(async () => { const it = await import(path, type ? { with: { type } } : undefined); return JSON.stringify(it.default ?? it); }) }),
    "read": method({ ...any, summary: "Reads", handler: ({ path }) => told(() => Deno.readTextFile(path)) }),
    "publish": method({ ...any, summary: "Publishes", handler: ({ type }, ctx) => told(async () => { await ctx.events.publish({ type, data: {} }); return "published"; }) }),
    "log": method({ ...any, summary: "Logs", handler: ({ text }, ctx) => { ctx.log.info(text); return null; } }),
    "fail": method({ ...any, summary: "Fails", handler: ({ text }) => { throw new Error(text); } }),
    "owners": method({ ...any, summary: "Only for owners", roles: ["owner"], risk: "high", handler: () => "the treasure" }),
    "settings": method({ ...any, summary: "Its settings", handler: (_p, ctx) => ctx.settings }),
  },
});
`,
};

let code: Promise<string> | undefined;

export async function attacker(made: Partial<MadePackage> = {}): Promise<Uint8Array<ArrayBuffer>> {
  return await madePackage({ id: "mallory", version: "1.0.0", code: await (code ??= bundledCode(SOURCE)), ...made });
}

/** Installs an attacker by a registry, with all that an owner can agree to. */
export async function installAttacker(host: TestHost, made: Partial<MadePackage> = {}): Promise<AsyncDisposable> {
  const registry = await staticRegistry();
  const { id = "mallory", version = "1.0.0" } = made;
  await registry.publish({ id, version, archive: await attacker(made) });
  await host.call("host.registry.add", { url: registry.url });
  await take(host, `${registry.url}#${id}`);
  return registry;
}

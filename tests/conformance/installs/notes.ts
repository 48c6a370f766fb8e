import assert from "node:assert/strict";
import type { InspectInfo, PluginDetail } from "../../../ui/state/wire.ts";
import type { RpcError } from "../../../host/sdk/errors.ts";
import {
  bundledCode,
  type MadePackage,
  madePackage,
  processesOf,
  registryKey,
  type StaticRegistry,
  staticRegistry,
  type TestHost,
} from "../../harness/mod.ts";

/**
 * Keeps notes in its database. What becomes of a start is written into its code: MODE is `good`, `throws` (after it has
 * spoilt its data), `slow` (never ready), `crashes` (some time after it was ready), `marks` (writes, and is ready some time
 * after).
 */
const SOURCE = {
  "plugin.json": JSON.stringify({ id: "plugin", version: "1.0.0", engine: "^1", name: "Notes", entry: "plugin.ts" }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
const mode = "MODE";
export default definePlugin({
  migrations: { "0001_notes": "CREATE TABLE note (text TEXT NOT NULL)" },
  methods: {
    "add": method({ ...any, summary: "Keeps a note", handler: ({ text }, ctx) => { ctx.db.run("INSERT INTO note (text) VALUES (?)", text); return null; } }),
    "list": method({ ...any, summary: "All notes", handler: (_p, ctx) => ctx.db.all("SELECT text FROM note ORDER BY rowid").map((row) => row.text) }),
    "version": method({ ...any, summary: "Which it is", handler: (_p, ctx) => ctx.plugin.version }),
    "out": method({ ...any, summary: "Connects", handler: async ({ host }) => {
      try { (await Deno.connect({ hostname: host, port: 1 })).close(); return "connected"; } catch (error) { return error.name; }
    } }),
    "crash": method({ ...any, summary: "Ends", handler: () => { setTimeout(() => { throw new Error("on purpose"); }); return new Promise(() => {}); } }),
  },
  events: { "host.**": (event, ctx) => { ctx.db.run("INSERT INTO note (text) VALUES (?)", event.type); } },
  setup: async (ctx) => {
    if (mode === "throws") {
      ctx.db.run("DELETE FROM note");
      await new Promise((resolve) => setTimeout(resolve));
      Deno.stderr.writeSync(new TextEncoder().encode("this release cannot live here\\n"));
      throw new Error("a bad release");
    }
    if (mode === "marks") {
      ctx.db.run("INSERT INTO note (text) VALUES (?)", "touched by " + ctx.plugin.version);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    if (mode === "slow") await new Promise(() => setInterval(() => {}, 1_000));
    if (mode === "crashes") setTimeout(() => { throw new Error("too late"); }, 500);
  },
});
`,
};

type Mode = "good" | "throws" | "slow" | "crashes" | "marks";
let code: Promise<string> | undefined;

/** A package of notes; everything may be said otherwise. */
export async function notes(made: Partial<MadePackage> & { mode?: Mode } = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { mode = "good", ...rest } = made;
  const text = (await (code ??= bundledCode(SOURCE))).replace(`"MODE"`, JSON.stringify(mode));
  return await madePackage({ id: "notes", version: "1.0.0", code: text, ...rest });
}

/** A registry with a publisher's key. */
export async function notesRegistry() {
  const registry = await staticRegistry();
  const key = await registryKey();
  return {
    registry,
    key,
    source: `${registry.url}#notes`,
    /** Publishes notes, signed unless said otherwise. */
    async publish(made: Parameters<typeof notes>[0] = {}) {
      const { id = "notes", version = "1.0.0" } = made;
      const archive = await notes({ key, ...made });
      const permissions = (made.manifest?.permissions ?? {}) as never;
      return await registry.publish({ id, version, archive, permissions });
    },
    [Symbol.asyncDispose]: () => registry[Symbol.asyncDispose](),
  };
}

type Caller = Pick<TestHost, "call">;

/** Looks at a source and installs what was shown. */
export async function install(host: Caller, source: string, version?: string): Promise<InspectInfo> {
  const info = await host.call<InspectInfo>("host.plugin.inspect", { source, ...(version ? { version } : {}) });
  const { grantHash } = info;
  await host.call("host.plugin.install", { source: info.source, grantHash });
  return info;
}

export async function add(host: Caller, registry: StaticRegistry): Promise<void> {
  await host.call("host.registry.add", { url: registry.url });
}

export const detail = (host: Caller, id = "notes") => host.call<PluginDetail>("host.plugin.get", { id });
export const list = (host: Caller) => host.call<string[]>("notes.list");
export const note = (host: Caller, text: string) => host.call("notes.add", { text });

/** The error of a call that has to fail. */
export async function failure(call: Promise<unknown>): Promise<RpcError> {
  return await call.then(() => assert.fail("had to fail"), (error) => error as RpcError);
}

/** Names below a folder of the data folder; empty when it is not there. */
export function names(dataDir: string, below: string): string[] {
  try {
    return [...Deno.readDirSync(`${dataDir}/${below}`)].map(({ name }) => name).sort();
  } catch {
    return [];
  }
}

/** Nothing of the plugin is on this host: no file, no process, no row, no place among the events. */
export async function assertNothingLeft(host: TestHost, options: { id?: string; data?: boolean } = {}): Promise<void> {
  const { id = "notes", data = false } = options;
  const { dataDir, running: { db, log } } = host;
  assert.deepEqual(names(dataDir, "packages/stage"), [], "the stage is empty");
  assert.deepEqual(names(dataDir, "packages/store"), [], "the store is empty");
  assert.deepEqual(names(dataDir, "packages/snapshots"), [], "no copies of data are left");
  assert.equal(names(dataDir, "plugins").includes(id), data, "its data");
  assert.deepEqual(processesOf(`${dataDir}/plugins/${id}`), [], "no process is left");
  assert.ok(!(await host.call<{ items: { id: string }[] }>("host.plugin.list")).items.some((one) => one.id === id));
  for (const table of ["pkg_installed", "pkg_work", "ker_grants", "ker_grant_entries", "ker_plugins", "life_ends"]) {
    const column = table === "ker_plugins" ? "id" : "plugin";
    assert.deepEqual(db.all(`SELECT * FROM ${table} WHERE ${column} = ?`, id), [], table);
  }
  assert.ok(!(await log.consumers()).some(({ name }) => name === `plugin:${id}`), "no cursor is left");
  const lock = JSON.parse(await Deno.readTextFile(`${dataDir}/plugins.lock`));
  assert.equal(lock.plugins[id], undefined);
}

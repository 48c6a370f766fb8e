import type { Logger } from "../observe/ports.ts";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { methodsOfDocument } from "./openrpc_file.ts";
import { ManifestError, readManifest } from "../packages/mod.ts";
import type { PluginManifest } from "../packages/ports.ts";

/** A folder with a plugin.json. */
export interface FoundPlugin {
  id: string;
  /** Real path. */
  folder: string;
  manifest: PluginManifest;
  /** SHA-256 of plugin.json. */
  manifestHash: string;
  /** What its OpenRPC document says of its methods; undefined when it has none that can be used. */
  documented: MethodDescriptor[] | undefined;
}

/** A plugin.json that cannot be accepted. */
export interface FaultyPlugin {
  /** Name of its folder. */
  id: string;
  folder: string;
  problem: string;
  /** Where it is known. */
  version?: string;
}

export interface Discovery {
  found: FoundPlugin[];
  faulty: FaultyPlugin[];
}

/** Reads every folder below `dir` that holds a plugin.json; names that begin with a dot or `_` are passed over. */
export async function discoverPlugins(dir: string, logger: Logger): Promise<Discovery> {
  const discovery: Discovery = { found: [], faulty: [] };
  let names: string[];
  try {
    names = [];
    for await (const entry of Deno.readDir(dir)) if (!entry.isFile && !/^[._]/.test(entry.name)) names.push(entry.name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) throw error;
    logger.warn(`No plugins: the folder "${dir}" does not exist`);
    return discovery;
  }
  await Promise.all(names.map(async (name) => {
    const one = await discoverPlugin(dir, name);
    if (one && "problem" in one) discovery.faulty.push(one);
    else if (one) discovery.found.push(one);
  }));
  discovery.found.sort(byId);
  discovery.faulty.sort(byId);
  return discovery;
}

/** One plugin's folder, or undefined when it holds no plugin.json. */
export async function discoverPlugin(dir: string, name: string): Promise<FoundPlugin | FaultyPlugin | undefined> {
  const folder = `${dir}/${name}`;
  try {
    const { manifest, hash } = await readManifest(folder);
    const real = await Deno.realPath(folder);
    const documented = await methodsOfDocument(real, manifest.openrpc ?? "openrpc.json", prefixesOf(manifest));
    return { id: manifest.id, folder: real, manifest, manifestHash: hash, documented };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    const problem = error instanceof ManifestError ? error.message : `${folder}: ${(error as Error).message}`;
    return { id: name, folder, problem };
  }
}

/** The prefixes under which a plugin may offer methods: its id and the interfaces that its manifest provides. */
export function prefixesOf(manifest: PluginManifest): string[] {
  return [...new Set([manifest.id, ...Object.keys(manifest.provides ?? {})])];
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}

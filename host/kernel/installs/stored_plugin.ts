import { type InstalledPackage, PackageError, type PackageStore, readStored } from "../../packages/mod.ts";
import { type FaultyPlugin, type FoundPlugin, prefixesOf } from "../discovery.ts";
import { methodsOfDocument } from "../openrpc_file.ts";

/** The plugin of an installed package as it lies in the store, or what is wrong with it. */
export async function storedPlugin(store: PackageStore, one: InstalledPackage): Promise<FoundPlugin | FaultyPlugin> {
  const { plugin: id } = one;
  try {
    const { folder, manifest, manifestHash } = await readStored(store, one);
    const documented = await methodsOfDocument(folder, manifest.openrpc ?? "openrpc.json", prefixesOf(manifest));
    return { id, folder, manifest, manifestHash, documented };
  } catch (error) {
    // Whatever it is: one package that cannot be read keeps no other from running.
    const { message, hint } = error as Error & { hint?: string };
    const problem = hint === undefined ? message : `${message}: ${hint}`;
    return { id, folder: store.folderOf(one.hash), version: one.version, problem };
  }
}

/** The same; throws PackageError when something is wrong with it. */
export async function usablePlugin(store: PackageStore, one: InstalledPackage): Promise<FoundPlugin> {
  const found = await storedPlugin(store, one);
  if (!("problem" in found)) return found;
  throw new PackageError("package_modified", `"${one.plugin}" ${one.version} cannot be used: ${found.problem}`);
}

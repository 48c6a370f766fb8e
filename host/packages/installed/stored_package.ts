import { hashesOf, INTEGRITY } from "../integrity.ts";
import { parseManifest } from "../manifest.ts";
import { type Bundle, BundleError, type Bundler, PackageError, type PluginManifest } from "../ports.ts";
import { sha256 } from "../sha256.ts";
import type { PackageStore } from "./store.ts";
import type { InstalledPackage } from "./table.ts";

const MANIFEST = "plugin.json";

/**
 * Reads what the host needs of a package in the store and holds it against what was installed. Rejects with PackageError
 * when a file was changed or is gone, with ManifestError when this host no longer takes its manifest.
 */
export async function readStored(
  store: PackageStore,
  one: Pick<InstalledPackage, "plugin" | "version" | "hash" | "integrityHash">,
): Promise<{ folder: string; manifest: PluginManifest; manifestHash: string }> {
  const folder = store.folderOf(one.hash);
  const integrity = await read(folder, INTEGRITY, one);
  if (sha256(integrity) !== one.integrityHash) throw modified(one, INTEGRITY);
  const hashes = hashesOf(integrity);
  const bytes = await read(folder, MANIFEST, one);
  const manifestHash = sha256(bytes);
  if (hashes.get(MANIFEST) !== manifestHash) throw modified(one, MANIFEST);
  const manifest = parseManifest(new TextDecoder().decode(bytes), `${one.plugin} ${one.version}: ${MANIFEST}`);
  return { folder, manifest, manifestHash };
}

/** Packages are bundled already: their code is taken as it lies in the store, everything else goes to `bundler`. */
export function bundlerWithStore(bundler: Bundler, store: PackageStore): Bundler {
  return {
    bundlePlugin: (folder, entry) =>
      store.holds(folder) ? storedCode(folder, entry) : bundler.bundlePlugin(folder, entry),
    bundleScript: (path) => bundler.bundleScript(path),
  };
}

async function storedCode(folder: string, entry: string): Promise<Bundle> {
  const path = `${folder}/${entry}`;
  try {
    const [code, integrity] = await Promise.all([Deno.readFile(path), Deno.readFile(`${folder}/${INTEGRITY}`)]);
    const hash = sha256(code);
    if (hashesOf(integrity).get(entry) === hash) return { hash, path, inputs: [], warnings: [], cached: true };
  } catch {
    // Said below.
  }
  const message = "was changed after it was installed: uninstall it, keeping its data, and install it again";
  throw new BundleError(`${entry} ${message}`, [{ file: path, line: 1, column: 1, message, kind: "syntax" }]);
}

async function read(folder: string, path: string, one: Pick<InstalledPackage, "plugin">): Promise<Uint8Array> {
  return await Deno.readFile(`${folder}/${path}`).catch((cause) => {
    throw modified(one, path, cause);
  });
}

function modified({ plugin }: Pick<InstalledPackage, "plugin">, path: string, cause?: unknown): PackageError {
  return new PackageError(
    "package_modified",
    `"${path}" of the installed package was changed or is gone`,
    `Uninstall "${plugin}", keeping its data, and install it again`,
    { cause },
  );
}

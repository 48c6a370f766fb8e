import { pack, type PackageFiles } from "../../host/packages/archive/pack.ts";
import { INTEGRITY, integrityText, SIGNATURE } from "../../host/packages/integrity.ts";
import { sha256 } from "../../host/packages/sha256.ts";
import { createBundler } from "../../host/packages/mod.ts";
import { type FileTree, PACKAGES, writeTree } from "./folders.ts";
import type { RegistryKey } from "./registry_key.ts";

export interface MadePackage {
  id: string;
  version: string;
  /** More fields of plugin.json, or other values of those that are made up. */
  manifest?: Record<string, unknown>;
  /** Text of plugin.js. */
  code: string;
  /** More files, by path. */
  files?: Record<string, string | Uint8Array>;
  /** Signs it; unsigned without. */
  key?: RegistryKey;
  /** Its name in the signature; default "Test publisher". */
  publisher?: string;
}

/** A package put together file by file, for those that `plugin build` would not make; the plugin's code is not looked at. */
export async function madePackage(made: MadePackage): Promise<Uint8Array<ArrayBuffer>> {
  const { id, version, manifest, code, files = {}, key, publisher = "Test publisher" } = made;
  const known = { id, version, engine: "^1", name: id, entry: "plugin.js", ...manifest };
  const texts: PackageFiles = new Map([
    ["plugin.json", bytesOf(JSON.stringify(known))],
    ["plugin.js", bytesOf(code)],
    ["openrpc.json", bytesOf(JSON.stringify({ openrpc: "1.3.2", info: { title: id, version }, methods: [] }))],
    ...Object.entries(files).map(([path, content]): [string, Uint8Array] => [path, bytesOf(content)]),
  ]);
  const integrity = bytesOf(integrityText([...texts].map(([path, bytes]) => [path, sha256(bytes)])));
  texts.set(INTEGRITY, integrity);
  if (key) {
    const signature = { publisher, publicKey: key.publicKey, alg: "Ed25519", signature: await key.sign(integrity) };
    texts.set(SIGNATURE, bytesOf(JSON.stringify(signature)));
  }
  return pack(texts);
}

/** The code of a package as the bundler makes it out of a plugin's source. */
export async function bundledCode(files: FileTree): Promise<string> {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-code-" }));
  const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
  try {
    await writeTree(`${root}/plugin`, files);
    const { path } = await createBundler({ cacheDir: PACKAGES, logger: quiet }).bundlePlugin(
      `${root}/plugin`,
      "plugin.ts",
    );
    return await Deno.readTextFile(path);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

function bytesOf(content: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
}

import { pack, type PackageFiles } from "../archive/pack.ts";
import { bundleStage } from "../bundle_stage.ts";
import { sourceOf } from "../bundler.ts";
import { INTEGRITY, integrityText } from "../integrity.ts";
import { readManifestFile } from "../manifest.ts";
import { openPackage } from "../open_package.ts";
import { type BuildPackage, type BuiltPackage, PackageError, type PluginManifest } from "../ports.ts";
import type { MethodDescriptor } from "../../sdk/channel/protocol.ts";
import { sha256 } from "../sha256.ts";
import { makeStage, type Stage } from "../stage.ts";
import { describe } from "./describe.ts";
import { documentAbout } from "./document_about.ts";
import { neutralPaths } from "./neutral_paths.ts";
import { pageFiles } from "./pages.ts";

/** Writes methods down as OpenRPC. */
export type WriteOpenrpc = (
  methods: MethodDescriptor[],
  about: {
    version: string;
    prefix: string;
    events: { name: string; plugin: string; schema: Record<string, unknown> }[];
  },
) => unknown;

/**
 * Makes packages out of source folders: the module graph is checked as for a folder of `--plugins`, code and pages are
 * bundled, methods described. What comes out is opened once as an installer would. The same sources give the same bytes
 * with the same version of Deno and of the SDK, wherever they lie. Rejects with ManifestError, BundleError or
 * PackageError; without a plugin.json with `not_found`.
 */
export function packageBuilder(openrpc: WriteOpenrpc): BuildPackage {
  return async (folder, { cacheDir, logger }) => {
    const startedAt = performance.now();
    const manifest = await sourceManifest(folder);
    const source = await sourceOf("plugin", `${folder}/${manifest.entry ?? "plugin.ts"}`, folder);
    const stages = `${cacheDir}/build`;
    await Deno.mkdir(stages, { recursive: true });
    await using stage = await makeStage(stages, { ...source, name: manifest.id });
    const { code, graph, warnings } = await bundleStage(stage);
    const { methods } = await describe(stage, manifest.id);
    methods.sort((a, b) => a.name < b.name ? -1 : 1);
    const files: PackageFiles = new Map([
      ["plugin.json", json(packageManifest(manifest))],
      ["plugin.js", encoder.encode(neutralPaths(code, graph))],
      ["openrpc.json", json(openrpc(methods, documentAbout(manifest)))],
      ...await namedFiles(stage, manifest),
      ...await pageFiles(stage),
    ]);
    const hashes = [...files].map(([path, bytes]): [string, string] => [path, sha256(bytes)]);
    files.set(INTEGRITY, encoder.encode(integrityText(hashes)));
    const built = { name: `${manifest.id}-${manifest.version}.tgz`, bytes: pack(files), warnings };
    const { hash, manifest: packed } = await opened(built.bytes, stage);
    const ms = Math.round(performance.now() - startedAt);
    logger.info(`Built ${built.name}`, { ms, bytes: built.bytes.length });
    return { ...built, hash, manifest: packed };
  };
}

const encoder = new TextEncoder();

function json(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value, null, 2) + "\n");
}

async function sourceManifest(folder: string): Promise<PluginManifest> {
  try {
    return (await readManifestFile(`${folder}/plugin.json`)).manifest;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound) && !(error instanceof Deno.errors.NotADirectory)) throw error;
    const hint = "Name the folder that holds the plugin's plugin.json";
    throw new PackageError("not_found", `There is no plugin.json in "${folder}"`, hint, { cause: error });
  }
}

/** The manifest as it stands in a package. */
function packageManifest({ $schema: _, ...manifest }: PluginManifest & { $schema?: string }): PluginManifest {
  return { ...manifest, entry: "plugin.js", openrpc: "openrpc.json" };
}

/** README.md, and the icon if it is a file; what the manifest names must be there, which opening sees to. */
async function namedFiles(stage: Stage, { icon }: PluginManifest): Promise<[string, Uint8Array][]> {
  const files: [string, Uint8Array][] = [];
  for (const path of ["README.md", ...icon?.endsWith(".svg") ? [icon] : []]) {
    const bytes = await Deno.readFile(`${stage.folder}/${path}`).catch(() => undefined);
    if (bytes !== undefined) files.push([path, bytes]);
  }
  return files;
}

/** Opens what was built, so that nothing is handed out which an installer refuses. */
async function opened(bytes: Uint8Array, stage: Stage): Promise<Pick<BuiltPackage, "hash" | "manifest">> {
  const archive = `${stage.root}/package.tgz`;
  await Deno.writeFile(archive, bytes);
  return await openPackage(archive, `${stage.root}/package`);
}

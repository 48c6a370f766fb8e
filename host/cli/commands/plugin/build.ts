import { resolve } from "node:path";
import type { Command } from "commander";
import type { BuiltPackage } from "../../../packages/ports.ts";
import type { CliContext } from "../../context.ts";
import { plain, printJson } from "../../output.ts";
import { packing, packingCommand, printWarnings, sizeText } from "./packing.ts";

/** `bulkhead plugin build <folder> [--out <package.tgz>]`. */
export function buildCommand(context: CliContext): Command {
  return packingCommand("build", "make a package of a plugin's folder; the same sources give the same bytes")
    .argument("<folder>", "holds the plugin's plugin.json")
    .option("--out <package.tgz>", "file or folder to write to (default: <id>-<version>.tgz here)")
    .action(async (folder: string, options: { out?: string; json?: boolean }) => {
      const built = await buildFolder(folder);
      printWarnings(context, built.warnings);
      const path = targetPath(options.out, built.name);
      await replaceFile(path, built.bytes);
      const { id, version } = built.manifest;
      const { hash: sha256, bytes: { length: size } } = built;
      if (options.json) return printJson(context, { id, version, path, sha256, size, warnings: built.warnings });
      context.out(`${plain(path)}: ${id} ${version}, ${sizeText(size)}, SHA-256 ${sha256}\n`);
    });
}

/** Builds a folder with nothing kept of it but the package. */
export async function buildFolder(folder: string): Promise<BuiltPackage> {
  return await packing(async ({ packageBuilder }) => {
    const { openrpcDocument } = await import("../../../rpc/mod.ts");
    const cacheDir = await Deno.makeTempDir({ prefix: "bulkhead-build-" });
    try {
      return await packageBuilder(openrpcDocument)(resolve(folder), { cacheDir, logger: QUIET });
    } finally {
      await Deno.remove(cacheDir, { recursive: true });
    }
  });
}

const QUIET = { debug() {}, info() {}, warn() {}, error() {}, child: () => QUIET };

function targetPath(out: string | undefined, name: string): string {
  const path = resolve(out ?? name);
  return out?.endsWith("/") || isFolder(path) ? `${path}/${name}` : path;
}

/** Puts a file in place at once, so that nobody finds half a package. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")) || "/", { recursive: true });
  const temporary = `${path}.${crypto.randomUUID()}`;
  try {
    await Deno.writeFile(temporary, bytes, { createNew: true });
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

/** Is it a folder? False when it is not there. */
export function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

import { resolve } from "node:path";
import type { Command } from "commander";
import type { CliContext } from "../../context.ts";
import { plain, printJson } from "../../output.ts";
import { buildFolder, isFolder } from "./build.ts";
import { expiresDays, packing, printWarnings, registryFolderCommand, type RegistryOptions } from "./packing.ts";
import { readArchive } from "./sign.ts";

interface PublishOptions extends RegistryOptions {
  publisher?: string;
  name?: string;
  packageKey?: string;
}

/** `bulkhead plugin publish <folder> --registry <folder> --key <key file>`. */
export function publishCommand(context: CliContext): Command {
  return registryFolderCommand(
    "publish",
    "build, sign and add a plugin to a static registry, which it begins if need be",
  )
    .argument("<folder>", "the plugin's folder, or a package that is built already; a signed one keeps its signature")
    .option("--package-key <file>", "key that signs the package, where it is not the registry's")
    .option("--publisher <name>", "the name to show (default: the key's fingerprint)")
    .option("--name <name>", "what the registry is called (default: as before, else its folder's name)")
    .action(async (source: string, options: PublishOptions) => {
      const expires = expiresDays(options.expires);
      const archive = await archiveOf(context, resolve(source));
      const published = await packing(async ({ addSignature, isSigned, publishPackage, readKeyFile }) => {
        const key = await readKeyFile(resolve(options.key));
        const signer = options.packageKey === undefined ? key : await readKeyFile(resolve(options.packageKey));
        const keeps = options.packageKey === undefined && options.publisher === undefined && await isSigned(archive);
        const signed = keeps ? archive : await addSignature(archive, signer, { publisher: options.publisher });
        const folder = resolve(options.registry);
        return await publishPackage({ folder, key, name: options.name, expiresDays: expires }, signed);
      });
      if (options.json) return printJson(context, { ...published, registry: resolve(options.registry) });
      const { id, version, revision, changed } = published;
      if (!changed) return context.out(`${id} ${version} is there already, nothing has changed\n`);
      context.out(`${id} ${version} by ${plain(published.publisher)} is published: revision ${revision}, `);
      context.out(`believed until ${published.expires.slice(0, 10)}\n`);
    });
}

async function archiveOf(context: CliContext, source: string): Promise<Uint8Array> {
  if (!isFolder(source)) return await readArchive(source);
  const built = await buildFolder(source);
  printWarnings(context, built.warnings);
  return built.bytes;
}

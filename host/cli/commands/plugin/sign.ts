import { resolve } from "node:path";
import type { Command } from "commander";
import type { CliContext } from "../../context.ts";
import { plain, printJson } from "../../output.ts";
import { replaceFile } from "./build.ts";
import { packing, packingCommand } from "./packing.ts";

interface SignOptions {
  key: string;
  publisher?: string;
  out?: string;
  json?: boolean;
}

/** `bulkhead plugin sign <package.tgz> --key <key file>`. */
export function signCommand(context: CliContext): Command {
  return packingCommand("sign", "sign a package, in place of a signature that it has")
    .argument("<package.tgz>")
    .requiredOption("--key <file>", "key file that `plugin keygen` made")
    .option("--publisher <name>", "the name to show (default: the key's fingerprint)")
    .option("--out <package.tgz>", "file to write (default: the package itself)")
    .action(async (file: string, options: SignOptions) => {
      const path = resolve(options.out ?? file);
      const signed = await packing(async ({ addSignature, readKeyFile, sha256 }) => {
        const key = await readKeyFile(resolve(options.key));
        const archive = await readArchive(resolve(file));
        const bytes = await addSignature(archive, key, { publisher: options.publisher });
        return { bytes, sha256: sha256(bytes), publisher: options.publisher ?? key.fingerprint, key };
      });
      await replaceFile(path, signed.bytes);
      const { sha256, publisher, key: { publicKey, fingerprint } } = signed;
      if (options.json) return printJson(context, { path, sha256, publisher, publicKey, fingerprint });
      context.out(`${plain(path)} is signed by ${plain(publisher)}, SHA-256 ${sha256}\n`);
    });
}

/** The bytes of a package's file, or what is wrong with it in words. */
export async function readArchive(path: string): Promise<Uint8Array> {
  return await packing(async ({ PackageError }) => {
    try {
      return await Deno.readFile(path);
    } catch (error) {
      const message = `The package "${path}" cannot be read: ${(error as Error).message}`;
      throw new PackageError("not_found", message, undefined, { cause: error });
    }
  });
}

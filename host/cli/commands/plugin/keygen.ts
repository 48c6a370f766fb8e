import { resolve } from "node:path";
import type { Command } from "commander";
import type { CliContext } from "../../context.ts";
import { plain, printJson } from "../../output.ts";
import { packing, packingCommand } from "./packing.ts";

/** `bulkhead plugin keygen --out <key file>`. */
export function keygenCommand(context: CliContext): Command {
  return packingCommand("keygen", "make a key that signs packages and registries")
    .requiredOption("--out <key file>", "file to write; only you can read it, and it is never replaced")
    .action(async (options: { out: string; json?: boolean }) => {
      const path = resolve(options.out);
      const { publicKey, fingerprint } = await packing(({ createKeyFile }) => createKeyFile(path));
      if (options.json) return printJson(context, { path, publicKey, fingerprint });
      context.out(`${plain(path)} is your key: keep a copy in a safe place, whoever has it is you\n`);
      context.out(`Its fingerprint is ${fingerprint}: tell it to those who install what you sign\n`);
    });
}

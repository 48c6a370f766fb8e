import { resolve } from "node:path";
import type { Command } from "commander";
import type { CliContext } from "../../context.ts";
import { printJson } from "../../output.ts";
import { expiresDays, packing, registryFolderCommand, type RegistryOptions } from "./packing.ts";

/** `bulkhead plugin renew --registry <folder> --key <key file>`. */
export function renewCommand(context: CliContext): Command {
  return registryFolderCommand("renew", "sign a registry's index anew, so that hosts go on to believe it")
    .action(async (options: RegistryOptions) => {
      const expires = expiresDays(options.expires);
      const state = await packing(async ({ readKeyFile, refreshIndex }) => {
        const key = await readKeyFile(resolve(options.key));
        return await refreshIndex({ folder: resolve(options.registry), key, expiresDays: expires });
      });
      if (options.json) return printJson(context, state);
      context.out(`The index has revision ${state.revision} and is believed until ${state.expires.slice(0, 10)}\n`);
    });
}

import { resolve } from "node:path";
import type { Command } from "commander";
import type { CliContext } from "../../context.ts";
import { printJson } from "../../output.ts";
import { expiresDays, packing, registryFolderCommand, type RegistryOptions } from "./packing.ts";

/** `bulkhead plugin revoke <package…> --registry <folder> --key <key file>`. */
export function revokeCommand(context: CliContext): Command {
  return registryFolderCommand("revoke", "tell all hosts to stop a published package")
    .argument("<packages...>", "each as <id>@<version> or by its SHA-256")
    .action(async (packages: string[], options: RegistryOptions) => {
      const expires = expiresDays(options.expires);
      const revoked = await packing(async ({ readKeyFile, revokePackages }) => {
        const key = await readKeyFile(resolve(options.key));
        return await revokePackages({ folder: resolve(options.registry), key, expiresDays: expires }, packages);
      });
      if (options.json) return printJson(context, { revoked });
      for (const hash of revoked) context.out(`${hash} is revoked\n`);
    });
}

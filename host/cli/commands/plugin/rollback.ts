import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { printJson } from "../../output.ts";
import type { Installed } from "./install.ts";
import { withProgress } from "./progress_lines.ts";

interface RollbackOptions extends HostOptions {
  version?: string;
  restoreData?: boolean;
}

/** `bulkhead plugin rollback <id>`. */
export function rollbackCommand(context: CliContext): Command {
  return hostCommand("rollback", "take a version that was in use before into use again")
    .argument("<id>")
    .option("--version <version>", "which one (default: the one that was in use last)")
    .option("--restore-data", "with the data of that time; what is there now is kept aside")
    .action((id: string, options: RollbackOptions) =>
      withHost(context, options, async (host) => {
        const { version, restoreData, json } = options;
        const params = { id, data: restoreData ? "restore" : "keep", ...(version ? { version } : {}) };
        const done = await withProgress(context, host, { id, json }, () =>
          host.call<Installed>("host.plugin.rollback", params));
        if (json) {
          printJson(context, done);
        } else context.out(`${done.id} ${done.version}: ${done.state}\n`);
      })
    );
}

import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import { type CliContext, CliError } from "../../context.ts";
import { printJson } from "../../output.ts";
import { type Dependent, dependentWords } from "./disable.ts";
import { withProgress } from "./progress_lines.ts";

interface RemoveOptions extends HostOptions {
  deleteData?: boolean;
  yes?: boolean;
}

/** `bulkhead plugin remove <id>`: names those who depend on it first; its data stays unless it is to be deleted. */
export function removeCommand(context: CliContext): Command {
  return hostCommand("remove", "stop a plugin and remove its package; its data stays")
    .argument("<id>")
    .option("--delete-data", "delete its data as well, for good")
    .option("-y, --yes", "do not ask, whoever depends on it")
    .action((id: string, options: RemoveOptions) =>
      withHost(context, options, async (host) => {
        const { deleteData = false, yes, json } = options;
        const { dependents = [] } = await host.call<{ dependents?: Dependent[] }>("host.plugin.get", { id });
        if (dependents.length > 0) {
          context.err(`${id} is used by:\n${dependents.map((one) => `  ${dependentWords(one, id)}\n`).join("")}`);
        }
        if (!yes && (dependents.length > 0 || deleteData)) {
          const question = deleteData ? `Remove ${id} and all its data, for good?` : `Remove ${id}?`;
          if (!context.interactive && deleteData) {
            throw new CliError(`Nobody is here to say whether the data of "${id}" may go: pass --yes if it may`);
          }
          if (context.interactive && !await context.confirm(question)) return context.out(`${id} stays\n`);
        }
        const done = await withProgress(context, host, { id, json }, () =>
          host.call<{ id: string; dataKept: boolean }>("host.plugin.uninstall", { id, deleteData }));
        if (json) {
          printJson(context, done);
        } else context.out(`${id} is removed${done.dataKept ? "; its data is kept" : ""}\n`);
      })
    );
}

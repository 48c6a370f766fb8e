import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { plain, printJson } from "../../output.ts";

/** One that would miss the plugin, as `host.plugin.get` tells. */
export interface Dependent {
  kind: "plugin" | "workflow";
  id: string;
  interface: string;
  optional: boolean;
}

interface DisableOptions extends HostOptions {
  yes?: boolean;
}

/** `bulkhead plugin disable`: names those who depend on it first, and asks where somebody can answer. */
export function disableCommand(context: CliContext): Command {
  return hostCommand("disable", "switch a plugin off; answers when it has drained and ended")
    .argument("<id>")
    .option("-y, --yes", "do not ask, whoever depends on it")
    .action((id: string, options: DisableOptions) =>
      withHost(context, options, async (host) => {
        const { enabled, dependents = [] } = await host.call<{ enabled: boolean; dependents?: Dependent[] }>(
          "host.plugin.get",
          { id },
        );
        if (enabled && dependents.length > 0) {
          context.err(`${id} is used by:\n${dependents.map((one) => `  ${dependentWords(one, id)}\n`).join("")}`);
          const asks = context.interactive && !options.yes;
          if (asks && !await context.confirm(`Switch ${id} off?`)) return context.out(`${id} stays on\n`);
        }
        const changed = await host.call<{ id: string; state: string }>("host.plugin.disable", { id });
        if (options.json) printJson(context, changed);
        else context.out(`${changed.id}: ${changed.state}\n`);
      })
    );
}

/** What becomes of it when the plugin is gone. */
export function dependentWords({ kind, id, interface: name, optional }: Dependent, provider: string): string {
  const needed = name === provider ? "" : `, for ${name}`;
  const what = kind === "workflow"
    ? "its runs wait"
    : optional
    ? "goes on without it"
    : "stops until somebody provides it again";
  return plain(`${kind} ${id}${needed}: ${what}`);
}

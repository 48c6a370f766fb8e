import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { printJson, printTable } from "../../output.ts";

/** What `host.plugin.list` tells, as far as it is shown. */
export interface PluginRow {
  id: string;
  version: string;
  enabled: boolean;
  state: string;
  reason?: string;
  running?: boolean;
  memoryBytes?: number;
  restarts?: number;
}

/** `bulkhead plugin list`. */
export function listCommand(context: CliContext): Command {
  return hostCommand("list", "all plugins with their states").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const { items } = await host.call<{ items: PluginRow[] }>("host.plugin.list");
      if (options.json) return printJson(context, items);
      printPlugins(context, items);
    })
  );
}

function printPlugins(context: CliContext, items: PluginRow[]): void {
  printTable(context, items, {
    none: "There are no plugins",
    columns: {
      plugin: (plugin) => plugin.id,
      version: (plugin) => plugin.version,
      state: (plugin) => plugin.state,
      memory: (plugin) => plugin.memoryBytes === undefined ? "" : `${Math.round(plugin.memoryBytes / 2 ** 20)} MB`,
      restarts: (plugin) => plugin.restarts || "",
      reason: (plugin) => plugin.reason,
    },
  });
}

import type { Command } from "commander";
import { commandGroup, hostCommand, type HostOptions, withHost } from "../command.ts";
import type { CliContext } from "../context.ts";
import { printJson, printTable } from "../output.ts";
import { checkCommand } from "./plugin/check.ts";
import { devCommand } from "./plugin/dev.ts";
import { newCommand } from "./plugin/new.ts";
import { testCommand } from "./plugin/test.ts";

/** What `host.plugin.list` tells, as far as it is shown. */
interface PluginRow {
  id: string;
  version: string;
  enabled: boolean;
  state: string;
  reason?: string;
  running?: boolean;
  memoryBytes?: number;
  restarts?: number;
}

/** `bulkhead plugin …`: each command is a file of the folder `plugin/`. */
export function pluginCommand(context: CliContext, done: (exitCode: number) => void): Command {
  return commandGroup("plugin", "make, test, publish, install and steer plugins", [
    newCommand(context),
    devCommand(context, done),
    testCommand(done),
    checkCommand(context, done),
    listCommand(context),
    changeCommand(context, "enable", "switch a plugin on; answers when it is ready"),
    changeCommand(context, "disable", "switch a plugin off; answers when it has drained and ended"),
    changeCommand(context, "restart", "start a plugin anew, also out of backoff and quarantine"),
  ]);
}

function listCommand(context: CliContext): Command {
  return hostCommand("list", "all plugins with their states").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const { items } = await host.call<{ items: PluginRow[] }>("host.plugin.list");
      if (options.json) return printJson(context, items);
      printPlugins(context, items);
    })
  );
}

/** The table of plugins, here and in `bulkhead status`. */
export function printPlugins(context: CliContext, items: PluginRow[]): void {
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

function changeCommand(context: CliContext, verb: "enable" | "disable" | "restart", description: string): Command {
  return hostCommand(verb, description).argument("<id>").action((id: string, options: HostOptions) =>
    withHost(context, options, async (host) => {
      const changed = await host.call<PluginRow>(`host.plugin.${verb}`, { id });
      if (options.json) printJson(context, changed);
      else context.out(`${changed.id}: ${changed.state}\n`);
    })
  );
}

import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { printJson } from "../../output.ts";
import type { PluginRow } from "./list.ts";

/** `bulkhead plugin enable | disable | restart <id>`. */
export function changeCommand(
  context: CliContext,
  verb: "enable" | "restart",
  description: string,
): Command {
  return hostCommand(verb, description).argument("<id>").action((id: string, options: HostOptions) =>
    withHost(context, options, async (host) => {
      const changed = await host.call<PluginRow>(`host.plugin.${verb}`, { id });
      if (options.json) printJson(context, changed);
      else context.out(`${changed.id}: ${changed.state}\n`);
    })
  );
}

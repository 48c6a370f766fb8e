import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { printJson } from "../../output.ts";
import { packageSource } from "./package_source.ts";
import { type Inspected, printInspected } from "./package_words.ts";
import { withProgress } from "./progress_lines.ts";

interface InspectOptions extends HostOptions {
  version?: string;
}

/** `bulkhead plugin inspect <source>`. */
export function inspectCommand(context: CliContext): Command {
  return hostCommand("inspect", "fetch and verify a package without running it: who made it, what it asks for")
    .argument("<source>", "<registry URL>#<id>, an id of a registry that was added, URL or path of a .tgz, or a folder")
    .option("--version <range>", "another version than the newest")
    .action((given: string, options: InspectOptions) =>
      withHost(context, options, async (host) => {
        const source = packageSource(context, given);
        const { version, json } = options;
        const info = await withProgress(context, host, { source, json }, () =>
          host.call<Inspected>("host.plugin.inspect", { source, ...(version ? { version } : {}) }));
        if (json) {
          printJson(context, info);
        } else printInspected(context, info);
      })
    );
}

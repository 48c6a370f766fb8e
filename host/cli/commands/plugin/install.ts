import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { printJson } from "../../output.ts";
import { agrees, checkInstallable } from "./agree.ts";
import { packageSource } from "./package_source.ts";
import { type Inspected, printInspected } from "./package_words.ts";
import { withProgress } from "./progress_lines.ts";

interface InstallOptions extends HostOptions {
  version?: string;
  yes?: boolean;
}

/** What the host answers to installing, updating and rolling back. */
export interface Installed {
  id: string;
  version: string;
  enabled: boolean;
  state: string;
}

/** `bulkhead plugin install <source>`: shows what it is, asks, installs exactly that and enables it. */
export function installCommand(context: CliContext): Command {
  return hostCommand("install", "show a package, ask, install exactly what was shown and switch it on")
    .argument("<source>", "<registry URL>#<id>, an id of a registry that was added, URL or path of a .tgz, or a folder")
    .option("--version <range>", "another version than the newest")
    .option("-y, --yes", "agree to what it asks for without being asked")
    .action((given: string, options: InstallOptions) =>
      withHost(context, options, async (host) => {
        const { version, json, yes } = options;
        const source = packageSource(context, given);
        const info = await withProgress(context, host, { source, json }, () =>
          host.call<Inspected>("host.plugin.inspect", { source, ...(version ? { version } : {}) }));
        const { id } = info.manifest;
        if (!json) {
          printInspected(context, info);
        }
        checkInstallable(info);
        if (!await agrees(context, info, { yes, question: `Install ${id} and grant it that?` })) {
          return context.out(`${id} is not installed\n`);
        }
        const request = { source: info.source, grantHash: info.grantHash };
        const done = await withProgress(context, host, { source: info.source, json }, () =>
          host.call<Installed>("host.plugin.install", request));
        if (json) {
          printJson(context, done);
        } else context.out(`${done.id} ${done.version}: ${done.state}\n`);
      })
    );
}

import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import { type CliContext, CliError } from "../../context.ts";
import type { HostClient } from "../../host_client.ts";
import { printJson } from "../../output.ts";
import { RpcError } from "../../../sdk/errors.ts";
import { agrees, checkInstallable } from "./agree.ts";
import type { Installed } from "./install.ts";
import { type Inspected, printInspected } from "./package_words.ts";
import { withProgress } from "./progress_lines.ts";

interface UpdateOptions extends HostOptions {
  version?: string;
  yes?: boolean;
}

interface PluginDetail {
  id: string;
  version: string;
  package?: { source: string; hash: string };
  update?: { version: string };
}

/** What became of one plugin. */
type Outcome = Installed & { from: string };

/** `bulkhead plugin update [id]`: without an id everything for which its registry has something newer. */
export function updateCommand(context: CliContext): Command {
  return hostCommand("update", "take newer versions into use; one that does not become ready is taken back")
    .argument("[id]", "default: every plugin for which there is something newer")
    .option("--version <range>", "this version, newer or older; only with an id")
    .option("-y, --yes", "agree to what they ask for beyond what they have without being asked")
    .action((id: string | undefined, options: UpdateOptions) =>
      withHost(context, options, async (host) => {
        if (!id && options.version) throw new CliError("--version needs the id of a plugin", 2);
        const ids = id ? [id] : await outdated(host);
        const outcomes: Outcome[] = [];
        const failed: string[] = [];
        for (const one of ids) {
          try {
            const outcome = await updateOne(context, host, one, options);
            if (outcome) outcomes.push(outcome);
          } catch (error) {
            if (id || !(error instanceof RpcError || error instanceof CliError)) throw error;
            context.err(`${one}: ${error.message}\n`);
            failed.push(one);
          }
        }
        if (options.json) printJson(context, id ? outcomes[0] : outcomes);
        else if (ids.length === 0) context.out("Everything is up to date\n");
        if (failed.length > 0) throw new CliError(`Not updated: ${failed.join(", ")}`);
      })
    );
}

async function outdated(host: HostClient): Promise<string[]> {
  await host.call("host.registry.refresh");
  const { items } = await host.call<{ items: PluginDetail[] }>("host.plugin.list");
  return items.flatMap(({ id, update }) => update ? [id] : []);
}

async function updateOne(
  context: CliContext,
  host: HostClient,
  id: string,
  { version, yes, json }: UpdateOptions,
): Promise<Outcome | undefined> {
  const before = await host.call<PluginDetail>("host.plugin.get", { id });
  const source = before.package?.source;
  if (source === undefined) throw new CliError(`"${id}" was not installed from a package: it is changed in its folder`);
  const look = { source, ...(version ? { version } : {}) };
  const info = await withProgress(
    context,
    host,
    { source, json },
    () => host.call<Inspected>("host.plugin.inspect", look),
  );
  const { changes, grantHash } = info;
  const params = { id, version: info.manifest.version, grantHash };
  if (info.hash !== before.package?.hash) {
    if (!json) printInspected(context, info);
    checkInstallable(info);
    const question = `Update ${id} to ${info.manifest.version} and grant it that?`;
    if (changes?.needsConsent && !await agrees(context, info, { yes, question })) {
      context.out(`${id} stays at ${before.version}\n`);
      return undefined;
    }
  }
  const done = await withProgress(
    context,
    host,
    { id, json },
    () => host.call<Installed>("host.plugin.update", params),
  );
  if (!json) {
    const told = done.version === before.version ? "is up to date" : `is updated from ${before.version}`;
    context.out(`${id} ${done.version}: ${told}, ${done.state}\n`);
  }
  return { ...done, from: before.version };
}

import type { Command } from "commander";
import { commandGroup, hostCommand, type HostOptions, withHost } from "../command.ts";
import type { CliContext } from "../context.ts";
import { plain, printJson, printTable } from "../output.ts";

/** What `host.registry.list` tells, as far as it is shown. */
interface RegistryRow {
  url: string;
  name: string;
  fingerprint: string;
  revision: number;
  expires: string;
  plugins: number;
  problem?: string;
}

interface OfferRow {
  id: string;
  name: string;
  description?: string;
  registry: { url: string; name: string };
  source: string;
  versions: { version: string; fits: boolean }[];
  installed?: string;
}

/** `bulkhead registry add | list | remove | refresh | search`. */
export function registryCommand(context: CliContext): Command {
  return commandGroup("registry", "where plugins can be installed from", [
    addCommand(context),
    listCommand(context),
    removeCommand(context),
    refreshCommand(context),
    searchCommand(context),
  ]);
}

function addCommand(context: CliContext): Command {
  return hostCommand("add", "read a registry's index and pin its key").argument("<url>", "folder of its index.json")
    .action((url: string, options: HostOptions) =>
      withHost(context, options, async (host) => {
        const added = await host.call<RegistryRow>("host.registry.add", { url });
        if (options.json) return printJson(context, added);
        context.out(
          `${plain(added.name)} is added: ${
            added.plugins === 1 ? "1 plugin" : `${added.plugins} plugins`
          }, revision ${added.revision}\n`,
        );
        context.out(`Its key is ${added.fingerprint}: compare that with what its people say\n`);
      })
    );
}

function listCommand(context: CliContext): Command {
  return hostCommand("list", "all registries with their keys and problems").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const { items } = await host.call<{ items: RegistryRow[] }>("host.registry.list", { limit: 200 });
      printRegistries(context, items, options);
    })
  );
}

function refreshCommand(context: CliContext): Command {
  return hostCommand("refresh", "read every index anew").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const { items } = await host.call<{ items: RegistryRow[] }>("host.registry.refresh");
      printRegistries(context, items, options);
    })
  );
}

function printRegistries(context: CliContext, items: RegistryRow[], options: HostOptions): void {
  if (options.json) return printJson(context, items);
  printTable(context, items, {
    none: "No registry was added",
    columns: {
      registry: (registry) => registry.url,
      name: (registry) => registry.name,
      plugins: (registry) => registry.plugins,
      revision: (registry) => registry.revision,
      expires: (registry) => registry.expires.slice(0, 10),
      key: (registry) => registry.fingerprint,
      problem: (registry) => registry.problem,
    },
  });
}

function removeCommand(context: CliContext): Command {
  return hostCommand("remove", "forget a registry; what is installed stays").argument("<url>")
    .action((url: string, options: HostOptions) =>
      withHost(context, options, async (host) => {
        const removed = await host.call<{ url: string }>("host.registry.remove", { url });
        if (options.json) printJson(context, removed);
        else context.out(`${plain(removed.url)} is removed\n`);
      })
    );
}

function searchCommand(context: CliContext): Command {
  return hostCommand("search", "what the registries offer").argument("[words...]", "in id, name or description")
    .option("--registry <url>", "only this one")
    .action((words: string[], options: HostOptions & { registry?: string }) =>
      withHost(context, options, async (host) => {
        const { items, nextCursor } = await host.call<{ items: OfferRow[]; nextCursor?: string }>(
          "host.registry.search",
          { query: words.join(" "), limit: 200, ...(options.registry ? { registry: options.registry } : {}) },
        );
        if (options.json) return printJson(context, items);
        printTable(context, items, {
          none: "Nothing was found",
          columns: {
            source: (offer) => offer.source,
            version: (offer) => offer.versions.find(({ fits }) => fits)?.version ?? "none fits",
            installed: (offer) => offer.installed,
            name: (offer) => offer.name,
            description: (offer) => offer.description?.slice(0, 80),
          },
        });
        if (nextCursor) context.out("There are more: give more words\n");
      })
    );
}

import type { Command } from "commander";
import { commandGroup, hostCommand, type HostOptions, withHost } from "../command.ts";
import { type CliContext, CliError } from "../context.ts";
import type { HostClient } from "../host_client.ts";
import { printJson, printTable } from "../output.ts";

interface GroupRow {
  id: string;
  name: string;
  source?: { name: string };
  memberCount: number;
}

interface MemberRow {
  handle: string;
  name: string;
  role: string;
}

/** `bulkhead group list | show | create | rename | add | take | remove`. */
export function groupCommand(context: CliContext): Command {
  return commandGroup("group", "groups of people: who is in them, and changes to those that were made here", [
    listCommand(context),
    showCommand(context),
    createCommand(context),
    renameCommand(context),
    membersCommand(context, { name: "add", method: "host.group.members.add", help: "put people into a group" }),
    membersCommand(context, { name: "take", method: "host.group.members.remove", help: "take people out of a group" }),
    removeCommand(context),
  ]);
}

const GROUP = "its name, or its id where two have the same name";

function listCommand(context: CliContext): Command {
  return hostCommand("list", "all groups, with where they come from").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const items = await allGroups(host);
      if (options.json) return printJson(context, items);
      printTable(context, items, {
        none: "There are no groups",
        columns: {
          name: (group) => group.name,
          people: (group) => group.memberCount,
          from: (group) => group.source?.name,
          id: (group) => group.id,
        },
      });
    })
  );
}

function showCommand(context: CliContext): Command {
  return hostCommand("show", "who is in a group")
    .argument("<group>", GROUP)
    .action((group: string, options: HostOptions) =>
      withHost(context, options, async (host) => {
        const { id, name } = await findGroup(host, group);
        const items = await pages<MemberRow>(host, "host.group.members.list", { id });
        if (options.json) return printJson(context, items);
        printTable(context, items, {
          none: `Nobody is in ${name}`,
          columns: { handle: (user) => user.handle, name: (user) => user.name, role: (user) => user.role },
        });
      })
    );
}

function createCommand(context: CliContext): Command {
  return hostCommand("create", "make a group")
    .argument("<name>")
    .argument("[handles...]", "who is in it from the start")
    .action((name: string, users: string[], options: HostOptions) =>
      withHost(context, options, async (host) => {
        tell(context, options, await host.call<GroupRow>("host.group.create", { name, users }));
      })
    );
}

function renameCommand(context: CliContext): Command {
  return hostCommand("rename", "give a group another name")
    .argument("<group>", GROUP)
    .argument("<name>", "the new one")
    .action((group: string, name: string, options: HostOptions) =>
      withHost(context, options, async (host) => {
        const { id } = await findGroup(host, group);
        tell(context, options, await host.call<GroupRow>("host.group.rename", { id, name }));
      })
    );
}

function membersCommand(
  context: CliContext,
  { name, method, help }: { name: string; method: string; help: string },
): Command {
  return hostCommand(name, help)
    .argument("<group>", GROUP)
    .argument("<handles...>")
    .action((group: string, users: string[], options: HostOptions) =>
      withHost(context, options, async (host) => {
        const { id } = await findGroup(host, group);
        tell(context, options, await host.call<GroupRow>(method, { id, users }));
      })
    );
}

function removeCommand(context: CliContext): Command {
  return hostCommand("remove", "remove a group; its members stay")
    .argument("<group>", GROUP)
    .action((group: string, options: HostOptions) =>
      withHost(context, options, async (host) => {
        const { id, name } = await findGroup(host, group);
        await host.call("host.group.remove", { id });
        if (options.json) printJson(context, { id });
        else context.out(`${name} is removed\n`);
      })
    );
}

function tell(context: CliContext, { json }: HostOptions, group: GroupRow): void {
  if (json) return printJson(context, group);
  const { name, memberCount } = group;
  context.out(`${name} has ${memberCount === 1 ? "1 member" : `${memberCount} members`}\n`);
}

const allGroups = (host: HostClient) => pages<GroupRow>(host, "host.group.list", {});

async function pages<T>(host: HostClient, method: string, params: object): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await host.call<{ items: T[]; nextCursor?: string }>(method, { ...params, limit: 200, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

/** The group that somebody names; what has that id comes first. */
async function findGroup(host: HostClient, named: string): Promise<GroupRow> {
  const all = await allGroups(host);
  const byId = all.find(({ id }) => id === named);
  if (byId) return byId;
  const [first, second] = all.filter(({ name }) => name === named);
  if (!first) throw new CliError(`There is no group "${named}": bulkhead group list names those there are`);
  if (second) throw new CliError(`Several groups are called "${named}": give the id that bulkhead group list shows`);
  return first;
}

import { type Command, InvalidArgumentError } from "commander";
import { commandGroup, hostCommand, type HostOptions, withHost } from "../command.ts";
import type { CliContext } from "../context.ts";
import { printJson, printTable } from "../output.ts";

interface UserRow {
  id: string;
  handle: string;
  name: string;
  role: string;
  disabled: boolean;
}

/** `bulkhead user list | invite | reset`. */
export function userCommand(context: CliContext): Command {
  return commandGroup("user", "list people, invite them, let them in again", [
    listCommand(context),
    inviteCommand(context),
    resetCommand(context),
  ]);
}

function listCommand(context: CliContext): Command {
  return hostCommand("list", "everybody with their roles").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const items: UserRow[] = [];
      let cursor: string | undefined;
      do {
        const page = await host.call<{ items: UserRow[]; nextCursor?: string }>("host.user.list", {
          limit: 200,
          cursor,
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      if (options.json) return printJson(context, items);
      printTable(context, items, {
        none: "Nobody is here yet: open the claim link that the host printed",
        columns: {
          handle: (user) => user.handle,
          name: (user) => user.name,
          role: (user) => user.role,
          state: (user) => user.disabled ? "disabled" : "",
          id: (user) => user.id,
        },
      });
    })
  );
}

function inviteCommand(context: CliContext): Command {
  return hostCommand("invite", "print a link, good once, by which somebody comes in")
    .argument("[handle]", "what they are to be called; without it they choose")
    .option("--role <role>", "owner, admin, member or guest (default: member)")
    .option("--days <days>", "how long it can be used, 1 to 90 (default: 7)", daysOf)
    .action((handle: string | undefined, options: HostOptions & { role?: string; days?: number }) =>
      withHost(context, options, async (host) => {
        const made = await host.call<{ link: string; expiresAt: string }>("host.user.invite", {
          handle,
          role: options.role,
          expiresInDays: options.days,
        });
        if (options.json) printJson(context, made);
        else context.out(`${made.link}\n`);
      })
    );
}

function daysOf(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 90) return days;
  throw new InvalidArgumentError("Expected a number of days from 1 to 90.");
}

function resetCommand(context: CliContext): Command {
  return hostCommand(
    "reset",
    "print a link, good once and for a day, by which somebody sets a new password or connects a sign-in",
  )
    .argument("<handle>")
    .action((handle: string, options: HostOptions) =>
      withHost(context, options, async (host) => {
        const made = await host.call<{ link: string; expiresAt: string }>("host.user.reset", { id: handle });
        if (options.json) printJson(context, made);
        else context.out(`${made.link}\n`);
      })
    );
}

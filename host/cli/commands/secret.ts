import { isCancel, password } from "@clack/prompts";
import type { Command } from "commander";
import { commandGroup, hostCommand, type HostOptions, withHost } from "../command.ts";
import { type CliContext, CliError } from "../context.ts";
import { printJson, printTable } from "../output.ts";

/** `bulkhead secret set | list | delete`. */
export function secretCommand(context: CliContext): Command {
  return commandGroup("secret", "give the host secrets for its plugins", [
    setCommand(context),
    listCommand(context),
    deleteCommand(context),
  ]);
}

function setCommand(context: CliContext): Command {
  return hostCommand("set", "store a secret; it is asked for, or read from stdin, never taken from the command line")
    .argument("<NAME>", "such as GITHUB_WEBHOOK_SECRET")
    .action((name: string, options: HostOptions) =>
      withHost(context, options, async (host) => {
        const value = context.interactive ? await ask(name) : (await context.readStdin()).replace(/\r?\n$/, "");
        if (value === "") throw new CliError(`No value for ${name} came on stdin`, 2);
        const stored = await host.call<{ name: string }>("host.secret.set", { name, value });
        if (options.json) printJson(context, stored);
        else context.out(`${stored.name} is stored\n`);
      })
    );
}

async function ask(name: string): Promise<string> {
  const value = await password({ message: `Value of ${name}` });
  if (isCancel(value)) throw new CliError("Nothing was stored");
  return value ?? "";
}

function listCommand(context: CliContext): Command {
  return hostCommand("list", "names of all secrets with their last four characters").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const { items } = await host.call<{ items: { name: string; last4: string; source?: string }[] }>(
        "host.secret.list",
      );
      if (options.json) return printJson(context, items);
      printTable(context, items, {
        none: "There are no secrets",
        columns: {
          name: (secret) => secret.name,
          value: (secret) => `…${secret.last4}`,
          from: (secret) => secret.source,
        },
      });
    })
  );
}

function deleteCommand(context: CliContext): Command {
  return hostCommand("delete", "forget a secret").argument("<NAME>").action((name: string, options: HostOptions) =>
    withHost(context, options, async (host) => {
      const deleted = await host.call<{ name: string }>("host.secret.delete", { name });
      if (options.json) printJson(context, deleted);
      else context.out(`${deleted.name} is forgotten\n`);
    })
  );
}

import { isCancel, password } from "@clack/prompts";
import type { Command } from "commander";
import { commandGroup, hostCommand, type HostOptions, withHost } from "../command.ts";
import { type CliContext, CliError } from "../context.ts";
import { printJson, printTable } from "../output.ts";

/** `bulkhead secret set | list | test | delete | rotate-key`. */
export function secretCommand(context: CliContext): Command {
  return commandGroup("secret", "give the host secrets for its plugins", [
    setCommand(context),
    listCommand(context),
    testCommand(context),
    deleteCommand(context),
    rotateCommand(context),
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
      const { items } = await host.call<
        { items: { name: string; last4: string; source?: string; updatedAt?: string }[] }
      >(
        "host.secret.list",
      );
      if (options.json) return printJson(context, items);
      printTable(context, items, {
        none: "There are no secrets",
        columns: {
          name: (secret) => secret.name,
          value: (secret) => `…${secret.last4}`,
          from: (secret) => secret.source,
          set: (secret) => secret.updatedAt,
        },
      });
    })
  );
}

function testCommand(context: CliContext): Command {
  return hostCommand("test", "try a key at its service, by one request that costs and changes nothing")
    .argument("<NAME>")
    .option("--service <service>", "whose key it is, where its name does not say so")
    .action((name: string, { service, ...options }: HostOptions & { service?: string }) =>
      withHost(context, options, async (host) => {
        const trial = await host.call<{ ok: boolean; message: string }>("host.secret.test", { name, service });
        if (options.json) printJson(context, trial);
        else if (trial.ok) context.out(`${trial.message}\n`);
        else throw new CliError(trial.message);
      })
    );
}

function rotateCommand(context: CliContext): Command {
  return hostCommand("rotate-key", "make a new key and seal every stored secret under it").action((
    options: HostOptions,
  ) =>
    withHost(context, options, async (host) => {
      const rotated = await host.call<{ sealed: number }>("host.secret.key.rotate");
      if (options.json) printJson(context, rotated);
      else context.out(`A new key is in force; ${rotated.sealed} secrets are sealed under it. Back up keys/ anew\n`);
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

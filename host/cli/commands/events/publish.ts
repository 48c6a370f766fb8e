import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import { type CliContext, CliError } from "../../context.ts";
import { printJson } from "../../output.ts";

interface PublishOptions extends HostOptions {
  subject?: string;
  id?: string;
  audience?: string;
}

/** `bulkhead events publish <type> [data]`. */
export function publishCommand(context: CliContext): Command {
  return hostCommand("publish", "publish an event as the host")
    .argument("<type>", "event type, such as shop.order.paid")
    .argument("[data]", 'JSON, "-" for stdin (default: null)')
    .option("--subject <subject>", "what it is about: events of one subject keep their order")
    .option("--id <id>", "a repeat of the same id is not stored again; with other data it is refused")
    .option("--audience <audience>", "who may see it: plugins, role:<role> (default: role:admin)")
    .action((type: string, data: string | undefined, { subject, id, audience, ...options }: PublishOptions) =>
      withHost(context, options, async (host) => {
        const params = { type, data: await readData(context, data), subject, id, audience };
        const result = await host.call<{ id: string; seq: number; duplicate: boolean }>("host.event.publish", params);
        if (options.json) return printJson(context, result);
        const what = result.duplicate ? "was there already" : "is stored";
        context.out(`Event ${result.id} ${what} at position ${result.seq}\n`);
      })
    );
}

/** Throws {@linkcode CliError} when it is no JSON. */
export async function readData(context: CliContext, given: string | undefined): Promise<unknown> {
  if (given === undefined) return undefined;
  const text = given === "-" ? await context.readStdin() : given;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError(`The data is not JSON: ${(error as Error).message}`, 2, { cause: error });
  }
}

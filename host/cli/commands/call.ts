import type { Command } from "commander";
import { connectedCommand, withHost } from "../command.ts";
import { type CliContext, CliError } from "../context.ts";
import { printJson } from "../output.ts";

/** `bulkhead call <method> ['{"json":"params"}']`: any method that the owner may call. */
export function callCommand(context: CliContext): Command {
  return connectedCommand("call", "call any method and print its result as JSON")
    .argument("<method>", "such as host.plugin.list or chat.channel.list")
    .argument("[params]", 'JSON object, or "-" to read it from stdin')
    .option("--json <params>", "the same as the argument [params]")
    .action(async (method: string, argument: string | undefined, options: { data?: string; json?: string }) => {
      const given = argument ?? options.json ?? "{}";
      const params = parseParams(given === "-" ? await context.readStdin() : given);
      await withHost(context, options, async (host) => printJson(context, await host.call(method, params)));
    });
}

function parseParams(text: string): unknown {
  try {
    const params: unknown = JSON.parse(text);
    if (typeof params === "object" && params !== null) return params;
  } catch (error) {
    throw new CliError(`The params are not JSON: ${(error as Error).message}`, 2);
  }
  throw new CliError('The params have to be a JSON object, such as \'{"id":"chat"}\'', 2);
}

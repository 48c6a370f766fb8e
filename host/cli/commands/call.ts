import { type Command, Option } from "commander";
import { connectedCommand, withHost } from "../command.ts";
import { type CliContext, CliError } from "../context.ts";
import { nuonText } from "../nuon.ts";
import { printJson } from "../output.ts";
import { printValue } from "../value_table.ts";

interface CallOptions {
  data?: string;
  json?: string;
  output: "json" | "table" | "nuon";
}

/** `bulkhead call <method> ['{"json":"params"}']`: any method that the owner may call. */
export function callCommand(context: CliContext): Command {
  return connectedCommand("call", "call any method and print its result")
    .argument("<method>", "such as host.plugin.list or chat.channel.list")
    .argument("[params]", 'JSON object, or "-" to read it from stdin')
    .option("--json <params>", "the same as the argument [params]")
    .addOption(
      new Option("-o, --output <form>", "how to print the result; nuon is for Nushell: … | from nuon")
        .choices(["json", "table", "nuon"]).default("json"),
    )
    .action(async (method: string, argument: string | undefined, options: CallOptions) => {
      const given = argument ?? options.json ?? "{}";
      const params = parseParams(given === "-" ? await context.readStdin() : given);
      const result = await withHost(context, options, (host) => host.call<unknown>(method, params));
      if (options.output === "json") printJson(context, result);
      else if (options.output === "nuon") context.out(`${nuonText(result)}\n`);
      else printValue(context, result);
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

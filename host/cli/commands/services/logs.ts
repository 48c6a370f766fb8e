import { type Command, InvalidArgumentError } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { jsonText, plain } from "../../output.ts";
import { servicesOf } from "./provider.ts";

interface Line {
  id: number;
  time: string;
  source: string;
  level: string;
  message: string;
  fields?: Record<string, unknown>;
}

interface Options extends HostOptions {
  follow?: boolean;
  level?: string;
  text?: string;
  limit: number;
}

/** `bulkhead services logs`: what services print, with `-f` also what comes. */
export function logsCommand(context: CliContext): Command {
  return hostCommand("logs", "what services have printed; --json prints one a line")
    .argument("[name]", "default all")
    .option("-f, --follow", "go on with what comes")
    .option("--level <level>", "only this level and above: debug, info, warn, error")
    .option("--text <words>", "only lines with these words")
    .option("--limit <n>", "how many", parseLimit, 50)
    .action((service: string | undefined, options: Options) =>
      withHost(context, options, async (host) => {
        const { prefix, call } = await servicesOf(host);
        const { level, text, limit, follow } = options;
        const filter = { service, level, text };
        const { items } = await call<{ items: Line[] }>("logs.query", { ...filter, limit });
        print(context, items, prefix, options);
        let after = items.at(-1)?.id;
        while (follow && !context.signal.aborted) {
          const page = await call<{ items: Line[]; position: number }>("logs.tail", { ...filter, after });
          print(context, page.items, prefix, options);
          after = page.position;
        }
      })
    );
}

function print(context: CliContext, items: Line[], prefix: string, options: Options): void {
  for (const item of items) context.out(`${options.json ? jsonText(item) : lineOf(item, prefix)}\n`);
}

function lineOf({ time, source, level, message, fields }: Line, prefix: string): string {
  const { stream: _stream, ...others } = fields ?? {};
  const extra = Object.keys(others).length > 0 ? ` ${JSON.stringify(others)}` : "";
  return plain(`${time} ${level.toUpperCase().padEnd(5)} ${source.slice(prefix.length + 1)}: ${message}${extra}`);
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit;
  throw new InvalidArgumentError("Expected a number from 1 to 200.");
}

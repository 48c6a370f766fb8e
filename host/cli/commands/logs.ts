import { type Command, InvalidArgumentError } from "commander";
import { hostCommand, type HostOptions, withHost } from "../command.ts";
import type { CliContext } from "../context.ts";
import { plain, printJson } from "../output.ts";

interface LogLine {
  time: string;
  source: string;
  level: string;
  message: string;
  fields?: Record<string, unknown>;
}

interface LogsOptions extends HostOptions {
  source?: string;
  level?: string;
  text?: string;
  limit: number;
}

/** `bulkhead logs`: the newest records, oldest of them first. */
export function logsCommand(context: CliContext): Command {
  return hostCommand("logs", "the newest log records")
    .option("--source <source>", "only this source and those below it, such as plugins.github")
    .option("--level <level>", "only this level and above: debug, info, warn, error")
    .option("--text <words>", "only records with these words")
    .option("--limit <n>", "how many", parseLimit, 50)
    .action((options: LogsOptions) =>
      withHost(context, options, async (host) => {
        const { source, level, text, limit } = options;
        const { items } = await host.call<{ items: LogLine[] }>("host.log.query", { source, level, text, limit });
        const lines = items.toSorted((a, b) => a.time < b.time ? -1 : a.time > b.time ? 1 : 0);
        if (options.json) return printJson(context, lines);
        for (const line of lines) context.out(`${format(line)}\n`);
      })
    );
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit;
  throw new InvalidArgumentError("Expected a number from 1 to 200.");
}

function format({ time, source, level, message, fields }: LogLine): string {
  const extra = fields && Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : "";
  return plain(`${time} ${level.toUpperCase().padEnd(5)} ${source}: ${message}${extra}`);
}

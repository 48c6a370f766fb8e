import { type Command, InvalidArgumentError } from "commander";
import { hostCommand, type HostOptions, withHost } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { HostClient } from "../host_client.ts";
import { jsonText, plain } from "../output.ts";

interface LogLine {
  id: number;
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
  follow?: boolean;
  all?: boolean;
}

/** Records asked for at once when all are wanted. */
const PAGE = 200;

/** `bulkhead logs`: the newest records, oldest of them first; with `--follow` also those that come. */
export function logsCommand(context: CliContext): Command {
  return hostCommand("logs", "the newest log records; --json prints one a line")
    .option("--source <source>", "only this source and those below it, such as plugins.github")
    .option("--level <level>", "only this level and above: debug, info, warn, error")
    .option("--text <words>", "only records with these words")
    .option("--limit <n>", "how many", parseLimit, 50)
    .option("-f, --follow", "go on with what comes")
    .option("--all", "all records that fit, the oldest first, for a file; --limit does not count")
    .action((options: LogsOptions) =>
      withHost(context, options, async (host) => {
        const { source, level, text, limit } = options;
        const filter = { source, level, text };
        if (options.all) return await printAll(context, host, filter, options);
        const { items } = await host.call<{ items: LogLine[] }>("host.log.query", { ...filter, limit });
        print(context, items, options);
        let after = items.at(-1)?.id;
        while (options.follow && !context.signal.aborted) {
          const page = await host.call<{ items: LogLine[]; position: number }>("host.log.tail", { ...filter, after });
          print(context, page.items, options);
          after = page.position;
        }
      })
    );
}

/** Page by page, and with `--follow` what comes after them. */
async function printAll(
  context: CliContext,
  host: HostClient,
  filter: Pick<LogsOptions, "source" | "level" | "text">,
  options: LogsOptions,
): Promise<void> {
  for (let after = 0; !context.signal.aborted;) {
    const waitMs = options.follow ? undefined : 0;
    const page = await host.call<{ items: LogLine[]; position: number }>("host.log.tail", {
      ...filter,
      after,
      limit: PAGE,
      waitMs,
    });
    print(context, page.items, options);
    if (page.items.length === 0 && !options.follow) return;
    after = page.position;
  }
}

/** One line a record, as text or as JSON. */
function print(context: CliContext, items: LogLine[], options: LogsOptions): void {
  for (const item of items) context.out(`${options.json ? jsonText(item) : format(item)}\n`);
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

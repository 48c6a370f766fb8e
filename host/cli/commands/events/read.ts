import { type Command, InvalidArgumentError } from "commander";
import type { BusEvent } from "../../../sdk/channel/protocol.ts";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import { type CliContext, CliError } from "../../context.ts";
import { plain, printJson, printTable } from "../../output.ts";
import { eventLine } from "./rows.ts";

interface Filters {
  type: string[];
  source?: string;
  subject?: string;
  text?: string;
}

interface ListOptions extends HostOptions, Filters {
  since?: string;
  limit: number;
}

interface TypeRow {
  type: string;
  count: number;
  perMinute: number;
  emitters: string[];
  listeners: string[];
  durability: string;
}

/** `bulkhead events list`: the newest events, oldest of them first. */
export function listCommand(context: CliContext): Command {
  return filtered("list", "the newest events; --json prints one a line")
    .option("--since <position or time>", "only what came after this position, or from this time on")
    .option("--limit <n>", "how many", parseLimit, 50)
    .action((options: ListOptions) =>
      withHost(context, options, async (host) => {
        const { since, limit } = options;
        const params = { ...filterOf(options), ...sinceOf(since), limit };
        const { items } = await host.call<{ items: BusEvent[] }>("host.event.list", params);
        print(context, items, options);
      })
    );
}

/** `bulkhead events tail`: events as they come. */
export function tailCommand(context: CliContext): Command {
  return filtered("tail", "events as they come; --json prints one a line")
    .action((options: HostOptions & Filters) =>
      withHost(context, options, async (host) => {
        const filter = filterOf(options);
        let since: number | undefined;
        while (!context.signal.aborted) {
          const page = await host.call<{ items: BusEvent[]; position: number; skipped: boolean }>("host.event.tail", {
            ...filter,
            ...(since === undefined ? {} : { since }),
          });
          if (page.skipped) context.err("More came than is shown here: some were passed over\n");
          print(context, page.items, options);
          since = page.position;
        }
      })
    );
}

/** `bulkhead events types`: what is published, by whom and for whom. */
export function typesCommand(context: CliContext): Command {
  return hostCommand("types", "all event types: who publishes them, who listens").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const { items } = await host.call<{ items: TypeRow[] }>("host.event.types");
      if (options.json) return printJson(context, items);
      printTable(context, items, {
        none: "Nothing was published yet",
        columns: {
          Type: (row) => row.type,
          Held: (row) => row.count,
          "A minute": (row) => row.perMinute,
          "Published by": (row) => row.emitters.join(", "),
          "Taken by": (row) => row.listeners.join(", "),
          Durability: (row) => row.durability,
        },
      });
    })
  );
}

function filtered(name: string, description: string): Command {
  return hostCommand(name, description)
    .option("--type <pattern>", "only these types, such as chat.message.* (may be repeated)", collect, [])
    .option("--source <source>", "only those of this plugin, workflow:<name> or host")
    .option("--subject <subject>", "only those of this subject")
    .option("--text <words>", "only those with these words");
}

function filterOf({ type, source, subject, text }: Filters): Record<string, unknown> {
  return { ...(type.length > 0 ? { types: type } : {}), source, subject, text };
}

/** A position is a number; anything else is a time. */
function sinceOf(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  return /^\d+$/.test(text) ? { since: Number(text) } : { sinceTime: timeOf(text) };
}

/** Throws {@linkcode CliError} when it is no time. */
export function timeOf(text: string): string {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new CliError(`"${plain(text)}" is neither a position nor a time such as 2026-05-01T08:00`, 2);
}

function print(context: CliContext, items: BusEvent[], options: HostOptions): void {
  for (const item of items) context.out(`${options.json ? JSON.stringify(item) : eventLine(item)}\n`);
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit;
  throw new InvalidArgumentError("Expected a number from 1 to 200.");
}

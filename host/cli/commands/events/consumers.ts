import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../../command.ts";
import { type CliContext, CliError } from "../../context.ts";
import { plain, printJson, printTable } from "../../output.ts";
import { timeOf } from "./read.ts";
import type { ConsumerRow } from "./rows.ts";

interface ReplayOptions extends HostOptions {
  position?: string;
  time?: string;
}

/** `bulkhead events consumers`: who takes events, and how far each has come. */
export function consumersCommand(context: CliContext): Command {
  return hostCommand("consumers", "who takes events, how far each has come and what waits").action(
    (options: HostOptions) =>
      withHost(context, options, async (host) => {
        const { items } = await host.call<{ items: ConsumerRow[] }>("host.event.consumer.list");
        if (options.json) return printJson(context, items);
        printTable(context, items, {
          none: "Nobody takes events yet",
          columns: {
            Consumer: (row) => row.name,
            State: (row) => row.pausedBy === undefined ? row.state : `paused by ${row.pausedBy}`,
            Position: (row) => row.position,
            Waiting: (row) => row.lag,
            Since: (row) => row.behindSince,
            Dead: (row) => row.deadLetters,
            "Last error": (row) => row.lastError && `event ${row.lastError.seq}: ${row.lastError.message}`,
          },
        });
      }),
  );
}

/** `bulkhead events pause | resume <consumer>`. */
export function stopCommand(context: CliContext, verb: "pause" | "resume"): Command {
  const words = verb === "pause"
    ? "stop a consumer until it is resumed; its events wait"
    : "let a paused consumer go on";
  return hostCommand(verb, words).argument("<consumer>", "plugin:<id> or workflow:<name>")
    .action((name: string, options: HostOptions) =>
      withHost(context, options, async (host) => {
        const consumer = await host.call<ConsumerRow>(`host.event.consumer.${verb}`, { name });
        tell(context, consumer, options);
      })
    );
}

/** `bulkhead events replay <consumer>`: it takes events once more. */
export function replayCommand(context: CliContext): Command {
  return hostCommand("replay", "send a consumer back: it takes events once more")
    .argument("<consumer>", "plugin:<id> or workflow:<name>")
    .option("--position <position>", "everything after this position")
    .option("--time <time>", "everything that was published from this time on")
    .action((name: string, { position, time, ...options }: ReplayOptions) =>
      withHost(context, options, async (host) => {
        if ((position === undefined) === (time === undefined)) {
          throw new CliError("Say from where: either --position or --time", 2);
        }
        if (position !== undefined && !/^\d+$/.test(position)) {
          throw new CliError(`"${plain(position)}" is no position: expected a number of 0 or more`, 2);
        }
        const from = position === undefined ? { time: timeOf(time!) } : { position: Number(position) };
        tell(context, await host.call<ConsumerRow>("host.event.consumer.replay", { name, ...from }), options);
      })
    );
}

function tell(context: CliContext, consumer: ConsumerRow, options: HostOptions): void {
  if (options.json) return printJson(context, consumer);
  const { name, state, position, lag } = consumer;
  context.out(`${plain(name)} is ${state} at position ${position}; ${lag} events wait\n`);
}

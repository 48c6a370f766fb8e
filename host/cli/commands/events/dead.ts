import { type Command, InvalidArgumentError } from "commander";
import { commandGroup, hostCommand, type HostOptions, withHost } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { plain, printJson, printTable } from "../../output.ts";
import { readData } from "./publish.ts";
import { type DeadLetterRow, eventLine } from "./rows.ts";

interface ListOptions extends HostOptions {
  consumer?: string;
  limit: number;
}

/** `bulkhead events dead list | show | replay | drop`. */
export function deadCommand(context: CliContext): Command {
  return commandGroup("dead", "events that a consumer gave up on", [
    listCommand(context),
    showCommand(context),
    replayCommand(context),
    dropCommand(context),
  ]);
}

function listCommand(context: CliContext): Command {
  return hostCommand("list", "the newest dead letters")
    .option("--consumer <name>", "only those of this consumer, such as plugin:chat")
    .option("--limit <n>", "how many", Number, 50)
    .action(({ consumer, limit, ...options }: ListOptions) =>
      withHost(context, options, async (host) => {
        const { items } = await host.call<{ items: DeadLetterRow[] }>("host.event.deadLetter.list", {
          consumer,
          limit,
        });
        if (options.json) return printJson(context, items);
        printTable(context, items, {
          none: "There are no dead letters",
          columns: {
            Id: (row) => row.id,
            Consumer: (row) => row.consumer,
            Event: (row) => `${row.event.seq} ${row.event.type}`,
            Attempts: (row) => row.attempts,
            Time: (row) => row.time,
            Error: (row) => row.replacedBy === undefined ? row.error : `replaced by event ${row.replacedBy}`,
          },
        });
      })
    );
}

function showCommand(context: CliContext): Command {
  return hostCommand("show", "one dead letter with its event").argument("<id>", "its id", parseId)
    .action((id: number, options: HostOptions) =>
      withHost(context, options, async (host) => {
        const letter = await host.call<DeadLetterRow>("host.event.deadLetter.get", { id });
        if (options.json) return printJson(context, letter);
        context.out(`${plain(letter.consumer)} gave up after ${letter.attempts} attempts: ${plain(letter.error)}\n`);
        context.out(`${eventLine(letter.event)}\n`);
        if (letter.hidden) context.out("What it holds is for its audience only\n");
      })
    );
}

function replayCommand(context: CliContext): Command {
  return hostCommand("replay", "deliver it once more; with --edit as a new event with other data")
    .argument("<id>", "its id", parseId)
    .option("--edit <data>", 'JSON that takes the place of its data, "-" for stdin')
    .action((id: number, { edit, ...options }: HostOptions & { edit?: string }) =>
      withHost(context, options, async (host) => {
        const params = { id, data: await readData(context, edit) };
        const result = await host.call<{ id: number; event?: { seq: number } }>("host.event.deadLetter.replay", params);
        if (options.json) return printJson(context, result);
        context.out(
          result.event
            ? `Event ${result.event.seq} with the new data goes to its consumer; the first is kept\n`
            : "Its consumer has taken it\n",
        );
      })
    );
}

function dropCommand(context: CliContext): Command {
  return hostCommand("drop", "forget it").argument("<id>", "its id", parseId)
    .action((id: number, options: HostOptions) =>
      withHost(context, options, async (host) => {
        const result = await host.call("host.event.deadLetter.drop", { id });
        if (options.json) printJson(context, result);
        else context.out(`Dead letter ${id} is forgotten\n`);
      })
    );
}

function parseId(text: string): number {
  const id = Number(text);
  if (Number.isInteger(id) && id >= 1) return id;
  throw new InvalidArgumentError("Expected the id of a dead letter.");
}

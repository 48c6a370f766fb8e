import type { Command } from "commander";
import { commandGroup } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { consumersCommand, replayCommand, stopCommand } from "./consumers.ts";
import { deadCommand } from "./dead.ts";
import { publishCommand } from "./publish.ts";
import { listCommand, tailCommand, typesCommand } from "./read.ts";

/** `bulkhead events …`. */
export function eventsCommand(context: CliContext): Command {
  return commandGroup("events", "what is published, who takes it, and what went wrong", [
    listCommand(context),
    tailCommand(context),
    publishCommand(context),
    typesCommand(context),
    consumersCommand(context),
    stopCommand(context, "pause"),
    stopCommand(context, "resume"),
    replayCommand(context),
    deadCommand(context),
  ]);
}

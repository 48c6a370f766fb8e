import { Command, CommanderError } from "commander";
import { VERSION } from "../config/mod.ts";
import { RpcError } from "../sdk/errors.ts";
import { backupCommand } from "./commands/backup.ts";
import { callCommand } from "./commands/call.ts";
import { clientCommand } from "./commands/client.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { eventsCommand } from "./commands/events/mod.ts";
import { logsCommand } from "./commands/logs.ts";
import { pluginCommand } from "./commands/plugin/mod.ts";
import { registryCommand } from "./commands/registry.ts";
import { secretCommand } from "./commands/secret.ts";
import { servicesCommand } from "./commands/services/mod.ts";
import { startCommand } from "./commands/start.ts";
import { statusCommand } from "./commands/status.ts";
import { groupCommand } from "./commands/group.ts";
import { upgradeCommand } from "./commands/upgrade.ts";
import { userCommand } from "./commands/user.ts";
import { addCompletion } from "./completion.ts";
import { type CliContext, CliError } from "./context.ts";
import { describeError } from "./host_client.ts";
import { plain } from "./output.ts";

/** Runs one command line and answers the exit code: 0 done, 1 it failed, 2 the command line was at fault. */
export async function runCli(args: string[], context: CliContext): Promise<number> {
  let exitCode = 0;
  const program = new Command("bulkhead").description("Steers a Bulkhead host that runs on this machine")
    .version(VERSION, "-V, --version", "print the version").enablePositionalOptions().showSuggestionAfterError();
  for (
    const command of [
      startCommand((code) => exitCode = code),
      statusCommand(context),
      pluginCommand(context, (code) => exitCode = code),
      registryCommand(context),
      eventsCommand(context),
      callCommand(context),
      clientCommand(context),
      logsCommand(context),
      servicesCommand(context),
      userCommand(context),
      groupCommand(context),
      secretCommand(context),
      backupCommand(context, (code) => exitCode = code),
      upgradeCommand(context, (code) => exitCode = code),
      doctorCommand(context, (code) => exitCode = code),
    ]
  ) program.addCommand(command);
  await addCompletion(program, args, context);
  prepare(program, context);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    return explain(error, context);
  }
}

/** No command may end the process or write past the context. */
function prepare(command: Command, context: CliContext): void {
  command.exitOverride().configureOutput({ writeOut: context.out, writeErr: context.err });
  for (const child of command.commands) prepare(child, context);
}

function explain(error: unknown, context: CliContext): number {
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CliError) {
    context.err(`bulkhead: ${plainLines(error.message)}\n`);
    return error.exitCode;
  }
  if (error instanceof RpcError) {
    context.err(`bulkhead: ${plainLines(describeError(error))}\n`);
    return 1;
  }
  context.err(`bulkhead: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return 1;
}

/** What others wrote may stand in an error too. */
function plainLines(text: string): string {
  return text.split("\n").map((line) => plain(line)).join("\n");
}

import { Command } from "commander";
import type { CliContext } from "./context.ts";
import { HostClient } from "./host_client.ts";

/** Options of every command that speaks to a host. */
export interface HostOptions {
  data?: string;
  json?: boolean;
}

/** A command with `--data`, for all that speak to the running host. */
export function connectedCommand(name: string, description: string): Command {
  return new Command(name).description(description)
    .option("--data <folder>", "data folder of the host (default: BULKHEAD_DATA, else ./data)");
}

/** The same with `--json`. */
export function hostCommand(name: string, description: string): Command {
  return connectedCommand(name, description).option("--json", "print JSON for other programs");
}

/** A command that only has others below it. */
export function commandGroup(name: string, description: string, commands: Command[]): Command {
  const group = new Command(name).description(description);
  for (const command of commands) group.addCommand(command);
  return group;
}

/** Opens a connection to the host for as long as `work` takes. */
export async function withHost<T>(
  context: CliContext,
  options: Pick<HostOptions, "data">,
  work: (host: HostClient) => Promise<T>,
): Promise<T> {
  using host = HostClient.open(context, options.data);
  return await work(host);
}

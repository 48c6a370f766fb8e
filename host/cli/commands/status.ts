import type { Command } from "commander";
import { hostCommand, type HostOptions, withHost } from "../command.ts";
import type { SandboxLevel } from "../../sandbox/mod.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { CliContext } from "../context.ts";
import type { HostClient } from "../host_client.ts";
import { plain, printJson, printTable } from "../output.ts";

interface Health {
  status?: string;
  version?: string;
  uptimeMs?: number;
  plugins?: Record<string, string>;
  ws?: number;
}

/** `bulkhead status`: does the host serve, and how are its plugins. */
export function statusCommand(context: CliContext): Command {
  return hostCommand("status", "whether the host serves, and the state of each plugin").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const health = (await host.get("/health")).body as Health;
      const ready = (await host.get("/ready")).status === 200;
      const sandbox = await sandboxLevel(host);
      if (options.json) return printJson(context, { ...health, ready, ...(sandbox ? { sandbox } : {}) });
      const { status = "unknown", version = "", uptimeMs = 0, plugins = {}, ws = 0 } = health;
      context.out(
        `Bulkhead ${plain(version)}: ${plain(status)}${ready ? "" : ", not ready yet"}, ` +
          `up ${inWords(uptimeMs)}, ${ws} open connections\n`,
      );
      if (sandbox) context.out(`Compartments: ${levelInWords(sandbox)}\n`);
      context.out("\n");
      printTable(context, Object.entries(plugins), {
        none: "There are no plugins",
        columns: { plugin: ([id]) => id, state: ([, state]) => state },
      });
    })
  );
}

/** What confines compartments; undefined when this host does not say. */
async function sandboxLevel(host: HostClient): Promise<SandboxLevel | undefined> {
  try {
    return (await host.call<{ sandbox: SandboxLevel }>("host.system.info")).sandbox;
  } catch (error) {
    if (error instanceof RpcError) return undefined;
    throw error;
  }
}

function levelInWords({ bubblewrap, remarks }: SandboxLevel): string {
  const layers = bubblewrap ? "bubblewrap and Deno's permissions" : "Deno's permissions alone";
  return remarks.length === 0 ? layers : `${layers}; "bulkhead doctor" says what this machine lacks`;
}

function inWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.floor(ms / 1_000)} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

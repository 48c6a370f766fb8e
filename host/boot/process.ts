import { type Config, ExitError, loadConfig } from "../config/mod.ts";
import { MigrationError, StorageError } from "../storage/mod.ts";
import { announcement } from "./announce.ts";
import type { RunningHost } from "./running_host.ts";
import { serviceManager } from "./service_manager.ts";

/** How long a stop may take in all. */
const STOP_MS = 9_000;

/** Runs the host as a process of its own, from its arguments to its end; answers the exit code. */
export async function runProcess(
  args: string[],
  start: (config: Config) => Promise<RunningHost>,
): Promise<number> {
  const stopRequested = onSignals();
  const manager = serviceManager(Deno.env.toObject(), (message) => complain(message));
  let host: RunningHost | undefined;
  try {
    const config = loadConfig(args, Deno.env.toObject());
    const starting = start(config);
    const first = await Promise.race([starting, stopRequested]);
    if (!first) {
      // Asked to stop in the middle of the start: what is up is taken down again.
      const late = setTimeout(() => Deno.exit(0), STOP_MS);
      await (await starting).stop();
      clearTimeout(late);
      return 0;
    }
    host = first;
    watchUncaught(host);
    const color = config.logFormat === "text" && Deno.stdout.isTerminal() && !Deno.noColor;
    const { url, claimLink } = host;
    const counts = { plugins: host.plugins(), workflows: host.workflows() };
    print(
      announcement(
        { url, ...counts, ms: performance.now(), claimLink: claimLink() },
        config.logFormat,
        color,
      ),
    );
    manager.ready(`Serves ${url}`);
  } catch (error) {
    return explain(error);
  }
  await stopRequested;
  manager.stopping();
  await stop(host);
  return 0;
}

/** Resolves (to undefined) at the first SIGTERM or SIGINT; the second one ends the process at once. */
function onSignals(): Promise<undefined> {
  return new Promise((resolve) => {
    let asked = false;
    const listener = (): void => {
      if (asked) Deno.exit(130);
      asked = true;
      resolve(undefined);
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, listener);
  });
}

async function stop(host: RunningHost): Promise<void> {
  const late = setTimeout(() => {
    host.logger.error("Stopping took too long; what still ran was ended");
    Deno.exit(0);
  }, STOP_MS);
  await host.stop();
  clearTimeout(late);
}

/** An error that nobody caught is logged; the host serves on. */
function watchUncaught(host: RunningHost): void {
  const report = (what: string, error: unknown): void => {
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    host.logger.error(`${what}: ${message}`, { stack });
  };
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    report("A rejection that nobody handled", event.reason);
  });
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    report("An error that nobody caught", event.error);
  });
}

/** Says in words why the host does not run; answers the exit code of the contract. */
function explain(error: unknown): number {
  if (error instanceof ExitError) {
    if (error.exitCode === 0) print(`${error.message}\n`);
    else complain(error.message);
    return error.exitCode;
  }
  if (error instanceof MigrationError) {
    complain(error.message);
    return 5;
  }
  if (error instanceof StorageError) {
    complain(`${error.message}. ${error.data.hint ?? ""}`);
    return 5;
  }
  complain(error instanceof Error ? error.stack ?? error.message : String(error));
  return 1;
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}

function complain(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`bulkhead: ${text}\n`));
}

import { type Config, ExitError, loadConfig } from "../config/mod.ts";
import { MigrationError, StorageError } from "../storage/mod.ts";
import type { Launcher } from "../upgrade/ports.ts";
import { announcement } from "./announce.ts";
import type { HostOverrides, RunningHost } from "./running_host.ts";
import type { ServiceManager } from "./service_manager.ts";

/** How long a stop may take in all. */
export const STOP_MS = 9_000;

export interface Around {
  args: string[];
  env: Record<string, string | undefined>;
  manager: ServiceManager;
  /** Resolves when the process is to end. */
  stopRequested: Promise<void>;
  /** Resolves when the host has asked to be stopped for another version. */
  handOver?: Promise<void>;
  /** Resolves with the reason when it serves, and still is no good. */
  broken?: Promise<string>;
  launcher?: Launcher;
  start(config: Config, overrides: HostOverrides): Promise<RunningHost>;
  /** Told when it serves. */
  ready?(host: RunningHost): void;
  /** Told why it ends, where it does not end well. */
  failed?(message: string): void;
}

/** How a host's life in this process ended. */
export interface Ended {
  code: number;
  /** It was stopped so that another version can start. */
  handedOver: boolean;
}

/** Runs the host in this process, from its arguments to its end. */
export async function runHost(around: Around): Promise<Ended> {
  const { args, env, manager, stopRequested, launcher } = around;
  const stopping = stopRequested.then(() => "stop" as const);
  const over = around.handOver?.then(() => "over" as const) ?? new Promise<never>(() => {});
  let host: RunningHost;
  try {
    const config = loadConfig(args, env);
    const starting = around.start(config, {
      ...(launcher ? { launcher } : {}),
      ...(env.BULKHEAD_TRIAL ? { trial: true } : {}),
    });
    const first = await Promise.race([starting, stopping]);
    if (first === "stop") {
      // Asked to stop in the middle of the start: what is up is taken down again.
      const late = setTimeout(() => Deno.exit(0), STOP_MS);
      await (await starting).stop();
      clearTimeout(late);
      return { code: 0, handedOver: false };
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
    around.ready?.(host);
  } catch (error) {
    const { code, message } = explain(error);
    if (code !== 0) around.failed?.(message);
    return { code, handedOver: false };
  }
  const broken = around.broken?.then((message) => ({ message })) ?? new Promise<never>(() => {});
  const why = await Promise.race([stopping, over, broken]);
  if (typeof why === "object") {
    complain(why.message);
    around.failed?.(why.message);
    await stop(host, false);
    return { code: 1, handedOver: false };
  }
  if (why === "stop") manager.stopping();
  else manager.status("Changes to another version");
  await stop(host, why === "stop");
  return { code: 0, handedOver: why === "over" };
}

/** Resolves at the first SIGTERM or SIGINT; the second one ends the process at once. */
export function onSignals(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const listener = (): void => {
      if (asked) Deno.exit(130);
      asked = true;
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, listener);
  });
}

async function stop(host: RunningHost, isEnd: boolean): Promise<void> {
  const late = setTimeout(() => {
    host.logger.error("Stopping took too long; what still ran was ended");
    // A switch of versions that hangs is given up: whoever starts the host again gets the old one.
    Deno.exit(isEnd ? 0 : 1);
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
export function explain(error: unknown): { code: number; message: string } {
  if (error instanceof ExitError) {
    const { exitCode: code, message } = error;
    if (code === 0) print(`${message}\n`);
    else complain(message);
    return { code, message };
  }
  const of = (code: number, message: string, text = message) => {
    complain(text);
    return { code, message };
  };
  if (error instanceof MigrationError) return of(5, error.message);
  if (error instanceof StorageError) return of(5, `${error.message}. ${error.data.hint ?? ""}`);
  if (error instanceof Error) return of(1, error.message, error.stack ?? error.message);
  return of(1, String(error));
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}

/** To stderr, as the host's own words. */
export function complain(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`bulkhead: ${text}\n`));
}

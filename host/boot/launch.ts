import * as semver from "semver";
import { type Config, ExitError, loadConfig, VERSION } from "../config/mod.ts";
import type { UpgradeState } from "../upgrade/ports.ts";
import { StateFile } from "../upgrade/state_file.ts";
import { connectLauncher } from "./launched.ts";
import { LAUNCHER_VARIABLE } from "./launcher_link.ts";
import { LauncherLife } from "./launcher_life.ts";
import { newVersionWatch } from "./new_version_watch.ts";
import { complain, explain, onSignals, runHost } from "./process.ts";
import type { HostOverrides, RunningHost } from "./running_host.ts";
import { type ServiceManager, serviceManager } from "./service_manager.ts";

type StartHost = (config: Config, overrides: HostOverrides) => Promise<RunningHost>;

interface Process {
  args: string[];
  env: Record<string, string | undefined>;
  manager: ServiceManager;
  stopRequested: Promise<void>;
}

/**
 * Runs the version that counts, as this process or as one below it, until it is to end; answers the exit code. What is
 * installed runs right here. Where a release was upgraded to, and from the moment on in which one is switched to, this
 * process is its launcher: it starts versions, looks after them, and puts back what does not work. `load` brings the
 * installed host's code, which a launcher does without.
 */
export async function launch(
  args: string[],
  env: Record<string, string | undefined>,
  load: () => Promise<StartHost>,
): Promise<number> {
  const here: Process = { args, env, manager: serviceManager(env, complain), stopRequested: onSignals() };
  const socket = env[LAUNCHER_VARIABLE];
  if (socket) return await runLaunched(here, socket, await load());
  if (env.BULKHEAD_TRIAL) return (await runHost({ ...here, start: await load() })).code;
  try {
    const config = loadConfig(args, env);
    const files = new StateFile(config.dataDir);
    const life = () => new LauncherLife({ ...here, config, files });
    const state = stateOf(files);
    if (state?.work || (state?.current && !isOvertaken(state))) return await life().run(false);
    if (state?.current) forget(state, files);
    const { promise: handOver, resolve } = Promise.withResolvers<void>();
    const launcher = { handOver: resolve, onChange: () => {} };
    const ended = await runHost({ ...here, handOver, launcher, start: await load() });
    return ended.handedOver ? await life().run(true) : ended.code;
  } catch (error) {
    return explain(error).code;
  }
}

/** Runs the installed host in this process, without anything that could start another version. */
export async function runInstalled(
  args: string[],
  env: Record<string, string | undefined>,
  start: StartHost,
): Promise<number> {
  const around = { args, env, manager: serviceManager(env, complain), stopRequested: onSignals(), start };
  return (await runHost(around)).code;
}

/** A folder that cannot be read is none of a launcher's: whoever makes it ready for the host says what is wrong. */
function stateOf(files: StateFile): UpgradeState | undefined {
  try {
    return files.read();
  } catch (error) {
    if (error instanceof Deno.errors.NotADirectory || error instanceof Deno.errors.PermissionDenied) return undefined;
    throw error;
  }
}

/** Somebody installed a version that is as new as the release, or newer. */
function isOvertaken({ current }: UpgradeState): boolean {
  return semver.gte(VERSION, current!.version);
}

function forget({ current, outcome }: UpgradeState, files: StateFile): void {
  complain(`The installed version ${VERSION} takes the place of the release ${current!.version}`);
  files.write({ format: 1, ...(outcome ? { outcome } : {}) });
}

async function runLaunched(here: Process, socket: string, start: StartHost): Promise<number> {
  const link = await connectLauncher(socket).catch((error) => {
    throw new ExitError(2, `The launcher that ${LAUNCHER_VARIABLE} names is not there: ${(error as Error).message}`);
  });
  const told: Promise<void>[] = [];
  const watch = newVersionWatch();
  const { code } = await runHost({
    ...here,
    stopRequested: Promise.race([here.stopRequested, link.stop]),
    launcher: link,
    start,
    broken: watch.broken,
    ready: (host) => {
      link.ready(host.url, VERSION);
      watch.begin(host, new StateFile(host.config.dataDir).read());
    },
    failed: (message) => void told.push(link.failed(message)),
  });
  await Promise.all(told);
  link.close();
  return code;
}

import { lookup } from "node:dns/promises";
import type { Clock, Logger, LogSink } from "../observe/ports.ts";
import { channelFolder, ChannelSocket } from "./channel_socket.ts";
import { RunningCompartment } from "./compartment.ts";
import { launchLine } from "./launch_line.ts";
import { BUBBLEWRAP_REMEDY } from "./level.ts";
import type { LivenessTimes } from "./liveness.ts";
import { examineMachine } from "./machine.ts";
import { netRules, type Resolve } from "./net_rules.ts";
import { RunningProgram } from "./program.ts";
import { ProgramFinder } from "./program_finder.ts";
import { systemFolders } from "./program_enclosure.ts";
import { CompartmentError, type CompartmentSpec, ProgramError, type Sandbox, type SandboxPart } from "./ports.ts";
import { RunningService } from "./service_program.ts";
import { SharedWatch } from "./shared_watch.ts";
import { newRunTag, sweepLeftovers } from "./sweep.ts";

export interface SandboxOptions {
  /** The host's data folder: what earlier lives over it left behind is swept. */
  dataDir: string;
  logger: Logger;
  /** Takes the log records of compartments, under their ids. */
  sink: LogSink;
  /** Takes secrets out of what a process leaves behind. */
  redact?: (text: string) => string;
  clock: Clock;
  /** Address of an inspector for a compartment, or undefined. Deadlines and liveness are suspended while there is one. */
  inspect?: (id: string) => string | undefined;
  /** When silence counts as unresponsive and as a hang; defaults as {@linkcode LivenessTimes} says. */
  liveness?: LivenessTimes;
  /** Over how long processor use is averaged. Default 10,000. */
  cpuWindowMs?: number;
  /** Parts of the launch line to leave out although the machine has them. */
  without?: SandboxPart[];
  /** How names are resolved; default is the machine's resolver. */
  resolve?: Resolve;
}

/** The sandbox over this machine, which is tried out meanwhile: compartments start as soon as that is done. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { logger, sink, clock, redact } = options;
  const tls = tlsSettings();
  const { level, known } = examineMachine({ without: options.without ?? [], certificate: tls.DENO_CERT });
  const told = known.then((machine) => {
    for (const remark of machine.level.remarks) logger.warn(remark);
    return machine;
  });
  const hostDataDir = await Deno.realPath(options.dataDir);
  const tag = await newRunTag(hostDataDir);
  const folders = systemFolders();
  const channels = channelFolder(hostDataDir);
  const watch = new SharedWatch();
  const finder = new ProgramFinder();
  const boot = await Deno.realPath(new URL("./boot.js", import.meta.url));
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const resolve = options.resolve ?? resolveByMachine;

  return {
    level,
    examined: told.then(() => {}),
    inspects: (id) => options.inspect?.(id) !== undefined,
    sweep: () => sweepLeftovers(tag),
    runProgram(program) {
      if (!level.bubblewrap) {
        throw new ProgramError(
          `Programs of plugins run inside bubblewrap, which does not work on this machine: ${BUBBLEWRAP_REMEDY}`,
        );
      }
      return new RunningProgram(program, { level, folders, hostDataDir, runTag: tag.tag, clock, watch });
    },
    runService: (service) => new RunningService(service, { level, hostDataDir, runTag: tag.tag, watch, finder }),
    async start(spec, handlers) {
      const startedAt = performance.now();
      const { files } = await told;
      const inspect = options.inspect?.(spec.id);
      const net = await netRules(spec.permissions.net, { resolve, ...ownAddresses() });
      for (const remark of net.remarks) logger.warn(`${spec.id}: ${remark}`);
      const { liveness, cpuWindowMs } = options;
      const deps = { logger, sink, redact, clock, watch, liveness, cpuWindowMs, inspecting: inspect !== undefined };
      let compartment: RunningCompartment;
      const socket = channels === undefined ? undefined : ChannelSocket.listen(channels);
      try {
        // Links are resolved before permissions are made of a path, as Deno compares real paths.
        const [entry, dataDir] = await Promise.all([Deno.realPath(spec.entry), Deno.realPath(spec.dataDir)]);
        const real: CompartmentSpec = { ...spec, entry, dataDir };
        const { tag: runTag } = tag;
        const own = { deno: Deno.execPath(), boot, hostPid: Deno.pid, runTag, channel: socket?.path };
        const line = launchLine(real, level, { ...own, net, inspect, tls, files, timeZone });
        compartment = new RunningCompartment(real, { line, socket }, handlers, deps);
      } catch (error) {
        socket?.close();
        throw notLaunched(spec.id, error, clock);
      }
      handlers.launched?.(compartment);
      await compartment.init();
      logger.debug(`${spec.id} started`, { pid: compartment.pid, ms: Math.round(performance.now() - startedAt) });
      return compartment;
    },
  };
}

function notLaunched(id: string, cause: unknown, clock: Clock): CompartmentError {
  const message = `could not be launched: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new CompartmentError(`${JSON.stringify(id)} ${message}`, {
    reason: "start",
    message,
    exitCode: null,
    signal: null,
    stderr: "",
    time: new Date(clock.now()).toISOString(),
    used: { rssBytes: 0, cpuMs: 0, storageBytes: 0, uptimeMs: 0 },
  });
}

async function resolveByMachine(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

/** The machine's addresses of IPv6, and whether it reaches others by IPv6 only. */
function ownAddresses(): { ownAddresses6: string[]; only6: boolean } {
  const all = Deno.networkInterfaces();
  const ownAddresses6 = all.filter(({ family }) => family === "IPv6").map(({ address }) => address);
  const has4 = all.some(({ family, address }) => family === "IPv4" && !address.startsWith("127."));
  return { ownAddresses6, only6: !has4 && ownAddresses6.some((address) => address !== "::1") };
}

/** Certificates that the host trusts, its compartments trust too. */
function tlsSettings(): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const name of ["DENO_CERT", "DENO_TLS_CA_STORE"]) {
    const value = Deno.env.get(name);
    if (value) settings[name] = value;
  }
  return settings;
}

import { bubblewrapLine } from "./bubblewrap.ts";
import { compartmentEnclosure } from "./compartment_enclosure.ts";
import type { CompartmentSpec, SandboxLevel } from "./ports.ts";
import type { NetRules } from "./net_rules.ts";
import type { RuntimeFiles } from "./runtime_files.ts";

/** What of a launch does not come from the compartment's spec. */
export interface LaunchContext {
  /** Absolute path of the Deno binary. */
  deno: string;
  /** Absolute path of the boot file. */
  boot: string;
  /** Process id of the host. */
  hostPid: number;
  /** By which a later life of the host finds what this one left. */
  runTag: string;
  /** What the granted hosts come to. */
  net: NetRules;
  /** Address for an inspector, `127.0.0.1:9229`. */
  inspect?: string;
  /** What Deno needs inside an enclosure. */
  files: RuntimeFiles;
  /** Where the compartment finds what the host tells it; undefined: on its standard input. */
  channel?: string;
  /** Name of the machine's time zone: an enclosed process cannot look it up. */
  timeZone: string;
  /** Certificate settings of the host that apply to outgoing TLS too. */
  tls?: { DENO_CERT?: string; DENO_TLS_CA_STORE?: string };
}

/** A whole command: run it in a session of its own, with this environment and no other, in this folder. */
export interface LaunchLine {
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  /** The program that does the work. */
  program: string;
  /** The process that is launched only waits for that program, which is a grandchild of it. */
  wrapped: boolean;
  /** What of the network and of facts about the machine it allows. */
  allowed: { net: string[]; sys: string[] };
}

const MB = 1024 * 1024;
/** The process's own stderr, opened anew: a pipe that the host reads. There is no file that could be read, forged or grow. */
const AUDIT_PATH = Deno.build.os === "linux" ? "/proc/self/fd/2" : "/dev/fd/2";
/** V8 reserves about 512 MB of code range for each isolate; boot file plus Worker do not start below this. */
const DATA_BASE_MB = 1_200;
const DATA_PER_WORKER_MB = 600;

/**
 * The command that starts a compartment. Pure: parts that `level` says the machine lacks are left out.
 * Everything that it does not allow is denied.
 */
export function launchLine(spec: CompartmentSpec, level: SandboxLevel, context: LaunchContext): LaunchLine {
  const wrapped = level.bubblewrap;
  const line = [...limited(spec, level), ...enclosed(spec, level, context), ...denoRun(spec, wrapped, context)];
  return {
    command: line[0]!,
    args: line.slice(1),
    env: environment(spec, wrapped, context),
    cwd: spec.dataDir,
    program: context.deno,
    wrapped,
    allowed: { net: context.net.allow, sys: spec.permissions.sys },
  };
}

function limited({ limits }: CompartmentSpec, level: SandboxLevel): string[] {
  const line: string[] = [];
  // bubblewrap ties lives together by itself.
  if (level.setpriv && !level.bubblewrap) line.push("/usr/bin/setpriv", "--pdeathsig", "KILL");
  if (level.prlimit) {
    const dataMb = limits.memoryMb + DATA_BASE_MB + DATA_PER_WORKER_MB * limits.workers;
    line.push("/usr/bin/prlimit", `--data=${dataMb * MB}`, `--fsize=${limits.storageMb * MB}`, "--core=0");
  }
  if (level.nice) line.push("/usr/bin/nice", "-n", "5");
  return line;
}

function enclosed(spec: CompartmentSpec, level: SandboxLevel, context: LaunchContext): string[] {
  if (!level.bubblewrap) return [];
  const { boot, files, net, inspect, channel } = context;
  return bubblewrapLine(compartmentEnclosure(spec, level, { boot, files, allowNet: net.allow, inspect, channel }));
}

function denoRun(spec: CompartmentSpec, wrapped: boolean, context: LaunchContext): string[] {
  const { permissions, limits } = spec;
  const channel = context.channel === undefined ? [] : [context.channel];
  return [
    context.deno,
    "run",
    "--quiet",
    "--no-prompt",
    "--no-config",
    "--no-lock",
    "--no-remote",
    "--no-npm",
    "--cached-only",
    "--ignore-env",
    "--deny-run",
    "--deny-ffi",
    "--deny-import",
    permissions.sys.length > 0 ? `--allow-sys=${permissions.sys.join(",")}` : "--deny-sys",
    `--allow-read=${list([spec.entry, spec.dataDir, ...channel])}`,
    `--allow-write=${list([spec.dataDir, ...channel])}`,
    // Given back before anything of the plugin runs, and the socket is gone by then.
    ...allowNet([...context.net.allow, ...channel.map((path) => `unix:${path}`)]),
    `--deny-net=${context.net.deny.join(",")}`,
    `--v8-flags=--max-old-space-size=${limits.memoryMb},--expose-gc`,
    ...(context.inspect ? [`--inspect=${context.inspect}`] : []),
    context.boot,
    spec.entry,
    String(limits.workers),
    // The parent that it looks for: inside its own pid namespace that is the init process.
    String(wrapped ? 1 : context.hostPid),
    context.runTag,
    ...channel,
  ];
}

/** The flag takes no star: without a list it stands for every host. What is denied stays denied. */
function allowNet(hosts: string[]): string[] {
  if (hosts.length === 0) return [];
  return [hosts.includes("*") ? "--allow-net" : `--allow-net=${hosts.join(",")}`];
}

/**
 * DENO_DIR cannot exist, so that nothing is cached: the Cache API needs no permission and would fill the disk.
 * The allocator is told to give memory back; by default glibc raises its threshold with each large block that is freed
 * and keeps what the compiler needed only once (3 MB a compartment).
 * SQLite asks nobody before it makes temporary files for large sorts: they go where they are counted.
 * The runtime writes each permission that it is asked for to the place of its error output (see `permission_audit.ts`).
 */
function environment(spec: CompartmentSpec, wrapped: boolean, context: LaunchContext): Record<string, string> {
  return {
    DENO_DIR: "/dev/null/x",
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
    MALLOC_ARENA_MAX: "2",
    MALLOC_MMAP_THRESHOLD_: "32768",
    MALLOC_TRIM_THRESHOLD_: "65536",
    SQLITE_TMPDIR: spec.dataDir,
    DENO_AUDIT_PERMISSIONS: AUDIT_PATH,
    ...(wrapped ? { TZ: context.timeZone } : {}),
    // The C library's own setting; one before 2.36 does not know it and asks for both.
    ...(context.net.lookUp6 ? {} : { RES_OPTIONS: "no-aaaa" }),
    ...context.tls,
  };
}

/** Deno takes a doubled comma for one that belongs to the path. */
function list(paths: string[]): string {
  return paths.map((path) => path.replaceAll(",", ",,")).join(",");
}

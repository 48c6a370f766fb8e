import { BUBBLEWRAP } from "./bubblewrap.ts";
import { innerStatus } from "./exit_status.ts";
import { killBeside, signalProcess } from "./inner_process.ts";
import { besideHost, inOwnSession } from "./own_session.ts";
import type { ProgramEnd, SandboxLevel, ServiceProgram, ServiceSpec, ServiceUse } from "./ports.ts";
import { argumentsOf, childrenOf, environmentOf, processIds, startTimeOf } from "./proc.ts";
import { treeUsage } from "./process_tree.ts";
import type { ProgramFinder } from "./program_finder.ts";
import type { SharedWatch, Watched } from "./shared_watch.ts";
import { TAG_VARIABLE } from "./sweep.ts";

export interface ServiceContext {
  level: SandboxLevel;
  /** The host's own data folder. */
  hostDataDir: string;
  runTag: string;
  watch: SharedWatch;
  finder: ProgramFinder;
}

const MB = 1024 * 1024;
/**
 * What steers the C library of every program. It is set inside of the enclosure, for the service alone: the programs around
 * it run outside, where they would load a library that the service wrote, and have no need to look a language up.
 */
const OF_LIBRARY =
  /^(LANG|LANGUAGE|LC_(ALL|COLLATE|CTYPE|MESSAGES|MONETARY|NUMERIC|TIME)|LOCPATH|NLSPATH|GCONV_PATH|LD_[A-Z_]+|GLIBC_TUNABLES)$/;

/**
 * The command of a service. It sees the machine as the host does, but for the host's data folder, of which it sees its
 * own folders only; it is alone in its process namespace, so that all that it starts ends with it, and it ends with the
 * host. Without bubblewrap it ends with the host as well, and sees all that the host sees.
 */
export function serviceLine(spec: ServiceSpec, context: Omit<ServiceContext, "watch" | "finder">): string[] {
  const { level, hostDataDir, runTag } = context;
  return [
    ...limitsLine(spec, level),
    ...(level.bubblewrap
      ? [
        BUBBLEWRAP,
        "--die-with-parent",
        "--new-session",
        "--unshare-pid",
        ...["--cap-drop", "ALL"],
        // All at once, devices too: each bind walks through every mount of the machine, half a millisecond.
        ...["--dev-bind", "/", "/"],
        ...["--proc", "/proc"],
        ...["--tmpfs", hostDataDir],
        ...spec.own.flatMap((path) => ["--bind", path, path]),
        ...["--remount-ro", hostDataDir],
        ...["--unsetenv", runTag],
        ...Object.entries(spec.env).filter(ofLibrary).flatMap(([name, value]) => ["--setenv", name, value]),
        ...["--chdir", spec.cwd],
        "--",
      ]
      : level.setpriv
      ? ["/usr/bin/setpriv", "--pdeathsig", "KILL"]
      : []),
    spec.path,
    ...spec.args,
  ];
}

/** What is in the environment of the whole line, and so seen by the programs around the service as well. */
export function outerEnvironment({ env }: ServiceSpec, { bubblewrap }: SandboxLevel): Record<string, string> {
  return bubblewrap ? Object.fromEntries(Object.entries(env).filter((one) => !ofLibrary(one))) : env;
}

const ofLibrary = ([name]: [string, string]): boolean => OF_LIBRARY.test(name);

function limitsLine({ limits }: ServiceSpec, level: SandboxLevel): string[] {
  if (!level.prlimit) return [];
  const flags = [
    ...(limits.openFiles ? [`--nofile=${limits.openFiles}`] : []),
    ...(limits.fileMb ? [`--fsize=${limits.fileMb * MB}`] : []),
    ...(limits.cpuSeconds ? [`--cpu=${limits.cpuSeconds}`] : []),
  ];
  return flags.length > 0 ? ["/usr/bin/prlimit", ...flags] : [];
}

/** A program of the machine that runs for as long as somebody wants it, with all that it starts. */
export class RunningService implements ServiceProgram, Watched {
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly started: Promise<{ pid: number; startTime: string } | undefined>;
  readonly ended: Promise<ProgramEnd>;
  readonly #child: Deno.ChildProcess;
  readonly #spec: ServiceSpec;
  readonly #wrapped: boolean;
  readonly #runTag: string;
  /** Marks all that came of this program, however it left its group. */
  readonly #mark = crypto.randomUUID();
  #init: number | undefined;
  /** Who leads its process group, once the program is there: the small init of the wrapper, or the program itself. */
  #leader: number | undefined;
  #main: { pid: number; startTime: string } | undefined;
  #awaited: { signal: Deno.Signal; group: boolean } | undefined;
  #endedBy: ProgramEnd["endedBy"];
  #over = false;

  constructor(spec: ServiceSpec, context: ServiceContext) {
    this.#spec = spec;
    this.#wrapped = context.level.bubblewrap;
    this.#runTag = context.runTag;
    const line = serviceLine(spec, context);
    const { command, ...session } = this.#wrapped ? besideHost(line) : inOwnSession(line);
    this.#child = new Deno.Command(command, {
      ...session,
      env: { ...outerEnvironment(spec, context.level), [TAG_VARIABLE]: `${context.runTag} ${this.#mark}` },
      clearEnv: true,
      cwd: spec.cwd,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    this.ended = this.#awaitEnd(context.watch);
    this.started = this.#find(context.finder);
    if (spec.limits.memoryMb) context.watch.add(this);
  }

  kill(signal: Deno.Signal, { group = true } = {}): void {
    if (this.#over) return;
    if (signal === "SIGKILL" && group) return this.#killAll();
    if (this.#leader === undefined && !this.#look()) this.#awaited = { signal, group };
    else this.#signal(signal, group);
  }

  end(reason: NonNullable<ProgramEnd["endedBy"]> = "host"): void {
    if (this.#over) return;
    this.#endedBy ??= reason;
    this.#killAll();
  }

  usage(): ServiceUse | undefined {
    if (this.#over || this.#leader === undefined) return undefined;
    return treeUsage(this.#leader, { itself: !this.#wrapped });
  }

  /** Looks at memory seldom: a service that is above its limit for a second may go on for that second. */
  tick(_now: number, slow: boolean): void {
    const { memoryMb } = this.#spec.limits;
    if (!slow || !memoryMb || (this.usage()?.privateBytes ?? 0) <= memoryMb * MB) return;
    this.end("memory");
  }

  async #find(finder: ProgramFinder): Promise<{ pid: number; startTime: string } | undefined> {
    // Without a wrapper there is nobody to look for.
    if (!this.#wrapped) this.#look();
    else await finder.find(() => this.#look(), this.ended);
    if (this.#awaited && !this.#over && this.#leader !== undefined) {
      this.#signal(this.#awaited.signal, this.#awaited.group);
    }
    return this.#main;
  }

  /** Is the program there? Between its birth and its start it still bears the wrapper's own arguments, with the tag. */
  #look(): boolean {
    const { pid } = this.#child;
    const init = this.#init ??= this.#wrapped ? childrenOf(pid)[0] : pid;
    const main = init === undefined ? undefined : this.#wrapped ? childrenOf(init)[0] : pid;
    const startTime = main === undefined ? undefined : startTimeOf(main);
    if (startTime === undefined || (this.#wrapped && argumentsOf(main!).includes(this.#runTag))) return false;
    this.#leader = init;
    this.#main = { pid: main!, startTime };
    return true;
  }

  #signal(signal: Deno.Signal, group: boolean): void {
    try {
      if (group) Deno.kill(-this.#leader!, signal);
      else if (this.#main) signalProcess(this.#main, signal);
    } catch {
      // ended meanwhile
    }
  }

  #killAll(): void {
    if (this.#wrapped) return killBeside(this.#child);
    try {
      Deno.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // ended meanwhile, or no leader of a group yet
    }
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // ended meanwhile
    }
    this.#killStrays();
  }

  /** Without a namespace of its own, what left the group is found by the mark in its environment. */
  #killStrays(): void {
    for (const pid of processIds()) {
      const startTime = startTimeOf(pid);
      if (startTime !== undefined && environmentOf(pid).includes(this.#mark)) {
        signalProcess({ pid, startTime }, "SIGKILL");
      }
    }
  }

  async #awaitEnd(watch: SharedWatch): Promise<ProgramEnd> {
    const status = await this.#child.status;
    const { code, signal } = this.#wrapped ? innerStatus(status) : status;
    if (!this.#wrapped) this.#killAll();
    this.#over = true;
    watch.remove(this);
    return { code, signal, ...(this.#endedBy ? { endedBy: this.#endedBy } : {}) };
  }
}

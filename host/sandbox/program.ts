import type { Clock } from "../observe/ports.ts";
import { bubblewrapLine } from "./bubblewrap.ts";
import { innerStatus } from "./exit_status.ts";
import { killLaunched } from "./inner_process.ts";
import { inOwnSession } from "./own_session.ts";
import { type Program, type ProgramEnd, type ProgramSpec, type SandboxLevel } from "./ports.ts";
import { childrenOf } from "./proc.ts";
import { treeUse } from "./process_tree.ts";
import { programEnclosure, type SystemFolders } from "./program_enclosure.ts";
import type { SharedWatch, Watched } from "./shared_watch.ts";

export interface ProgramContext {
  level: SandboxLevel;
  folders: SystemFolders;
  /** The host's own data folder. */
  hostDataDir: string;
  runTag: string;
  clock: Clock;
  watch: SharedWatch;
}

const MB = 1024 * 1024;
/** What a runtime reserves beyond what it uses. */
const DATA_RESERVE_MB = 1_200;
/** Threads count as processes for the system; ten for each of ours. */
const THREADS_PER_PROCESS = 10;

/** The command of a program: limits outside, bubblewrap, the limit of processes inside, where it counts for itself. */
export function programLine(spec: ProgramSpec, context: Omit<ProgramContext, "clock" | "watch">): string[] {
  const { level, runTag: tag } = context;
  const { limits } = spec;
  const enclosure = programEnclosure(spec, { ...context, tag });
  return [
    ...(level.prlimit
      ? [
        "/usr/bin/prlimit",
        `--data=${(limits.memoryMb + DATA_RESERVE_MB) * MB}`,
        `--fsize=${limits.fileMb * MB}`,
        `--cpu=${limits.cpuSeconds}`,
        "--core=0",
      ]
      : []),
    ...(level.nice ? ["/usr/bin/nice", "-n", "10"] : []),
    ...bubblewrapLine(enclosure),
    ...(level.prlimit && countsForItself()
      ? ["/usr/bin/prlimit", `--nproc=${limits.processes * THREADS_PER_PROCESS}`]
      : []),
    spec.path,
    ...spec.args,
  ];
}

/** Since Linux 5.14 processes are counted for each user namespace; before that for all that the user runs. */
function countsForItself(): boolean {
  const [major = 0, minor = 0] = Deno.osRelease().split(".").map(Number);
  return Deno.uid() !== 0 && (major > 5 || (major === 5 && minor >= 14));
}

/** A program in an enclosure of its own, watched together with all that it starts. */
export class RunningProgram implements Program, Watched {
  readonly stdin: WritableStream<Uint8Array>;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly ended: Promise<ProgramEnd>;
  readonly #child: Deno.ChildProcess;
  readonly #spec: ProgramSpec;
  /** The small init inside; it leads the program's process group. */
  #init: number | undefined;
  #awaited: Deno.Signal | undefined;
  #endedBy: ProgramEnd["endedBy"];
  #over = false;

  constructor(spec: ProgramSpec, context: ProgramContext) {
    this.#spec = spec;
    const { command, ...session } = inOwnSession(programLine(spec, context));
    this.#child = new Deno.Command(command, {
      ...session,
      env: spec.env,
      clearEnv: true,
      cwd: spec.dataDir,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.stdin = this.#child.stdin;
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    const { timeoutMs } = spec.limits;
    const cancel = timeoutMs > 0 ? context.clock.timer(timeoutMs, () => this.#end("timeout")) : () => {};
    this.ended = this.#awaitEnd(context.watch, cancel);
    context.watch.add(this);
  }

  kill(signal: Deno.Signal): void {
    if (this.#over) return;
    if (signal === "SIGKILL") return this.#killAll();
    this.#findInit();
    if (this.#init === undefined) this.#awaited = signal;
    else this.#signalGroup(this.#init, signal);
  }

  end(): void {
    this.#end("host");
  }

  tick(): void {
    this.#findInit();
    if (this.#init === undefined) return;
    const { memoryMb, processes } = this.#spec.limits;
    const use = treeUse(this.#init, processes);
    if (use.processes > processes) this.#end("processes");
    else if (use.privateBytes > memoryMb * MB) this.#end("memory");
  }

  /** A signal that was sent before there was anybody to get it is delivered now. */
  #findInit(): void {
    if (this.#init !== undefined || this.#over) return;
    const init = childrenOf(this.#child.pid)[0];
    // Until the program has begun, the group is that of the wrapper.
    if (init === undefined || childrenOf(init).length === 0) return;
    this.#init = init;
    if (this.#awaited) this.#signalGroup(init, this.#awaited);
  }

  #signalGroup(init: number, signal: Deno.Signal): void {
    try {
      Deno.kill(-init, signal);
    } catch {
      // ended meanwhile
    }
  }

  #end(reason: NonNullable<ProgramEnd["endedBy"]>): void {
    if (this.#over) return;
    this.#endedBy ??= reason;
    this.#killAll();
  }

  #killAll(): void {
    if (!this.#over) killLaunched(this.#child);
  }

  async #awaitEnd(watch: SharedWatch, cancelTimeout: () => void): Promise<ProgramEnd> {
    const { code, signal } = innerStatus(await this.#child.status);
    this.#over = true;
    cancelTimeout();
    watch.remove(this);
    return { code, signal, ...(this.#endedBy ? { endedBy: this.#endedBy } : {}) };
  }
}

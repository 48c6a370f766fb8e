import { type ExitStatus, innerStatus } from "./exit_status.ts";
import { gone, innerProcess, killLaunched, type KnownProcess, signalProcess } from "./inner_process.ts";
import type { LaunchLine } from "./launch_line.ts";
import { inOwnSession } from "./own_session.ts";

/** A launched compartment's process: the one that does the work, whatever is wrapped around it. */
export class CompartmentProcess {
  /** How it is told something, where that is not by a socket. */
  readonly stdin: WritableStream<Uint8Array> | undefined;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  /** How it ended. */
  readonly status: Promise<ExitStatus>;
  readonly #child: Deno.ChildProcess;
  readonly #line: LaunchLine;
  /** Where a wrapper is around it: the process itself, as soon as it is found. */
  #inner: KnownProcess | undefined;
  #over = false;

  /** Throws what the operating system says when it cannot be launched. */
  constructor(line: LaunchLine, { hasSocket }: { hasSocket: boolean }) {
    this.#line = line;
    const { command, ...session } = inOwnSession([line.command, ...line.args]);
    this.#child = new Deno.Command(command, {
      ...session,
      env: line.env,
      clearEnv: true,
      cwd: line.cwd,
      stdin: hasSocket ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.stdin = hasSocket ? undefined : this.#child.stdin;
    ({ stdout: this.stdout, stderr: this.stderr } = this.#child);
    this.status = this.#awaitEnd();
  }

  /** Until the process itself is found, that of the wrapper. */
  get pid(): number {
    return this.#inner?.pid ?? this.#child.pid;
  }

  /** The pid to watch; undefined until the process itself runs. A wrapper's own memory and time mean nothing. */
  find(): number | undefined {
    if (!this.#line.wrapped) return this.#child.pid;
    if (!this.#over) this.#inner ??= innerProcess(this.#child.pid, this.#line.program);
    return this.#inner?.pid;
  }

  signal(signal: "SIGTERM" | "SIGKILL"): void {
    if (this.#over) return;
    if (signal === "SIGKILL") return killLaunched(this.#child);
    if (this.#inner) return signalProcess(this.#inner, signal);
    try {
      this.#child.kill(signal);
    } catch {
      // it has ended by itself meanwhile
    }
  }

  async #awaitEnd(): Promise<ExitStatus> {
    const status = await this.#child.status;
    this.#over = true;
    if (this.#inner) await gone(this.#inner);
    return this.#line.wrapped ? innerStatus(status) : status;
  }
}

/**
 * Programs of the machine, which the host starts: those that the manifest lists under `permissions.process` and an owner
 * granted; any other rejects with RpcError `not_permitted`. A program sees the system's own folders and the plugin's data
 * folder, which is its working directory and HOME. It has a clean environment, limits, no network unless the plugin is
 * part of the product, and ends with the plugin at the latest.
 */
export interface Processes {
  /** Runs a program to its end and gathers what it writes. Ends it when the call being served is taken back. */
  run(command: string, args?: string[], options?: RunOptions): Promise<RunResult>;
  /** Starts a program and talks to it while it runs; it may outlive the call. Read or cancel both of its outputs. */
  spawn(command: string, args?: string[], options?: SpawnOptions): Promise<RunningProgram>;
}

/** How a program is started. */
export interface SpawnOptions {
  /** Variables beside PATH, HOME and LANG: how output looks (TZ, TERM, NO_COLOR, LC_…), or names of granted secrets. */
  env?: Record<string, string>;
  /** Milliseconds after which it is ended; 0 = never. Default: 0 for `spawn`, 60,000 for `run`. */
  timeoutMs?: number;
  /** The plugin's data folder, which is the only choice. */
  cwd?: "data";
  /** Writes each line of its output to the plugin's log, under the command's name. Default false. */
  log?: boolean;
}

/** How a program is run to its end. */
export interface RunOptions extends SpawnOptions {
  /** Default: empty. */
  stdin?: string | Uint8Array;
  /** Bytes that are kept of each output, default 1 MiB; what comes beyond is let fall. */
  maxOutputBytes?: number;
  /** Ends it, and `run` rejects. */
  signal?: AbortSignal;
}

/** How a program ended. */
export interface ProgramEnd {
  /** As shells tell it: 128 + n when signal n ended it. */
  code: number;
  /** The signal's name (`SIGKILL`) when the code says so. */
  signal: string | null;
  /** The limit for which the host ended it. */
  endedBy?: "timeout" | "memory" | "processes" | "host";
}

/** What a program that has run to its end left. */
export interface RunResult extends ProgramEnd {
  /** As UTF-8. */
  stdout: string;
  /** As UTF-8. */
  stderr: string;
  /** Something of the output is missing. */
  truncated: boolean;
}

/** A program that runs. */
export interface RunningProgram {
  /** Close it to tell the program that there is no more. */
  readonly stdin: WritableStream<Uint8Array>;
  /** A program that writes faster than this is read has to wait. */
  readonly stdout: ReadableStream<Uint8Array>;
  /** Likewise. */
  readonly stderr: ReadableStream<Uint8Array>;
  /** Resolves when it has ended, however that came. */
  readonly ended: Promise<ProgramEnd>;
  /** Default SIGTERM; reaches what it started, too. Nothing happens when it has ended. */
  kill(signal?: ProgramSignal): Promise<void>;
}

/** Signals that a program can be sent. */
export type ProgramSignal =
  | "SIGTERM"
  | "SIGKILL"
  | "SIGINT"
  | "SIGHUP"
  | "SIGQUIT"
  | "SIGUSR1"
  | "SIGUSR2"
  | "SIGSTOP"
  | "SIGCONT";

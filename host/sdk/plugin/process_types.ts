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
  /** Services of the machine; only for plugins of the product that are granted the command `*`. */
  readonly services: MachineServices;
}

/**
 * Services of this machine, which the host launches for the plugin: they see the world as the host does, but for its data
 * folder, of which each sees a folder of its own (`services/<name>`, its HOME). What they print goes into the log under
 * `<plugin>.<source>`, line by line. They end with the plugin at the latest, with all that they started.
 */
export interface MachineServices {
  /** Rejects with RpcError: `no_program`, `no_folder`, `secret_missing`, `too_large` … */
  launch(spec: LaunchSpec): Promise<LaunchedService>;
  /** Asks an address once whether it answers. Never rejects for what it finds. */
  probe(
    check: { http?: string; tcp?: string; timeoutMs?: number },
  ): Promise<{ ok: boolean; ms: number; detail: string }>;
  /** Where a command would be found. Rejects with RpcError `no_program` or `no_folder`. */
  find(command: string, place: { name: string; cwd?: string; envInherit?: string[] }): Promise<string>;
  /** What services use now, by their `id`; those that have ended are left out. */
  usage(ids: number[]): Promise<ServiceUsage[]>;
  /** The TOML files in the host's folder for specs of services. */
  specs(): Promise<SpecFiles>;
  /** Resolves with the present version as soon as it is another than the one given. */
  specsChanged(version: number): Promise<number>;
}

/** What is launched, and how. */
export interface LaunchSpec {
  /** Lower-case letters, digits, `_` and `-`; names its folder. */
  name: string;
  /** The program and its arguments. A name is looked up in its PATH. */
  exec: string[];
  /** Absolute, or below its own folder, which is the default. */
  cwd?: string;
  /** Its environment beside PATH, HOME and LANG. */
  env?: Record<string, string>;
  /** W3C trace context that it gets as TRACEPARENT; default that of the call being served. */
  traceparent?: string;
  /** Variables that it gets from the host's own environment. */
  envInherit?: string[];
  /** Variables that hold secrets, by the secret's name; the plugin itself never sees the value. */
  envSecrets?: Record<string, string>;
  /** Where in the plugin's log its lines go. */
  source: string;
  /** Lines of JSON with a `message` become records. Default true. */
  json?: boolean;
  /** Stand in each of its records. */
  fields?: Record<string, string>;
  /** Texts that `line` may wait for. */
  lines?: string[];
  /** Milliseconds after which it is ended; 0 = never (default). */
  timeoutMs?: number;
  /** Of it and all that it starts; what is missing is not limited. */
  limits?: { memoryMb?: number; openFiles?: number; fileMb?: number; cpuSeconds?: number };
}

/** A service that runs. */
export interface LaunchedService {
  /** For `usage`. */
  readonly id: number;
  /** Missing when it ended at once. */
  readonly pid?: number;
  /** When that pid began, in clock ticks since the machine's start; together they are never given twice. */
  readonly startTicks?: string;
  /** Resolves when it has ended, however that came. */
  readonly ended: Promise<ServiceEnd>;
  /** True as soon as a line with one of the `lines` has come, also when it came before; false when it ended without. */
  line(text: string): Promise<boolean>;
  /** Lines of JSON that begin with `{"bulkhead":`, as they come; ends with the service. */
  notes(): AsyncIterable<{ bulkhead: string } & Record<string, unknown>>;
  /** To its process group (default) or to the program alone. SIGKILL to the group ends all that it started. */
  signal(signal: ProgramSignal, options?: { group?: boolean }): Promise<void>;
}

/** How a service ended. */
export interface ServiceEnd extends ProgramEnd {
  /** The last lines that it printed, at most 20. */
  lastLines: string[];
  /** Notes that were let fall, since they came faster than they were taken. */
  droppedNotes: number;
}

/** What a service and all that it started use. */
export interface ServiceUsage {
  /** As `launch` gave it. */
  id: number;
  /** How many there are. */
  processes: number;
  /** Resident memory; pages that several share count for each. */
  rssBytes: number;
  /** Resident memory of their own, without the pages of files. */
  privateBytes: number;
  /** Processor time since the start, of the processes that are there now. */
  cpuMs: number;
}

/** The host's folder for specs of services. */
export interface SpecFiles {
  /** Its path. */
  folder: string;
  /** Do services run apart from the host's data folder? */
  confined: boolean;
  /** Another one after each change. */
  version: number;
  /** `value` is the parsed table; `fault` says what is wrong, with the line from 1 (0: the file as a whole). */
  files: { file: string; text: string; value?: unknown; fault?: { line: number; message: string } }[];
  /** Why the folder cannot be read. */
  fault?: string;
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

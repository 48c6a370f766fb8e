import type { OutgoingStream } from "../sdk/channel/byte_streams.ts";
import type { InitParams, InitResult } from "../sdk/channel/protocol.ts";

/** What a compartment may do and use; everything not listed is impossible. */
export interface CompartmentSpec {
  /** Plugin id, or `workflow:<name>`. Appears in logs and in the run tag. */
  id: string;
  /** Absolute path of the bundled module that the Worker runs. */
  entry: string;
  /** Absolute path of the only writable folder; also the working directory. */
  dataDir: string;
  permissions: {
    /** `host` or `host:port` as granted. A literal private address or name is allowed only when it stands here. */
    net: string[];
    /** Names for --allow-sys. */
    sys: string[];
  };
  limits: CompartmentLimits;
  /** First segments that the names of its methods may have; undefined = not looked at (scripts). */
  prefixes?: string[];
  init: InitParams;
}

/** All in the unit of their name; defaults are those of the manifest. */
export interface CompartmentLimits {
  /** Nested Workers; 0 = none. */
  workers: number;
  /** Cores that may be used over 10 s. */
  cpu: number;
  memoryMb: number;
  storageMb: number;
  callMs: number;
  startMs: number;
  maxConcurrent: number;
  /** Events published per second; above it publishes are refused with `rate_limited`. */
  eventsPerSecond: number;
  /** Log lines per minute; above it lines are dropped and counted. */
  logsPerMinute: number;
}

/** Why a compartment's life ended. */
export type EndReason =
  | "stop" // asked to
  | "exit" // ended itself with code 0
  | "crash" // any other exit, an uncaught error
  | "memory"
  | "storage"
  | "cpu"
  | "hang" // did not acknowledge
  | "protocol" // garbage on the channel
  | "start"; // was not ready within startMs

export interface EndRecord {
  reason: EndReason;
  /** For people: what happened and what had been used. */
  message: string;
  exitCode: number | null;
  signal: string | null;
  /** Last lines of stderr. */
  stderr: string;
  /** ISO 8601. */
  time: string;
  used: Usage & { uptimeMs: number };
}

export interface Usage {
  rssBytes: number;
  /** Processor time since the start. */
  cpuMs: number;
  storageBytes: number;
}

/** Answers requests that come out of the compartment. `parent` and everything else is in `params`. */
export type CompartmentRequestHandler = (method: string, params: unknown, signal: AbortSignal) => Promise<unknown>;

/** One thing that the code in a compartment did, or tried to do, outside of its channel: what Deno was asked to permit. */
export interface PermissionUse {
  kind: "net" | "sys" | "read" | "write" | "env" | "run" | "ffi" | "import";
  /** `host:port` of net, the name of sys, a path of read and write; empty when all of the kind was asked for. */
  target: string;
  denied: boolean;
  /** Milliseconds since 1970. */
  atMs: number;
}

export interface CompartmentHandlers {
  /** The process is there and `init` is about to be sent: requests may come from now on, `setup` makes some. */
  launched?: (compartment: Compartment) => void;
  request: CompartmentRequestHandler;
  notification: (method: string, params: unknown) => void;
  /**
   * Told of the uses that the runtime wrote down, the same one at most once a minute; uses of the bundle itself and of
   * the data folder are left out. `denied` is what the launch line says: an address that a granted name turned out to
   * have may have been refused all the same.
   */
  permissionUsed?: (use: PermissionUse) => void;
  /** Called when an acknowledgement is overdue and again when it came. */
  responsive?: (responsive: boolean) => void;
  /** Soft limit passed: warn, stop new work. */
  pressure?: (limit: "memory" | "cpu" | "storage", message: string) => void;
}

export interface RequestOptions {
  /** Default: the compartment's callMs. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Told the channel id that this request got, before it is sent: calls out of its handler name it as `parent`. */
  onId?: (id: number) => void;
}

/** One running compartment: a process with the code in a Worker. Never reused after its end. */
export interface Compartment {
  readonly id: string;
  /** The pid that is watched and signalled: that of the runtime itself, not of what is wrapped around it. */
  readonly pid: number;
  readonly startedAt: number;
  /** A debugger may hold it for as long as it likes: nothing that asks it something may lose patience. */
  readonly inspected: boolean;
  /** What it answered to `init`. */
  readonly description: InitResult;
  /** Requests sent and not answered. */
  readonly inFlight: number;
  request<T = unknown>(method: string, params: unknown, options?: RequestOptions): Promise<T>;
  notify(method: string, params: unknown): void;
  /** Opens a stream of bytes into the compartment; a request has to name its id. */
  openStream(): OutgoingStream;
  /** Reads a stream of bytes that the compartment opened and named. */
  acceptStream(id: number): ReadableStream<Uint8Array>;
  /** Drains (finishes what runs, takes nothing new) and ends: message, SIGTERM, SIGKILL. Default grace 5,000 ms. */
  stop(options?: { graceMs?: number }): Promise<EndRecord>;
  readonly ended: Promise<EndRecord>;
  usage(): Usage;
}

/** Starts compartments; the one place that launches processes of plugins and scripts. */
export interface Sandbox {
  /** Resolves when `init` is answered; rejects with {@linkcode CompartmentError} when that fails. */
  start(spec: CompartmentSpec, handlers: CompartmentHandlers): Promise<Compartment>;
  /** May a debugger attach to the compartment of this id? */
  inspects(id: string): boolean;
  /** Ends what an earlier life of this data folder left behind, found by run tag and start time. Answers how many. */
  sweep(): Promise<number>;
  /**
   * Runs a program beside a running compartment, enclosed in bubblewrap. Throws {@linkcode ProgramError} where that does not work,
   * or when the program would not be seen inside.
   */
  runProgram(spec: ProgramSpec): Program;
  /** Runs a program of the machine as a service: the world as the host sees it, without the host's data folder. */
  runService(spec: ServiceSpec): ServiceProgram;
  /** Which parts of the launch line this machine has, for the cockpit; known once {@linkcode examined} resolves. */
  readonly level: SandboxLevel;
  /** Resolves when the machine has been tried out. */
  readonly examined: Promise<void>;
}

/** A program and what it may use. It sees the system's own folders read-only, and of the host's data the one folder. */
export interface ProgramSpec {
  /** For logs: `<plugin>: git`. */
  name: string;
  /** Absolute path. */
  path: string;
  args: string[];
  /** The whole environment. */
  env: Record<string, string>;
  /** Absolute path of the only writable folder; also the working directory. */
  dataDir: string;
  /** False: a network of its own with nothing in it. */
  network: boolean;
  limits: ProgramLimits;
}

export interface ProgramLimits {
  /** Memory of its own, of it and all that it starts together. */
  memoryMb: number;
  /** Largest file that it may write. */
  fileMb: number;
  /** Processes at a time, itself included. */
  processes: number;
  /** Processor time of one process. */
  cpuSeconds: number;
  /** Wall time; 0 = none. */
  timeoutMs: number;
}

/** How a program ended. */
export interface ProgramEnd {
  /** As shells tell it: 128 + n when signal n ended it. */
  code: number;
  /** The signal's name when the code says so; null else. */
  signal: string | null;
  /** The limit for which it was ended, or `host` when the host or its plugin went away. */
  endedBy?: "timeout" | "memory" | "processes" | "host";
}

/** A running program; everything that it started ends with it. */
export interface Program {
  readonly stdin: WritableStream<Uint8Array>;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly ended: Promise<ProgramEnd>;
  /** Sends a signal to it and what it started; SIGKILL ends all of it for certain. */
  kill(signal: Deno.Signal): void;
  /** Ends all of it because nobody wants it any more. */
  end(): void;
}

/** A service and what it may use. */
export interface ServiceSpec {
  /** Absolute path. */
  path: string;
  args: string[];
  /** The whole environment. */
  env: Record<string, string>;
  /** Absolute path of the working directory. */
  cwd: string;
  /** Folders below the host's data folder that it sees and writes. */
  own: string[];
  /** 0 or missing = none. */
  limits: {
    /** Memory of its own, of it and all that it starts together. */
    memoryMb?: number;
    openFiles?: number;
    /** Largest file that it may write. */
    fileMb?: number;
    /** Processor time of one process. */
    cpuSeconds?: number;
  };
}

/** What a service and all that it started use now. */
export interface ServiceUse {
  processes: number;
  rssBytes: number;
  privateBytes: number;
  /** Processor time since the start, of the processes that are there now. */
  cpuMs: number;
}

/** A running service; everything that it started ends with it. */
export interface ServiceProgram {
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  /** The program's pid and start time, as soon as it is there; undefined when it ended before. */
  readonly started: Promise<{ pid: number; startTime: string } | undefined>;
  readonly ended: Promise<ProgramEnd>;
  /** To its process group, or to the program alone. SIGKILL to the group ends all of it for certain. */
  kill(signal: Deno.Signal, options?: { group?: boolean }): void;
  /** Ends all of it at once. */
  end(reason?: NonNullable<ProgramEnd["endedBy"]>): void;
  /** Undefined when it has ended, or has not begun. */
  usage(): ServiceUse | undefined;
}

/** A program cannot be run here. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}

export interface SandboxLevel {
  setpriv: boolean;
  prlimit: boolean;
  nice: boolean;
  /** Compartments see their own files only, and no process but their own. */
  bubblewrap: boolean;
  /** Compartments that no host is granted to have a network of their own, with nothing in it. Needs bubblewrap. */
  privateNetwork: boolean;
  /** What is missing, with the command that installs it. */
  remarks: string[];
}

/** The parts of a launch line that a machine may lack. */
export type SandboxPart = Exclude<keyof SandboxLevel, "remarks">;

/** A compartment could not be brought up, or went away under a request. */
export class CompartmentError extends Error {
  override readonly name = "CompartmentError";
  constructor(message: string, readonly end: EndRecord) {
    super(message);
  }
}

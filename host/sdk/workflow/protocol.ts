/**
 * What the engine and a script's compartment say to each other. The host asks `script.describe`, `script.admit` and
 * `script.input`, and tells about runs by requests that are answered at once, so that it learns when the channel has no
 * room. The script tells about its runs by notifications. What survives is the journal: what was under way on a
 * channel that ends is made good by replay.
 *
 * Each message carries the run and its generation: a compartment that lost a run can no longer move it.
 */
import type { BusEvent, Role } from "../channel/protocol.ts";
import type { JournalValue } from "./codec.ts";
import type { Where } from "./match.ts";
import type { RetryPolicy } from "./retry.ts";
import type { ErrorRecord } from "./step_error.ts";

/**
 * What the SDK in a bundle understands; runs stay on their bundles, so the host goes on speaking to the older ones.
 * 1: each message alone. 2: also `run.batch`, `run.journal` and completions that are `own`. 3: also `script.settled`. 4: also
 * `run.start` with `ahead`.
 */
export const PROTOCOL = 4;

/** Asks for an answer once these runs have made of all that they were told what they make of it, and have sent that. */
export interface SettledParams {
  items: { run: string; generation: number }[];
}

/** A dotted path of `{event, input}`, or `script` for a function there. */
export type FlowKey = { path: string } | "script";

/** How runs are held back before they begin. Without a key all runs share one. */
export interface FlowDescription {
  throttle?: { limit: number; periodMs: number; key?: FlowKey };
  debounce?: { periodMs: number; maxMs?: number; key?: FlowKey };
  batch?: { size: number; timeoutMs: number; key?: FlowKey };
  /** Its key is that of `concurrency`, whose limit is then 1. */
  singleton?: "skip" | "cancel";
  priority?: number | FlowKey;
  /** Of `idempotencyKey`. */
  once?: FlowKey;
}

/** What the script's functions answered; undefined for those that are none. */
export interface FlowValues {
  throttle?: string;
  debounce?: string;
  batch?: string;
  priority?: number;
  once?: string;
}

/** What a script says of itself; functions stay in the compartment and only their presence is told. */
export interface ScriptDescription extends FlowDescription {
  /** Absent: 1. */
  protocol?: number;
  /** Undefined: the file's name. */
  name?: string;
  description?: string;
  triggers: TriggerDescription[];
  /** Plugin ids. */
  uses: string[];
  /** Hosts. */
  net?: string[];
  /** Names. */
  secrets?: string[];
  retry: RetryPolicy;
  /** How long a run may take from its beginning. */
  timeoutMs?: number;
  /** How long it may take to clean up when it is cancelled or timed out. */
  graceMs?: number;
  concurrency?: {
    limit: number;
    /** A dotted path of `{event, input}`, `script` for a function there, or absent: one key for all runs. */
    key?: FlowKey;
  };
}

export type TriggerDescription =
  | { kind: "event"; type: string; where?: Where; /** A function decides as well. */ filter: boolean }
  /** JSON Schema of the input, where it has one. */
  | { kind: "manual"; input?: Record<string, unknown> }
  | ScheduleTrigger
  /** `secret` is a secret's name. */
  | { kind: "hook"; path: string; secret?: string }
  /** JSON Schemas, where it has them. */
  | { kind: "call"; input?: Record<string, unknown>; output?: Record<string, unknown>; roles?: Role[] };

/** What becomes of times that passed while the host was off: none, the newest, or each of them (at most 100). */
export type CatchUp = "skip" | "last" | "all";

/** A trigger of time. */
export type ScheduleTrigger =
  | { kind: "cron"; expression: string; /** Name of the IANA. */ timezone: string; catchUp: CatchUp }
  | { kind: "every"; everyMs: number; catchUp: CatchUp };

/** `script.admit`, host to script: ask the script's own functions about runs that are to begin. */
export interface AdmitParams {
  items: {
    id: string;
    event?: BusEvent;
    input?: JournalValue; /** Triggers whose `where` fitted. */
    triggers: number[];
  }[];
}
/** In the order of the items. */
export type AdmitResult = (
  | { admitted: true; trigger: number; key?: string; flow?: FlowValues }
  | { admitted: false }
  /** The script's function threw. */
  | { error: ErrorRecord }
)[];

/** `script.input`, host to script: validate the input of a run that somebody asks for. */
export interface InputParams {
  input?: JournalValue;
  /** Index of the trigger that has the schema. */
  trigger: number;
}
export type InputResult =
  | { ok: true; input: JournalValue }
  | { ok: false; message: string; /** JSON pointer of the first fault. */ path: string };

export type StepKind = "call" | "step" | "sleep" | "wait" | "publish" | "signal" | "approve" | "invoke";

/** Names a step within its run. */
export interface StepRef {
  name: string;
  /** From 1, counted for each name. */
  occurrence: number;
}

/** How a step ended, in the order `seq` in which the run learns of it. */
export interface Completion extends StepRef {
  kind: StepKind;
  /** From 1, without gaps within a run. */
  seq: number;
  /** When, milliseconds since 1970: the run's clock stands there afterwards. */
  at: number;
  /** JSON as it is for calls, waits and publishes; encoded for steps. */
  output?: JournalValue;
  error?: ErrorRecord;
  /** The output is what this script sent last for the step, and is not repeated. */
  own?: true;
}

/** What a replay needs to know of one step. */
export interface JournalEntry extends StepRef {
  kind: StepKind;
  hash: string;
  done?: Completion;
}

export interface RunMessage {
  run: string;
  /** Grows each time the run is given to a compartment. */
  generation: number;
}

/** `run.start`, host to script. */
export interface RunStart extends RunMessage {
  name: string;
  event?: BusEvent;
  input?: JournalValue;
  /** Of a batch. */
  events?: BusEvent[];
  /** Milliseconds since 1970: the run's clock before its first completion. */
  startedAt: number;
  /** Index of the trigger that began it. */
  trigger?: number;
  /** Of a run that time began: the time for which it was due, milliseconds since 1970. */
  dueAt?: number;
  seed: string;
  /** Values by name: those that were granted and are set. Never in the journal. */
  secrets?: Record<string, string>;
  journal: JournalEntry[];
  /** Only look whether the script fits the journal: nothing is carried out, and the answer is `run.checked`. */
  check?: boolean;
  /**
   * The script may go on with what a step's function returned before that is in the journal, and may ask for more; what it
   * asks for is carried out once it is. The two then have the same clock, that of the machine.
   */
  ahead?: boolean;
}

/** `run.journal`, host to script: the beginning of a journal that is too long for one message; the rest comes with `run.start`. */
export interface RunJournal extends RunMessage {
  entries: JournalEntry[];
}

/** `run.completed`, host to script: steps that are in the journal now. */
export interface RunCompleted extends RunMessage {
  items: Completion[];
}

/** `run.go`, host to script: run this step's function (again). */
export interface RunGo extends RunMessage, StepRef {
  /** From 1. */
  attempt: number;
}

/** `run.abandon`, host to script: an attempt took too long, its result does not count any more. */
export type RunAbandon = RunGo;

/** `run.drop`, host to script: forget the run; its promises never settle. */
export type RunDrop = RunMessage;

/** `run.operation`, script to host: a durable step begins. */
export type RunOperation =
  & RunMessage
  & StepRef
  & {
    hash: string;
    retry?: RetryPolicy;
    /** How long an attempt may take. */
    attemptMs?: number;
    /** Of a `step`: its function waits for `run.go`, since the script is ahead of the journal. */
    held?: true;
  }
  & Operation;

export type Operation =
  | { kind: "call"; method: string; params: unknown }
  | { kind: "step" }
  | { kind: "sleep"; ms: number }
  | { kind: "sleep"; until: number }
  | { kind: "wait"; type: string; subject?: string; where?: Where; timeoutMs?: number }
  | { kind: "publish"; type: string; subject?: string; data: unknown }
  | { kind: "signal"; signal: string; timeoutMs?: number }
  | { kind: "approve"; question: string; role: Role; timeoutMs?: number; channel?: string }
  | { kind: "invoke"; workflow: string; input: unknown };

/** `run.result`, script to host: one attempt of a `step` function ended. */
export interface RunResult extends RunMessage, StepRef {
  /** Which one; bundles of earlier versions do not say. */
  attempt?: number;
  output?: JournalValue;
  error?: ErrorRecord;
  /** The script has gone on with it: as this completion the journal must have it, or the run has to be replayed. */
  ahead?: Pick<Completion, "seq" | "at">;
}

/** `run.finish`, script to host: the script's function returned or threw. */
export interface RunFinish extends RunMessage {
  output?: JournalValue;
  error?: ErrorRecord;
}

/** `run.mismatch`, script to host: the replay does not fit the journal. */
export interface RunMismatch extends RunMessage {
  difference: Difference;
}

/** `run.checked`, script to host: the replay has come to the end of the journal, or cannot. */
export interface RunChecked extends RunMessage {
  /** Absent: it fits. */
  difference?: Difference;
}

export interface Difference extends StepRef {
  /** `changed`: asked with another input; `missing`: in the journal, but the script did not ask for it. */
  kind: "changed" | "missing";
  /** What the script asks now. */
  asked?: unknown;
  message: string;
}

/** Messages of a script about its runs, by method name. */
export interface FromScript {
  "run.operation": RunOperation;
  "run.result": RunResult;
  "run.finish": RunFinish;
  "run.mismatch": RunMismatch;
  "run.checked": RunChecked;
}
/** `run.batch`, host to script: messages about several runs, in their order. */
export interface RunBatch {
  items: BatchItem[];
}

export type BatchItem = { [M in Exclude<keyof ToScript, "run.batch">]: [method: M, params: ToScript[M]] }[
  Exclude<keyof ToScript, "run.batch">
];

/** Messages of the host about runs, by method name. */
export interface ToScript {
  "run.journal": RunJournal;
  "run.batch": RunBatch;
  "run.start": RunStart;
  "run.completed": RunCompleted;
  "run.go": RunGo;
  "run.abandon": RunAbandon;
  "run.drop": RunDrop;
}

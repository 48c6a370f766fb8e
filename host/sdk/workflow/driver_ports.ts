import type { BusEvent } from "../channel/protocol.ts";
import type { Interrupt } from "./interrupt.ts";
import type { JournalLimits } from "./limits.ts";
import type { Where } from "./match.ts";
import type { Completion, Difference, StepRef } from "./protocol.ts";
import type { Redact } from "./redact.ts";
import type { RetryPolicy } from "./retry.ts";
import type { ErrorRecord } from "./step_error.ts";
import type { StepRecord } from "./step_record.ts";

/** What carries a run's steps out. The engine has one on its database and the host, the test harness one in memory. */
export interface DriverPorts {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Writes a step's record; resolves when it is on disk. Calls take effect in their order. What `mayWait` is written with what
   * is written next of the run, or soon.
   */
  save(record: StepRecord, options: { mayWait: boolean }): Promise<void>;
  /** Calls a plugin. Rejects with an error that has a `code` of the host's table. */
  call(method: string, params: unknown, key: string, signal: AbortSignal): Promise<unknown>;
  publish(event: { id: string; type: string; subject?: string; data: unknown }): Promise<{ id: string; seq: number }>;
  /** Resolves when the plugin may be callable. */
  whenAvailable(plugin: string, signal: AbortSignal): Promise<void>;
  /** The first event after position `since` that fits, now or later; `none` is called when there is none yet. */
  nextEvent(wanted: EventWanted, signal: AbortSignal, none: () => void): Promise<BusEvent>;
  /** The first signal of a name after a position, now or later. */
  nextSignal(wanted: { name: string; after: number }, signal: AbortSignal): Promise<SignalTaken>;
  /** Decides an approval whose deadline has come, unless somebody has decided it already; in either case it is sent. */
  expire(name: string): Promise<void>;
  /** Begins the child with this key, or finds it; answers what it returned. `begun` is called when it is on disk. */
  invoke(
    child: { workflow: string; input: unknown; key: string },
    signal: AbortSignal,
    begun: () => void,
  ): Promise<unknown>;
  /** Calls back at a time; answers a function that takes it back. */
  alarm(at: number, callback: () => void): () => void;
  /** Tells the script; in the order of the calls. `own`: the output is what it sent itself. */
  completed(completion: Completion, own?: boolean): void;
  /** Asks the script for an attempt of a step's function. */
  go(ref: StepRef & { attempt: number }): void;
  /** An attempt of a step's function took too long: nobody waits for it any more. */
  abandon(ref: StepRef & { attempt: number }): void;
  /** A step used up its attempts and its policy says to pause. Its record is being saved. */
  gaveUp(step: StepRecord, error: ErrorRecord): void;
  /** The state of the run or of a step is another. */
  changed(): void;
  /** The script's function ended and nothing of it is under way any more. */
  finished(outcome: { output?: unknown; error?: ErrorRecord }): void;
  mismatch(difference: Difference): void;
  /** The script has gone on with an outcome that the journal does not have, and has to be replayed. */
  rewind(): void;
  /** The journal could not be written: nothing more may happen to this run now. */
  broken(error: unknown): void;
}

export interface EventWanted {
  type: string;
  subject?: string;
  where?: Where;
  since: number;
}

/** A signal and its position. */
export interface SignalTaken {
  seq: number;
  data: unknown;
}

export interface DriverRun {
  id: string;
  /** Position in the log from which `waitFor` looks. */
  since: number;
  /** Of the waits that its records have nothing fitted up to this position. */
  seen?: number;
  retry: RetryPolicy;
  steps: StepRecord[];
  /** Default {@linkcode JOURNAL_LIMITS}. */
  limits?: JournalLimits;
  /** The run is being ended. */
  interrupt?: Interrupt;
  /** Takes the values of secrets out of what is kept. */
  redact?: Redact;
  /**
   * Of a run that is not on disk yet: resolves when it is, with false when it cannot be. Until then nothing is done for it but
   * the functions of its steps.
   */
  created?(): Promise<boolean> | undefined;
}

/** What a run is doing, from its steps. */
export interface DriverStatus {
  state: "running" | "waiting" | "sleeping";
  /** Why it does not run, for people. */
  reason?: string;
  /** When it goes on by itself at the earliest. */
  wakeAt?: number;
  /** Something that it waits for may be there already, and is being looked for. */
  looking?: boolean;
  /** All that it waits for is in its records and can be looked for by others: it needs no memory until then. */
  dormant: boolean;
}

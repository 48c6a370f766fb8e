import type { JournalValue } from "./codec.ts";
import type { Completion, JournalEntry, Operation, StepKind, StepRef } from "./protocol.ts";
import type { ErrorRecord } from "./step_error.ts";

/**
 * `running`: under way; `waiting`: for an event or for a plugin that is off; `sleeping`; `retrying`: the next attempt
 * has a time. The last two are final.
 */
export type StepState = "running" | "waiting" | "sleeping" | "retrying" | "succeeded" | "failed";

/** One step of one run as the journal keeps it. Times are milliseconds since 1970. */
export interface StepRecord extends StepRef {
  /** Order in which the run asked for its steps, from 1. */
  position: number;
  kind: StepKind;
  hash: string;
  state: StepState;
  /** Attempts begun. One that found its plugin off does not count. */
  attempts: number;
  /** What was asked: the params of a call, the duration of a sleep … */
  input: Operation;
  output?: JournalValue;
  /** The last error; final when the state is `failed`. */
  error?: ErrorRecord;
  startedAt: number;
  endedAt?: number;
  /** Order in which the run learned of the ends, from 1. */
  seq?: number;
  /** When a sleep ends, a retry begins or a wait times out. */
  wakeAt?: number;
  /** JSON of `input` and `output` while it is still to be written, so that it is made once. */
  inputJson?: string;
  outputJson?: string;
  /** Bytes (characters, of what is short) of both. */
  bytes?: number;
}

/** What the script is told of a step that ended; undefined while it has not. */
export function completionOf(record: StepRecord): Completion | undefined {
  if (record.seq === undefined) return undefined;
  const { name, occurrence, kind, seq, output, error } = record;
  return { name, occurrence, kind, seq, at: record.endedAt!, ...(record.state === "failed" ? { error } : { output }) };
}

/** What a replay is told of a step. */
export function journalEntry(record: StepRecord): JournalEntry {
  const { name, occurrence, kind, hash } = record;
  return { name, occurrence, kind, hash, done: completionOf(record) };
}

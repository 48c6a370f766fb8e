import { type JournalLimits, sizeOf, tooManySteps, valueTooLarge } from "./limits.ts";
import type { RunOperation } from "./protocol.ts";
import type { Redact } from "./redact.ts";
import type { ErrorRecord } from "./step_error.ts";
import type { StepRecord } from "./step_record.ts";

/** What an operation has beside the value that its script was asked for. */
const ENVELOPE_BYTES = 1_024;

/** The record of a step that is asked for the first time, or why the journal cannot take one. */
export function newRecord(
  operation: RunOperation,
  { position, count, now, redact, limits }: {
    position: number;
    /** Steps that the journal has. */
    count: number;
    now: number;
    redact: Redact;
    limits: JournalLimits;
  },
): { record: StepRecord & { bytes: number } } | { error: ErrorRecord } {
  const {
    name,
    occurrence,
    hash,
    run: _run,
    generation: _generation,
    retry: _retry,
    attemptMs: _ms,
    held: _held,
    ...asked
  } = operation;
  if (count >= limits.steps) return { error: tooManySteps(name, limits.steps) };
  const input = redact(asked);
  const inputJson = JSON.stringify(input);
  const bytes = sizeOf(inputJson);
  if (bytes > limits.valueBytes + ENVELOPE_BYTES) {
    return { error: valueTooLarge(`The input of "${name}"`, bytes, limits.valueBytes) };
  }
  const { kind } = operation;
  const attempts = kind === "step" ? 1 : 0;
  const state = "running";
  return {
    record: { name, occurrence, position, kind, hash, state, attempts, input, startedAt: now, inputJson, bytes },
  };
}

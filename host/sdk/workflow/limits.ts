import { ERRORS } from "../../../schemas/generated/errors.ts";
import type { ErrorRecord } from "./step_error.ts";

/** How much one run may put into its journal. */
export interface JournalLimits {
  /** Bytes of JSON of one input or one result. */
  valueBytes: number;
  /** Bytes of JSON of all inputs and results together. */
  runBytes: number;
  /** Steps of all kinds. */
  steps: number;
}

const MIB = 1024 * 1024;

export const JOURNAL_LIMITS: JournalLimits = { valueBytes: 8 * MIB, runBytes: 32 * MIB, steps: 10_000 };

/** A value that is too large for a journal. `what`: `The result of step "x"`. */
export function valueTooLarge(what: string, bytes: number, limit = JOURNAL_LIMITS.valueBytes): ErrorRecord {
  return {
    name: "TooLargeError",
    message: `${what} is ${mib(bytes)} of JSON, and at most ${mib(limit)} are kept in a run's journal`,
    code: ERRORS.too_large.code,
    reason: "too_large",
    hint: "Keep the content where it belongs (a file, a plugin's database) and hand on its id",
  };
}

/** All values of a run together are too large. */
export function runTooLarge(step: string, bytes: number, limit: number): ErrorRecord {
  return {
    name: "TooLargeError",
    message: `With the step "${step}" the run's journal would be ${mib(bytes)}, and it may have at most ${mib(limit)}`,
    code: ERRORS.too_large.code,
    reason: "journal_too_large",
    hint: "Return less from its steps, or let child workflows (invoke) do parts of the work",
    step,
  };
}

/** A run that asks for one step more than it may have. */
export function tooManySteps(step: string, limit: number): ErrorRecord {
  return {
    name: "TooManyStepsError",
    message: `The run asks for the step "${step}" after ${limit} steps, and more it may not have`,
    code: ERRORS.too_large.code,
    reason: "too_many_steps",
    hint: "Do more in each step, or let child workflows (invoke) do parts of the work; a loop may be without end",
    step,
  };
}

/** An attempt of a step that took longer than the script allows. */
export function tooLate(name: string, attemptMs: number): ErrorRecord {
  const message = `${name} took longer than its timeout of ${attemptMs} ms`;
  return { name: "TimeoutError", message, code: -32051, reason: "deadline_exceeded" };
}

/** What a step waited for did not come in time. */
export function nothingInTime(what: string): ErrorRecord {
  const message = `No ${what} came before the timeout`;
  return { name: "TimeoutError", message, code: -32051, reason: "deadline_exceeded" };
}

/** An attempt of a step's function that an earlier life began. */
export function attemptLost(step: string): ErrorRecord {
  const message = `Step "${step}" was interrupted: the process ended while it ran`;
  return { name: "InterruptedError", message, code: ERRORS.internal.code, reason: "internal" };
}

const encoder = new TextEncoder();

/** Bytes of a text in UTF-8. */
export function textBytes(text: string): number {
  return encoder.encode(text).length;
}

/** Bytes of JSON; of what is short the characters, which is quicker and near enough. */
export function sizeOf(json: string): number {
  return json.length < 16_384 ? json.length : textBytes(json);
}

function mib(bytes: number): string {
  return bytes < MIB / 10 ? `${bytes} bytes` : `${(bytes / MIB).toFixed(1)} MiB`;
}

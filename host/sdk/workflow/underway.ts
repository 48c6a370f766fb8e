import { RpcError } from "../errors.ts";
import type { DriverPorts } from "./driver_ports.ts";
import { tooLate } from "./limits.ts";
import type { RunOperation } from "./protocol.ts";
import { StepError } from "./step_error.ts";
import type { StepRecord } from "./step_record.ts";

/** Types of events that only the host publishes. */
const RESERVED = ["host.", "workflow.approval."];
/** Why a step is aborted; a text, since an error would cost a stack. */
const OVER = "The step is over";

/** A step that the script waits for. */
export class Underway {
  cancelAlarm?: () => void;
  /** Why it waits. */
  reason?: string;
  /** How often in a row the plugin was said to be back and was not. */
  refusals = 0;
  /** It waits for what its record says, and nothing is being done for it now. */
  rests = false;
  /** No event up to this position fits it. */
  seen?: number;
  /** The output came from the script itself. */
  own = false;
  /** Nothing that is heard of it from now on counts. */
  over = false;
  #abort: AbortController | undefined;

  constructor(readonly record: StepRecord, readonly operation: RunOperation) {}

  /** Aborts when the step is over. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.over) this.#abort.abort(OVER);
    return this.#abort.signal;
  }

  end(): void {
    this.over = true;
    this.#abort?.abort(OVER);
  }
}

/** Carries an attempt of a step out, no longer than the script allows. */
export async function inTime<T>(
  step: Underway,
  ports: Pick<DriverPorts, "now" | "alarm">,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { attemptMs, name } = step.operation;
  if (attemptMs === undefined) return await work(step.signal);
  const late = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const cancel = ports.alarm(ports.now() + attemptMs, () => {
    late.abort(OVER);
    reject(new StepError(tooLate(name, attemptMs)));
  });
  try {
    return await Promise.race([work(AbortSignal.any([step.signal, late.signal])), promise]);
  } finally {
    cancel();
  }
}

/** What an operation publishes. */
export function published(operation: RunOperation): { type: string; subject?: string; data: unknown } {
  if (operation.kind !== "publish") throw new TypeError(`A ${operation.kind} cannot be published`);
  const { type, subject, data } = operation;
  // What the host itself tells, such as decisions on approvals, no script can make up.
  const reserved = RESERVED.find((prefix) => String(type).startsWith(prefix));
  if (reserved) {
    throw new RpcError(
      "not_permitted",
      `A script cannot publish "${type}": the host alone tells what is "${reserved}*"`,
    );
  }
  return { type, subject, data };
}

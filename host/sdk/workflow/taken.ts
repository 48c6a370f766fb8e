import type { BusEvent } from "../channel/protocol.ts";
import type { SignalTaken } from "./driver_ports.ts";
import type { StepRecord } from "./step_record.ts";

/** Did another wait of this run take that signal? */
export function hasTaken(steps: Iterable<StepRecord>, signal: string, seq: number): boolean {
  for (const { input, output } of steps) {
    const isSame = input.kind === "signal" && input.signal === signal;
    if (isSame && (output as SignalTaken | undefined)?.seq === seq) return true;
  }
  return false;
}

/** The position of the event that the last wait for this type took; that of the run's beginning when there is none. */
export function lastTaken(steps: Iterable<StepRecord>, type: string, since: number): number {
  let last = since;
  for (const { kind, state, input, output } of steps) {
    if (kind !== "wait" || state !== "succeeded") continue;
    if (input.kind === "wait" && input.type === type) last = Math.max(last, (output as BusEvent).seq);
  }
  return last;
}

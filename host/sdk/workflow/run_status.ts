import type { DriverStatus } from "./driver_ports.ts";
import type { Underway } from "./underway.ts";

const RUNNING: DriverStatus = { state: "running", dormant: false };

/** What a run is doing, from the steps that its script waits for. */
export function statusOf(underway: Underway[]): DriverStatus {
  // One that has ended stays until that is on disk.
  const steps = underway.filter(({ record }) => record.seq === undefined);
  if (steps.length === 0 || steps.some(({ record }) => record.state === "running")) return RUNNING;
  const wakes = steps.flatMap(({ record }) => record.wakeAt ?? []);
  const wakeAt = wakes.length > 0 ? Math.min(...wakes) : undefined;
  const dormant = steps.length === underway.length && steps.every(isAtRest);
  const looking = !dormant && underway.some(isLooking);
  if (steps.every(({ record }) => record.state === "sleeping")) return { state: "sleeping", wakeAt, dormant, looking };
  return { state: "waiting", reason: steps.find(({ reason }) => reason)?.reason, wakeAt, dormant, looking };
}

/** Somebody who has only the records of a run finds out when such a step goes on. */
function isAtRest({ record, rests }: Underway): boolean {
  return record.state === "sleeping" || (record.state === "waiting" && rests) ||
    (record.state === "retrying" && record.wakeAt !== undefined);
}

/** Not one that waits for a plugin, which takes its time. */
function isLooking({ record: { kind, seq, state }, rests }: Underway): boolean {
  return seq !== undefined || (state === "waiting" && !rests && kind !== "call" && kind !== "step");
}

import type { Status } from "../domain/status.ts";
import type { Unit } from "./unit.ts";

/** A service as it leaves the plugin. */
export function present(unit: Unit): Status {
  const { spec, running } = unit;
  const at = (ms: number | undefined) => ms === undefined ? undefined : new Date(ms).toISOString();
  return defined({
    ...{ name: unit.name, desired: unit.desired, actual: unit.actual, health: unit.health },
    ...{ since: at(unit.sinceMs)!, reason: unit.reason, restarts: unit.restarts, enabled: unit.enabled },
    ...{ source: unit.source, file: unit.file, description: spec.description, version: spec.version },
    ...{ pid: running?.pid, startedAt: at(unit.startedMs), readyAt: at(unit.readyMs) },
    ...{ stoppedBy: unit.desired === "stopped" ? unit.stoppedBy : undefined, nextRestartAt: at(unit.nextRestartMs) },
    after: spec.after.map(({ service, condition }) => ({ service, condition })),
    actions: unit.actions.map(({ name }) => name),
    lastEnd: unit.lastEnd,
  });
}

function defined(status: { [K in keyof Status]: Status[K] | undefined }): Status {
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined)) as Status;
}

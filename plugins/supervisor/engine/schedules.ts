import type { Context } from "@bulkhead/plugin";
import type { Unit } from "./unit.ts";

/** The name of an action's durable schedule. */
export function scheduleName(service: string, action: string): string {
  return `action:${service}/${action}`;
}

/** Sets the times of a service's actions. `before`: those that had one until now. */
export function setSchedules(unit: Unit, before: string[], ctx: Context): void {
  for (const { name, schedule, timezone } of unit.actions) {
    if (schedule === undefined) continue;
    const data = { service: unit.name, action: name };
    ctx.schedule.set(scheduleName(unit.name, name), { cron: schedule, timezone }, data);
  }
  for (const name of before) {
    const isThere = unit.actions.some((action) => action.name === name && action.schedule !== undefined);
    if (!isThere) ctx.schedule.clear(scheduleName(unit.name, name));
  }
}

/** Ends them: the service goes. */
export function clearSchedules(unit: Unit, ctx: Context): void {
  for (const { name, schedule } of unit.actions) {
    if (schedule !== undefined) ctx.schedule.clear(scheduleName(unit.name, name));
  }
}

import type { Context } from "@bulkhead/plugin";
import { supervisorOf } from "./current.ts";
import type { Unit } from "./unit.ts";

/** The durable schedule by which limits are looked after. */
export const PRUNE_LOGS = "prune-logs";
const EVERY = "5m";

/** What is kept of a service's lines; nothing said: what the whole log keeps. */
export interface LogLimits {
  maxDays?: number | undefined;
  maxMb?: number | undefined;
}

/** Begins with looking after the limits of all specs. */
export function watchLogLimits(ctx: Context): void {
  ctx.schedule.set(PRUNE_LOGS, { every: EVERY });
}

/** Removes what is more than the specs of services keep, or one service, or as `limits` say; answers how many lines. */
export async function pruneLogs(
  ctx: Context,
  { service, limits = {} }: { service?: string | undefined; limits?: LogLimits } = {},
): Promise<{ service: string; removed: number }[]> {
  const { units } = supervisorOf(ctx);
  const chosen = service === undefined ? [...units.values()] : [supervisorOf(ctx).get(service)];
  const done: { service: string; removed: number }[] = [];
  for (const unit of chosen) {
    const maxDays = limits.maxDays ?? unit.spec.logs.days;
    const maxMb = limits.maxMb ?? unit.spec.logs.max_mb;
    if (maxDays === undefined && maxMb === undefined) continue;
    const params = {
      source: sourceOfUnit(ctx, unit),
      ...(maxDays === undefined ? {} : { maxDays }),
      ...(maxMb === undefined ? {} : { maxMb }),
    };
    const { removed } = await ctx.call<{ removed: number }>("host.log.prune", params, { timeoutMs: 300_000 });
    done.push({ service: unit.name, removed });
  }
  return done;
}

/** Where the lines of a service are in the host's log. */
export function sourceOfUnit(ctx: Pick<Context, "plugin">, unit: Unit): string {
  return `${ctx.plugin.id}.${unit.spec.logs.src ?? unit.name}`;
}

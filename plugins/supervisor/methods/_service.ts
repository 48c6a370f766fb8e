import type { Context } from "@bulkhead/plugin";
import { z } from "zod";
import { Name } from "../domain/spec.ts";
import type { Status } from "../domain/status.ts";
import { present } from "../engine/present.ts";
import type { Unit } from "../engine/unit.ts";

export const ByName = z.object({ name: Name });

/** A service as this caller may see it: what it printed may hold what is not everybody's. */
export function presentTo(ctx: Context, unit: Unit): Status {
  const status = present(unit);
  if (isOperator(ctx) || !status.lastEnd) return status;
  return { ...status, lastEnd: { ...status.lastEnd, lastLines: [] } };
}

export function isOperator({ caller }: Context): boolean {
  return caller.kind === "system" || caller.role === "owner" || caller.role === "admin";
}

import { type Context, RpcError } from "@bulkhead/plugin";
import type { ActionSpec } from "../domain/spec.ts";
import { supervisorOf } from "../engine/current.ts";
import type { Unit } from "../engine/unit.ts";

/** Throws RpcError `not_found` that names what the service can do. */
export function findAction(ctx: Context, service: string, name: string): { unit: Unit; action: ActionSpec } {
  const unit = supervisorOf(ctx).get(service);
  const action = unit.actions.find((one) => one.name === name);
  if (action) return { unit, action };
  const known = unit.actions.map((one) => one.name).join(", ");
  throw new RpcError("not_found", `"${service}" has no action "${name}"`, {
    path: "/action",
    hint: known ? `It has ${known}` : "It has none: add [[action]] with name and exec to its spec",
  });
}

import { type Context, RpcError } from "@bulkhead/plugin";
import { type Actor, moderates } from "../domain/actor.ts";
import { type PeopleGroup, presentGroup } from "../domain/directory.ts";
import { groupByHandle, groupById, groupMembers, type GroupRow } from "../store/directory.ts";
import { personByHandle } from "../store/people.ts";
import { change, tellAll } from "./_tell.ts";

/** Names that call many at once, and so cannot be a group's. */
const TAKEN = ["channel", "here", "everyone", "all"];

/** A group by id or `@handle`, or `not_found`. */
export function anyGroup(ctx: Context, ref: string): GroupRow {
  const group = groupById(ctx.db, ref) ?? groupByHandle(ctx.db, ref.replace(/^@/, "").toLowerCase());
  if (group) return group;
  throw new RpcError("not_found", `There is no group "${ref}"`, { path: "/group", hint: "chat.group.list shows them" });
}

/** Throws `conflict` for a handle that calls somebody already. */
export function requireFreeHandle(ctx: Context, handle: string): void {
  if (!TAKEN.includes(handle) && !personByHandle(ctx.db, handle) && !groupByHandle(ctx.db, handle)) return;
  throw new RpcError("conflict", `@${handle} calls somebody already`, { path: "/handle" });
}

/** Tells everybody what a group is now. */
export function tellGroup(ctx: Context, row: GroupRow, state: "set" | "deleted"): PeopleGroup {
  const group = presentGroup(row, state === "deleted" ? [] : groupMembers(ctx.db, row.id));
  tellAll(ctx, "chat.group.changed", row.id, { group, state, rev: change(ctx, { kind: "group", ref: row.id }) });
  return group;
}

/** A group that the caller may change: who made it, and admins. */
export function editableGroup(ctx: Context, actor: Actor, ref: string): GroupRow {
  const group = anyGroup(ctx, ref);
  if (group.created_by === actor.id || moderates(actor.role)) return group;
  throw new RpcError("forbidden", `Only who made @${group.handle} or an admin changes it`, { reason: "not_creator" });
}

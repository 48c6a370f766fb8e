import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type PeopleGroup, presentGroup } from "../domain/directory.ts";
import { groupByHandle, groupById, groupMembers, type GroupRow } from "../store/directory.ts";
import { personByHandle } from "../store/people.ts";
import { isInWorkspace } from "../store/workspace_members.ts";
import { change, tellWorkspace } from "./_tell.ts";
import { moderatesIn } from "./_workspaces.ts";

/** Names that call many at once, and so cannot be a group's. */
const TAKEN = ["channel", "here", "everyone", "all"];

/** A group by id, or by `@handle` in a workspace; one of a workspace that the actor is not in is `not_found` as well. */
export function anyGroup(ctx: Context, actor: Actor, workspaceId: string, ref: string): GroupRow {
  const group = groupById(ctx.db, ref) ?? groupByHandle(ctx.db, workspaceId, ref.replace(/^@/, "").toLowerCase());
  if (group && isInWorkspace(ctx.db, group.workspace_id, actor.id)) return group;
  throw new RpcError("not_found", `There is no group "${ref}"`, { path: "/group", hint: "chat.group.list shows them" });
}

/** Throws `conflict` for a handle that calls somebody already. */
export function requireFreeHandle(ctx: Context, workspaceId: string, handle: string): void {
  const free = !TAKEN.includes(handle) && !personByHandle(ctx.db, handle) &&
    !groupByHandle(ctx.db, workspaceId, handle);
  if (free) return;
  throw new RpcError("conflict", `@${handle} calls somebody already`, { path: "/handle" });
}

/** Tells everybody what a group is now. */
export function tellGroup(ctx: Context, row: GroupRow, state: "set" | "deleted"): PeopleGroup {
  const group = presentGroup(row, state === "deleted" ? [] : groupMembers(ctx.db, row.id));
  const rev = change(ctx, row.workspace_id, { kind: "group", ref: row.id });
  tellWorkspace(ctx, row.workspace_id, "chat.group.changed", { subject: row.id, group, state, rev });
  return group;
}

/** A group that the caller may change: who made it, and admins. */
export function editableGroup(ctx: Context, actor: Actor, workspaceId: string, ref: string): GroupRow {
  const group = anyGroup(ctx, actor, workspaceId, ref);
  if (group.created_by === actor.id || moderatesIn(ctx, actor, group.workspace_id)) return group;
  throw new RpcError("forbidden", `Only who made @${group.handle} or an admin changes it`, { reason: "not_creator" });
}

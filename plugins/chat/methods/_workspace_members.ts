import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { GENERAL } from "../domain/channel.ts";
import type { Role } from "../domain/workspace.ts";
import { channelById, channelByName, channelIdsIn } from "../store/channels.ts";
import { personById } from "../store/people.ts";
import {
  addWorkspaceMember,
  countWorkspaceOwners,
  forgetBelongings,
  removeWorkspaceMember,
  workspaceRole,
} from "../store/workspace_members.ts";
import type { WorkspaceRow } from "../store/workspaces.ts";
import { armTimer } from "./_due.ts";
import { admit, dismiss } from "./_membership.ts";
import { change } from "./_tell.ts";
import { fillRooms } from "./_workspaces.ts";

/** Lets people into a workspace, and into its #general unless they are guests; answers the ids of the new ones. */
export function letIn(ctx: Context, { id }: WorkspaceRow, userIds: string[], role: Role = "member"): string[] {
  const joined_at = new Date().toISOString();
  const added = [...new Set(userIds)].filter((user_id) => addWorkspaceMember(ctx.db, id, { user_id, role, joined_at }));
  if (added.length === 0) return added;
  fillRooms(ctx, id);
  for (const userId of added) {
    const rev = change(ctx, id, { kind: "workspace", ref: id });
    tellMembers(ctx, id, "chat.workspace.joined", { workspaceId: id, userId, role, rev });
  }
  const general = channelByName(ctx.db, id, GENERAL);
  if (general) admit(ctx, general, added.filter((userId) => personById(ctx.db, userId)?.role !== "guest"));
  return added;
}

/**
 * Takes somebody out of a workspace, of each of its channels and of what they kept there. Throws `last_owner` when nobody
 * would own it any more. They hear it as well, with the others.
 */
export function takeOut(ctx: Context, { id }: WorkspaceRow, userId: string): void {
  requireOtherOwner(ctx, id, userId);
  for (const channelId of channelIdsIn(ctx.db, id, userId)) dismiss(ctx, channelById(ctx.db, channelId)!, userId);
  forgetBelongings(ctx.db, id, userId);
  armTimer(ctx);
  const rev = change(ctx, id, { kind: "workspace", ref: id });
  tellMembers(ctx, id, "chat.workspace.left", { workspaceId: id, userId, rev });
  removeWorkspaceMember(ctx.db, id, userId);
  fillRooms(ctx, id);
}

/** Throws `last_owner` when this person is the only one who owns the workspace. */
export function requireOtherOwner(ctx: Context, workspaceId: string, userId: string): void {
  if (workspaceRole(ctx.db, workspaceId, userId) !== "owner" || countWorkspaceOwners(ctx.db, workspaceId) > 1) return;
  throw new RpcError("precondition_failed", "A workspace has an owner: somebody else has to be one first", {
    reason: "last_owner",
    hint: "chat.workspace.set_role makes somebody an owner; chat.workspace.delete deletes it",
  });
}

/** Owners are made, and unmade, by owners only. */
export function requireMayChange(ctx: Context, actor: Actor, workspaceId: string, roles: (Role | undefined)[]): void {
  if (!roles.includes("owner") || workspaceRole(ctx.db, workspaceId, actor.id) === "owner") return;
  throw new RpcError("forbidden", "Only an owner of the workspace may do that to an owner", { reason: "not_owner" });
}

/** Tells everybody who is in a workspace, guests too. */
export function tellMembers(ctx: Context, workspaceId: string, type: string, data: Record<string, unknown>): void {
  ctx.events.publish({ type, subject: workspaceId, data, audience: `room:${workspaceId}` });
}

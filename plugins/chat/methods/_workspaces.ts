import { type Context, RpcError } from "@bulkhead/plugin";
import { type Actor, moderates, seesPublicChannels } from "../domain/actor.ts";
import type { Role, Workspace, WorkspaceItem } from "../domain/workspace.ts";
import type { Reader } from "../store/channels.ts";
import { countPeople } from "../store/people.ts";
import {
  countWorkspaceMembers,
  isInWorkspace,
  workspaceInsiderIds,
  workspaceMemberIds,
  workspaceModeratorIds,
  workspaceRole,
} from "../store/workspace_members.ts";
import {
  defaultWorkspace,
  defaultWorkspaceId,
  isFirst,
  positionIn,
  workspaceBy,
  type WorkspaceCounts,
  type WorkspaceRow,
} from "../store/workspaces.ts";

/**
 * The workspace that a call is about: the first where none is named. One that the actor is not in is `not_found`, like one
 * that is not there.
 */
export function workspaceOf(ctx: Context, actor: Actor, ref: string | undefined, path = "/workspaceId"): WorkspaceRow {
  const row = ref === undefined ? defaultWorkspace(ctx.db) : workspaceBy(ctx.db, ref);
  if (row && roleIn(ctx, actor, row) !== undefined) return row;
  throw noWorkspace(ref ?? "", path);
}

/** Its id alone: most calls name none. */
export function workspaceIdOf(ctx: Context, actor: Actor, ref: string | undefined): string {
  return ref === undefined ? defaultWorkspaceId(ctx.db) : workspaceOf(ctx, actor, ref).id;
}

export function noWorkspace(ref: string, path = "/workspaceId"): RpcError {
  return new RpcError("not_found", `There is no workspace "${ref}" that you are in`, {
    path,
    hint: "chat.workspace.list shows yours, and those that can be joined",
  });
}

/** What an actor is in a workspace; undefined when they are not in it. In the first the host's role counts. */
export function roleIn(
  ctx: Context,
  actor: Actor,
  { id, first }: Pick<WorkspaceRow, "id" | "first">,
): Role | undefined {
  if (!first) return workspaceRole(ctx.db, id, actor.id);
  return actor.role === "owner" || actor.role === "admin" ? actor.role : "member";
}

/** May take down what others wrote, and set the workspace up: its owners and admins; in the first one those of the host. */
export function moderatesIn(ctx: Context, actor: Actor, workspaceId: string): boolean {
  const role = workspaceRole(ctx.db, workspaceId, actor.id);
  if (role !== undefined) return role !== "member";
  return moderates(actor.role) && isFirst(ctx.db, workspaceId);
}

/** Throws `not_admin` unless the actor sets the workspace up. */
export function requireAdmin(ctx: Context, actor: Actor, { id, name }: Pick<WorkspaceRow, "id" | "name">): void {
  if (moderatesIn(ctx, actor, id)) return;
  throw new RpcError("forbidden", `Only owners and admins of ${name} may do that`, {
    reason: "not_admin",
    hint: "chat.workspace.members shows who is one",
  });
}

/** Throws `first_workspace` for the one whose members and roles are the host's. */
export function requireFurther({ first, name }: WorkspaceRow): void {
  if (!first) return;
  throw new RpcError("precondition_failed", `${name} is the first workspace: everybody with an account is in it`, {
    reason: "first_workspace",
    hint: "Accounts and their roles are the host's: host.user.list",
  });
}

/** Those of these people who are in a workspace. */
export function insidersOf(ctx: Context, workspaceId: string, userIds: string[]): string[] {
  return userIds.filter((id) => isInWorkspace(ctx.db, workspaceId, id));
}

/** Throws `not_found` for somebody who is not in the workspace: nobody comes into one through its channels. */
export function requireInside(ctx: Context, workspaceId: string, userIds: string[], path: string): void {
  for (const [index, id] of userIds.entries()) {
    if (isInWorkspace(ctx.db, workspaceId, id)) continue;
    throw new RpcError("not_found", `"${id}" is not in this workspace`, {
      path: `${path}/${index}`,
      reason: "not_in_workspace",
      hint: "chat.workspace.add_members lets somebody in",
    });
  }
}

/** What an actor reads in a workspace. */
export function readerIn(actor: Actor, workspaceId: string): Reader {
  return { workspaceId, userId: actor.id, publicToo: seesPublicChannels(actor.role) };
}

/** Who hears of what is for everybody in a workspace who sees its public channels. */
export function audienceIn(ctx: Context, workspaceId: string): "role:agent" | `room:${string}` {
  return isFirst(ctx.db, workspaceId) ? "role:agent" : `room:${insiderRoom(workspaceId)}`;
}

/** Who hears of what only moderators of a workspace know. */
export function moderatorAudience(ctx: Context, workspaceId: string): "role:admin" | `room:${string}` {
  return isFirst(ctx.db, workspaceId) ? "role:admin" : `room:${moderatorRoom(workspaceId)}`;
}

/** The room of a workspace's owners and admins. */
export function moderatorRoom(workspaceId: string): string {
  return `${workspaceId}-moderators`;
}

/** The room of those who see the public channels of a workspace; the one of all its members is called by its id. */
export function insiderRoom(workspaceId: string): string {
  return `${workspaceId}-insiders`;
}

/** Puts into the rooms of a workspace who is in it now. */
export function fillRooms(ctx: Context, workspaceId: string): void {
  ctx.sockets.room(workspaceId).setMembers(workspaceMemberIds(ctx.db, workspaceId));
  ctx.sockets.room(insiderRoom(workspaceId)).setMembers(workspaceInsiderIds(ctx.db, workspaceId));
  ctx.sockets.room(moderatorRoom(workspaceId)).setMembers(workspaceModeratorIds(ctx.db, workspaceId));
}

/** A workspace as a client begins with it. */
export function presentWorkspace(ctx: Context, actor: Actor, row: WorkspaceRow): Workspace {
  const { id, name, slug, description, access, first } = row;
  const role = roleIn(ctx, actor, row);
  return { id, name, slug, description, access, first: first === 1, ...(role === undefined ? {} : { role }) };
}

/** The same in a list, with what is unread for the actor. */
export function presentItem(
  ctx: Context,
  actor: Actor,
  row: WorkspaceRow,
  counts: WorkspaceCounts | undefined,
): WorkspaceItem {
  const { slug, access, ...shown } = presentWorkspace(ctx, actor, row);
  return {
    ...shown,
    slug: slug!,
    access: access!,
    first: row.first === 1,
    member: shown.role !== undefined,
    memberCount: row.first ? countPeople(ctx.db) : countWorkspaceMembers(ctx.db, row.id),
    unread: counts?.unread ?? 0,
    mentions: counts?.mentions ?? 0,
    seq: positionIn(ctx.db, row.id).seq,
    createdAt: row.created_at,
  };
}

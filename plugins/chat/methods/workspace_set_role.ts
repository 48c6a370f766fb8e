import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { PersonRef } from "../domain/channel.ts";
import { Role, WorkspaceRef } from "../domain/workspace.ts";
import { setWorkspaceRole, workspaceRole } from "../store/workspace_members.ts";
import { FIRST_WORKSPACE, LAST_OWNER, NOT_ADMIN } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { personIds } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { change } from "./_tell.ts";
import { requireMayChange, requireOtherOwner, tellMembers } from "./_workspace_members.ts";
import { fillRooms, requireAdmin, requireFurther, workspaceOf } from "./_workspaces.ts";

/** `chat.workspace.set_role` */
export const workspaceSetRole = mutation("workspace.set_role", {
  summary: "Makes somebody an owner or admin of a workspace, or a member again",
  description: "Admins may, but only an owner makes another one, or takes that away.",
  examples: [{
    params: { id: "workspace_0193", user: "@bob", role: "admin" },
    result: { id: "workspace_0193", userId: "user-bob", role: "admin" },
  }],
  errors: ["not_found", NOT_ADMIN, FIRST_WORKSPACE, LAST_OWNER],
  roles: INSIDERS,
  emits: ["chat.workspace.role_changed"],
  params: z.object({ id: WorkspaceRef, user: PersonRef, role: Role }),
  result: z.object({ id: z.string(), userId: z.string(), role: Role }),
  handler: ({ id, user, role }, ctx, actor) => {
    const row = workspaceOf(ctx, actor, id, "/id");
    requireFurther(row);
    requireAdmin(ctx, actor, row);
    const [userId] = personIds(ctx, [user], "/user");
    const before = workspaceRole(ctx.db, row.id, userId!);
    if (!before) throw new RpcError("not_found", `"${user}" is not in ${row.name}`, { path: "/user" });
    const result = { id: row.id, userId: userId!, role };
    if (before === role) return result;
    requireMayChange(ctx, actor, row.id, [before, role]);
    requireOtherOwner(ctx, row.id, userId!);
    setWorkspaceRole(ctx.db, row.id, userId!, role);
    fillRooms(ctx, row.id);
    const rev = change(ctx, row.id, { kind: "workspace", ref: row.id });
    tellMembers(ctx, row.id, "chat.workspace.role_changed", { workspaceId: row.id, userId, role, rev });
    return result;
  },
});

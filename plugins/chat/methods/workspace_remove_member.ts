import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { PersonRef } from "../domain/channel.ts";
import { WorkspaceRef } from "../domain/workspace.ts";
import { workspaceRole } from "../store/workspace_members.ts";
import { FIRST_WORKSPACE, LAST_OWNER, NOT_ADMIN } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { personIds } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { requireMayChange, takeOut } from "./_workspace_members.ts";
import { requireAdmin, requireFurther, workspaceOf } from "./_workspaces.ts";

/** `chat.workspace.remove_member` */
export const workspaceRemoveMember = mutation("workspace.remove_member", {
  summary: "Takes somebody out of a workspace, and of all of its channels",
  examples: [{ params: { id: "workspace_0193", user: "@bob" }, result: { id: "workspace_0193", userId: "user-bob" } }],
  errors: ["not_found", NOT_ADMIN, FIRST_WORKSPACE, LAST_OWNER],
  roles: INSIDERS,
  emits: ["chat.workspace.left", "chat.channel.left"],
  params: z.object({ id: WorkspaceRef, user: PersonRef }),
  result: z.object({ id: z.string(), userId: z.string() }),
  handler: ({ id, user }, ctx, actor) => {
    const row = workspaceOf(ctx, actor, id, "/id");
    requireFurther(row);
    requireAdmin(ctx, actor, row);
    const [userId] = personIds(ctx, [user], "/user");
    const role = workspaceRole(ctx.db, row.id, userId!);
    if (!role) throw new RpcError("not_found", `"${user}" is not in ${row.name}`, { path: "/user" });
    requireMayChange(ctx, actor, row.id, [role]);
    takeOut(ctx, row, userId!);
    return { id: row.id, userId: userId! };
  },
});

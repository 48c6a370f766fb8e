import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { WorkspaceRef } from "../domain/workspace.ts";
import { channelsOf, closeWays } from "../store/workspace_gone.ts";
import { forgetBelongings, removeWorkspaceMember, workspaceMemberIds } from "../store/workspace_members.ts";
import { EVERYWHERE, markWorkspaceDeleted, workspaceBy } from "../store/workspaces.ts";
import { armTimer } from "./_due.ts";
import { FIRST_WORKSPACE } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";
import { change } from "./_tell.ts";
import { removeDeleted } from "./_workspace_gone.ts";
import { tellMembers } from "./_workspace_members.ts";
import { fillRooms, noWorkspace, requireFurther, roleIn } from "./_workspaces.ts";

/** `chat.workspace.delete` */
export const workspaceDelete = mutation("workspace.delete", {
  summary: "Deletes a workspace with all of its channels, messages and files",
  description:
    "For good: nothing of it can be had back but from a backup. Its owners may, and those of the host. Nobody sees anything of " +
    "it from that moment on; the room that it took is freed little by little.",
  examples: [{ params: { id: "workspace_0193", confirm: "Design" }, result: { id: "workspace_0193" } }],
  errors: ["not_found", "forbidden", "invalid_params", FIRST_WORKSPACE],
  roles: INSIDERS,
  emits: ["chat.workspace.deleted"],
  params: z.object({ id: WorkspaceRef, confirm: z.string().max(80).describe("Its name, as it is written") }),
  result: z.object({ id: z.string() }),
  handler: ({ id: ref, confirm }, ctx, actor) => {
    const row = workspaceBy(ctx.db, ref);
    const role = row && roleIn(ctx, actor, row);
    const owns = role === "owner" || actor.role === "owner";
    if (!row || (role === undefined && !owns)) throw noWorkspace(ref, "/id");
    requireFurther(row);
    if (!owns) {
      throw new RpcError("forbidden", `Only an owner of ${row.name} or of this host deletes it`, {
        reason: "not_owner",
      });
    }
    if (confirm !== row.name) {
      throw new RpcError("invalid_params", "Its name does not stand there as it is written", {
        path: "/confirm",
        hint: "It is asked for because everything in the workspace is gone with it",
      });
    }
    const { id } = row;
    // A position of everywhere: those of the workspace are not given out again when it is gone.
    const rev = change(ctx, EVERYWHERE, { kind: "workspace", ref: id, userId: actor.id });
    tellMembers(ctx, id, "chat.workspace.deleted", { workspaceId: id, rev });
    markWorkspaceDeleted(ctx.db, id, new Date().toISOString());
    closeWays(ctx.db, id);
    for (const userId of workspaceMemberIds(ctx.db, id)) {
      forgetBelongings(ctx.db, id, userId);
      removeWorkspaceMember(ctx.db, id, userId);
    }
    armTimer(ctx);
    fillRooms(ctx, id);
    for (const channelId of channelsOf(ctx.db, id, 100_000)) ctx.sockets.room(channelId).setMembers([]);
    removeDeleted(ctx);
    return { id };
  },
});

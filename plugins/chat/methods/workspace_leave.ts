import { z } from "zod";
import { WorkspaceRef } from "../domain/workspace.ts";
import { FIRST_WORKSPACE, LAST_OWNER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { takeOut } from "./_workspace_members.ts";
import { requireFurther, workspaceOf } from "./_workspaces.ts";

/** `chat.workspace.leave` */
export const workspaceLeave = mutation("workspace.leave", {
  summary: "Leaves a workspace, and all of its channels",
  description: "What the caller wrote stays; their drafts, sections and reminders of it are gone.",
  examples: [{ params: { id: "workspace_0193" }, result: { id: "workspace_0193" } }],
  errors: ["not_found", FIRST_WORKSPACE, LAST_OWNER],
  roles: EVERYBODY,
  emits: ["chat.workspace.left", "chat.channel.left"],
  params: z.object({ id: WorkspaceRef }),
  result: z.object({ id: z.string() }),
  handler: ({ id: ref }, ctx, actor) => {
    const row = workspaceOf(ctx, actor, ref, "/id");
    requireFurther(row);
    takeOut(ctx, row, actor.id);
    return { id: row.id };
  },
});

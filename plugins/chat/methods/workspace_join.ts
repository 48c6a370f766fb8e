import { z } from "zod";
import { WORKSPACE } from "../domain/examples.ts";
import { Workspace, WorkspaceRef } from "../domain/workspace.ts";
import { workspaceBy } from "../store/workspaces.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";
import { letIn } from "./_workspace_members.ts";
import { noWorkspace, presentWorkspace, roleIn } from "./_workspaces.ts";

/** `chat.workspace.join` */
export const workspaceJoin = mutation("workspace.join", {
  summary: "Joins an open workspace",
  description: "Joining one again changes nothing. Into a closed one its members let others in.",
  examples: [{
    params: { id: "design" },
    result: { ...WORKSPACE, id: "workspace_0193", name: "Design", first: false },
  }],
  errors: ["not_found"],
  roles: INSIDERS,
  emits: ["chat.workspace.joined", "chat.channel.joined"],
  params: z.object({ id: WorkspaceRef }),
  result: Workspace,
  handler: ({ id }, ctx, actor) => {
    const row = workspaceBy(ctx.db, id);
    if (!row || (row.access === "closed" && roleIn(ctx, actor, row) === undefined)) throw noWorkspace(id, "/id");
    if (!row.first) letIn(ctx, row, [actor.id]);
    return presentWorkspace(ctx, actor, row);
  },
});

import { z } from "zod";
import { GROUP } from "../domain/examples.ts";
import { PeopleGroup } from "../domain/directory.ts";
import { deleteGroup } from "../store/directory.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { editableGroup, tellGroup } from "./_groups.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.group.delete` */
export const groupDelete = mutation("group.delete", {
  summary: "Deletes a group; its people stay",

  examples: [{ params: { group: "@designers" }, result: GROUP }],
  errors: ["not_found", "forbidden"],
  roles: INSIDERS,
  emits: ["chat.group.changed"],
  params: z.object({ group: z.string().min(1).max(100), workspaceId: WorkspaceId }),
  result: PeopleGroup,

  handler: ({ group, workspaceId }, ctx, actor) => {
    const row = editableGroup(ctx, actor, workspaceIdOf(ctx, actor, workspaceId), group);
    deleteGroup(ctx.db, row.id);
    return tellGroup(ctx, row, "deleted");
  },
});

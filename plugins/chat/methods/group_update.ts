import { z } from "zod";
import { GROUP } from "../domain/examples.ts";
import { Handle, PeopleGroup } from "../domain/directory.ts";
import { putGroup } from "../store/directory.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { editableGroup, requireFreeHandle, tellGroup } from "./_groups.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.group.update` */
export const groupUpdate = mutation("group.update", {
  summary: "Changes a group's handle, name or description",
  description: "Who made it may, and admins.",
  examples: [{ params: { group: "@designers", name: "Design" }, result: GROUP }],
  errors: ["not_found", "conflict", "forbidden"],
  roles: INSIDERS,
  emits: ["chat.group.changed"],
  params: z.object({
    group: z.string().min(1).max(100),
    workspaceId: WorkspaceId,
    handle: Handle.optional(),
    name: z.string().trim().min(1).max(80).optional(),
    description: z.string().trim().max(500).optional(),
  }),
  result: PeopleGroup,

  handler: ({ group, workspaceId, handle, name, description }, ctx, actor) => {
    const row = editableGroup(ctx, actor, workspaceIdOf(ctx, actor, workspaceId), group);
    if (handle !== undefined && handle !== row.handle) requireFreeHandle(ctx, row.workspace_id, handle);
    const next = {
      ...row,
      handle: handle ?? row.handle,
      name: name ?? row.name,
      description: description ?? row.description,
    };
    putGroup(ctx.db, next);
    return tellGroup(ctx, next, "set");
  },
});

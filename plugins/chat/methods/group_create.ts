import { z } from "zod";
import { GROUP } from "../domain/examples.ts";
import { PersonRef } from "../domain/channel.ts";
import { Handle, PeopleGroup } from "../domain/directory.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { newId } from "../domain/ids.ts";
import { putGroup, setGroupMembers } from "../store/directory.ts";
import { requireFreeHandle, tellGroup } from "./_groups.ts";
import { mutation } from "./_mutation.ts";
import { peopleKnown, personIds } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { requireInside, workspaceIdOf } from "./_workspaces.ts";

/** `chat.group.create` */
export const groupCreate = mutation("group.create", {
  summary: "Makes a group of people that a handle calls",

  examples: [{ params: { handle: "designers", name: "Designers", members: ["@bob"] }, result: GROUP }],
  errors: ["conflict", "not_found"],
  roles: INSIDERS,
  emits: ["chat.group.changed"],
  params: z.object({
    handle: Handle,
    name: z.string().trim().min(1).max(80),
    description: z.string().trim().max(500).default(""),
    members: z.array(PersonRef).max(500).default([]),
    workspaceId: WorkspaceId,
  }),
  result: PeopleGroup,
  before: ({ members }, ctx) => peopleKnown(ctx, members),
  handler: ({ handle, name, description, members, workspaceId }, ctx, actor) => {
    const workspace = workspaceIdOf(ctx, actor, workspaceId);
    requireFreeHandle(ctx, workspace, handle);
    const ids = personIds(ctx, members, "/members");
    requireInside(ctx, workspace, ids, "/members");
    const row = { id: newId("group"), workspace_id: workspace, handle, name, description, created_by: actor.id };
    putGroup(ctx.db, row);
    setGroupMembers(ctx.db, row.id, ids);
    return tellGroup(ctx, row, "set");
  },
});

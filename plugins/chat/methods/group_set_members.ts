import { z } from "zod";
import { GROUP } from "../domain/examples.ts";
import { PersonRef } from "../domain/channel.ts";
import { PeopleGroup } from "../domain/directory.ts";
import { setGroupMembers } from "../store/directory.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { editableGroup, tellGroup } from "./_groups.ts";
import { mutation } from "./_mutation.ts";
import { peopleKnown, personIds } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { requireInside, workspaceIdOf } from "./_workspaces.ts";

/** `chat.group.set_members` */
export const groupSetMembers = mutation("group.set_members", {
  summary: "Says who is in a group",

  examples: [{ params: { group: "@designers", members: ["@bob", "@carol"] }, result: GROUP }],
  errors: ["not_found", "forbidden"],
  roles: INSIDERS,
  emits: ["chat.group.changed"],
  params: z.object({
    group: z.string().min(1).max(100),
    members: z.array(PersonRef).max(500).describe("All of them"),
    workspaceId: WorkspaceId,
  }),
  result: PeopleGroup,
  before: ({ members }, ctx) => peopleKnown(ctx, members),
  handler: ({ group, members, workspaceId }, ctx, actor) => {
    const row = editableGroup(ctx, actor, workspaceIdOf(ctx, actor, workspaceId), group);
    const ids = personIds(ctx, members, "/members");
    requireInside(ctx, row.workspace_id, ids, "/members");
    setGroupMembers(ctx.db, row.id, ids);
    return tellGroup(ctx, row, "set");
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { GROUP } from "../domain/examples.ts";
import { PeopleGroup, presentGroup } from "../domain/directory.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { groupMembers, groupsAfter } from "../store/directory.ts";
import { Page } from "./_page.ts";
import { enter } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.group.list` */
export const groupList = method({
  summary: "Lists the groups of people",

  examples: [{ params: {}, result: { items: [GROUP] } }],

  roles: INSIDERS,
  readOnly: true,
  params: z.object({ workspaceId: WorkspaceId, ...Page }),
  result: z.object({ items: z.array(PeopleGroup), nextCursor: z.string().optional() }),
  handler: ({ workspaceId, limit, cursor }, ctx) => {
    const rows = groupsAfter(ctx.db, workspaceIdOf(ctx, enter(ctx), workspaceId), cursor ?? "", limit + 1);
    const items = rows.slice(0, limit).map((row) => presentGroup(row, groupMembers(ctx.db, row.id)));
    return rows.length > limit ? { items, nextCursor: items.at(-1)!.handle } : { items };
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { seesPublicChannels } from "../domain/actor.ts";
import { WORKSPACE_ITEM } from "../domain/examples.ts";
import { WorkspaceItem } from "../domain/workspace.ts";
import { countsByWorkspace, listWorkspaces } from "../store/workspaces.ts";
import { workspaceIdsOf } from "../store/workspace_members.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { presentItem } from "./_workspaces.ts";

/** `chat.workspace.list` */
export const workspaceList = method({
  summary: "Lists the workspaces that the caller is in, and those that they may join",
  description: "With what is unread in each. The first one, which everybody is in, is the first item.",
  examples: [{ params: {}, result: { items: [WORKSPACE_ITEM] } }],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    all: z.boolean().default(false).describe(
      "For an owner of the host: closed ones too, by name, which they may delete",
    ),
  }),
  result: z.object({ items: z.array(WorkspaceItem) }),
  handler: ({ all }, ctx) => {
    const actor = enter(ctx);
    const mine = new Set(workspaceIdsOf(ctx.db, actor.id));
    const counts = new Map(countsByWorkspace(ctx.db, actor.id).map((row) => [row.workspace_id, row]));
    const shown = listWorkspaces(ctx.db).filter(({ id, first, access }) =>
      first || mine.has(id) || (access === "open" && seesPublicChannels(actor.role)) || (all && actor.role === "owner")
    );
    return { items: shown.map((row) => presentItem(ctx, actor, row, counts.get(row.id))) };
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { seesPublicChannels } from "../domain/actor.ts";
import { WORKSPACE_ITEM } from "../domain/examples.ts";
import { WorkspaceItem, WorkspaceRef } from "../domain/workspace.ts";
import { countsByWorkspace, workspaceBy } from "../store/workspaces.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { noWorkspace, presentItem, roleIn } from "./_workspaces.ts";

/** `chat.workspace.get` */
export const workspaceGet = method({
  summary: "Gets a workspace that the caller is in or may join",
  examples: [{ params: { id: "design" }, result: WORKSPACE_ITEM }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ id: WorkspaceRef }),
  result: WorkspaceItem,
  handler: ({ id }, ctx) => {
    const actor = enter(ctx);
    const row = workspaceBy(ctx.db, id);
    const joinable = row?.access === "open" && seesPublicChannels(actor.role);
    if (!row || (!joinable && roleIn(ctx, actor, row) === undefined)) throw noWorkspace(id, "/id");
    const counts = countsByWorkspace(ctx.db, actor.id).find((each) => each.workspace_id === row.id);
    return presentItem(ctx, actor, row, counts);
  },
});

import { z } from "zod";
import { RECENT } from "../domain/examples.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { dropSearches } from "../store/recent_searches.ts";
import { mutation } from "./_mutation.ts";
import { foldedQuery, Query, RecentSearch, tellRecent } from "./_recent.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.search.forget` */
export const searchForget = mutation("search.forget", {
  summary: "Forgets one of the searches that the caller did last, or all of them",

  examples: [{ params: { query: "moonshot" }, result: { items: [RECENT] } }, { params: {}, result: { items: [] } }],
  errors: ["not_found"],
  roles: EVERYBODY,
  emits: ["chat.search.changed"],
  params: z.object({
    query: Query.optional().describe("Without it all of them in the workspace are forgotten"),
    workspaceId: WorkspaceId,
  }),
  result: z.object({ items: z.array(RecentSearch).describe("Those that are left") }),

  handler: ({ query, workspaceId: ref }, ctx, actor) => {
    const workspaceId = workspaceIdOf(ctx, actor, ref);
    dropSearches(ctx.db, { userId: actor.id, workspaceId }, query === undefined ? undefined : foldedQuery(query));
    return { items: tellRecent(ctx, actor, workspaceId) };
  },
});

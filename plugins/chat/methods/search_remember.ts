import { z } from "zod";
import { RECENT } from "../domain/examples.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { putSearch } from "../store/recent_searches.ts";
import { mutation } from "./_mutation.ts";
import { foldedQuery, KEPT_SEARCHES, Query, RecentSearch, tellRecent } from "./_recent.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.search.remember` */
export const searchRemember = mutation("search.remember", {
  summary: "Keeps a search among those that the caller did last",
  description: "A page that searches while somebody types calls it when they are done: a search alone keeps nothing.",
  examples: [{ params: { query: "deploy from:@bob" }, result: { items: [RECENT] } }],
  errors: ["not_found"],
  roles: EVERYBODY,
  emits: ["chat.search.changed"],
  params: z.object({ query: Query, workspaceId: WorkspaceId }),
  result: z.object({ items: z.array(RecentSearch) }),

  handler: ({ query, workspaceId: ref }, ctx, actor) => {
    const workspaceId = workspaceIdOf(ctx, actor, ref);
    putSearch(ctx.db, { userId: actor.id, workspaceId }, { query, folded: foldedQuery(query), kept: KEPT_SEARCHES });
    return { items: tellRecent(ctx, actor, workspaceId) };
  },
});

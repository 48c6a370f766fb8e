import type { Context } from "@bulkhead/plugin";
import { z } from "zod";
import type { Actor } from "../domain/actor.ts";
import { Time } from "../domain/time.ts";
import { recentSearches, type Searcher } from "../store/recent_searches.ts";
import { tellOwn } from "./_tell.ts";

/** So many searches are kept of each person in each workspace. */
export const KEPT_SEARCHES = 20;

/** A search that somebody may want to do again. */
export const Query = z.string().trim().min(1, "A search needs something to look for").max(500)
  .refine((text) => !/\p{Cc}/u.test(text), "A search is one line")
  .transform((text) => text.replace(/\s+/g, " "));

/** What somebody looked for. */
export const RecentSearch = z.object({ query: z.string(), at: Time });

/** What makes two searches the same one. */
export function foldedQuery(query: string): string {
  return query.toLowerCase();
}

/** The newest first. */
export function presentRecent(ctx: Context, searcher: Searcher): z.output<typeof RecentSearch>[] {
  return recentSearches(ctx.db, searcher, KEPT_SEARCHES).map(({ query, at }) => ({
    query,
    at: new Date(at).toISOString(),
  }));
}

/** Tells the caller's devices what they looked for last, and answers it. */
export function tellRecent(ctx: Context, actor: Actor, workspaceId: string): z.output<typeof RecentSearch>[] {
  const items = presentRecent(ctx, { userId: actor.id, workspaceId });
  tellOwn(ctx, actor.id, "chat.search.changed", { workspaceId, items });
  return items;
}

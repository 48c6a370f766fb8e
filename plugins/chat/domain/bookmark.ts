import { z } from "zod";
import type { BookmarkRow } from "../store/bookmarks.ts";

/** Most links at the top of one channel. */
export const MAX_BOOKMARKS = 100;

/** A web address: http and https only, since people press it. */
export const WebUrl = z.string().max(2_000).refine((url) => {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}, "An address begins with http:// or https://");

/** A link at the top of a channel. */
export const Bookmark = z.object({
  id: z.string(),
  title: z.string(),
  url: z.string(),
  emoji: z.string().optional(),
  place: z.number(),
});
export type Bookmark = z.output<typeof Bookmark>;

export function presentBookmark(row: BookmarkRow): Bookmark {
  const bookmark: Bookmark = { id: row.id, title: row.title, url: row.url, place: row.place };
  if (row.emoji !== null) bookmark.emoji = row.emoji;
  return bookmark;
}

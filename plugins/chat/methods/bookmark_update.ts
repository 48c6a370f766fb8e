import { z } from "zod";
import { BOOKMARK } from "../domain/examples.ts";
import { Bookmark, WebUrl } from "../domain/bookmark.ts";
import { putBookmark } from "../store/bookmarks.ts";
import { tellBookmarks, writableBookmark } from "./_bookmarks.ts";
import { ARCHIVED, NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.bookmark.update` */
export const bookmarkUpdate = mutation("bookmark.update", {
  summary: "Changes a link at the top of a channel, or its place",

  examples: [{ params: { id: "bookmark_0192", title: "Our handbook" }, result: BOOKMARK }],
  errors: ["not_found", NOT_MEMBER, ARCHIVED],
  roles: EVERYBODY,
  emits: ["chat.bookmark.changed"],
  params: z.object({
    id: z.string().max(100),
    title: z.string().trim().min(1, "A bookmark needs a title").max(120).optional(),
    url: WebUrl.optional(),
    emoji: z.string().max(64).nullable().optional(),
    place: z.number().min(-1e9).max(1e9).optional(),
  }),
  result: Bookmark,

  handler: ({ id, title, url, emoji, place }, ctx, actor) => {
    const { bookmark, channel } = writableBookmark(ctx, actor, id);
    putBookmark(ctx.db, {
      ...bookmark,
      title: title ?? bookmark.title,
      url: url ?? bookmark.url,
      emoji: emoji === undefined ? bookmark.emoji : emoji,
      place: place ?? bookmark.place,
    });
    return tellBookmarks(ctx, channel).find((each) => each.id === id)!;
  },
});

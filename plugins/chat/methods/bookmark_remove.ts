import { z } from "zod";
import { deleteBookmark } from "../store/bookmarks.ts";
import { tellBookmarks, writableBookmark } from "./_bookmarks.ts";
import { ARCHIVED, NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.bookmark.remove` */
export const bookmarkRemove = mutation("bookmark.remove", {
  summary: "Takes a link away from the top of a channel",

  examples: [{ params: { id: "bookmark_0192" }, result: { id: "bookmark_0192" } }],
  errors: ["not_found", NOT_MEMBER, ARCHIVED],
  roles: EVERYBODY,
  emits: ["chat.bookmark.changed"],
  params: z.object({ id: z.string().max(100) }),
  result: z.object({ id: z.string() }),

  handler: ({ id }, ctx, actor) => {
    const { channel } = writableBookmark(ctx, actor, id);
    deleteBookmark(ctx.db, id);
    tellBookmarks(ctx, channel);
    return { id };
  },
});

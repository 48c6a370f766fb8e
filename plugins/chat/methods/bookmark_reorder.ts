import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { BOOKMARK } from "../domain/examples.ts";
import { Bookmark, MAX_BOOKMARKS } from "../domain/bookmark.ts";
import { ChannelRef } from "../domain/channel.ts";
import { bookmarksOf, placeBookmark } from "../store/bookmarks.ts";
import { requireWritable, visibleChannel } from "./_access.ts";
import { tellBookmarks } from "./_bookmarks.ts";
import { ARCHIVED, NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.bookmark.reorder` */
export const bookmarkReorder = mutation("bookmark.reorder", {
  summary: "Puts the links at the top of a channel in another order",
  description: "Those that are not named, such as one that was added meanwhile, stand behind the others as they stood.",
  examples: [{ params: { channel: "#general", ids: ["bookmark_0192"] }, result: { items: [BOOKMARK] } }],
  errors: ["not_found", NOT_MEMBER, ARCHIVED],
  roles: EVERYBODY,
  emits: ["chat.bookmark.changed"],
  params: z.object({
    channel: ChannelRef,
    ids: z.array(z.string().max(100)).min(1).max(MAX_BOOKMARKS)
      .refine((ids) => new Set(ids).size === ids.length, "Each bookmark has one place")
      .describe("Ids in the order that they shall have"),
  }),
  result: z.object({ items: z.array(Bookmark) }),

  handler: ({ channel: ref, ids }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireWritable(ctx, actor, channel);
    const there = bookmarksOf(ctx.db, channel.id).map((row) => row.id);
    const foreign = ids.findIndex((id) => !there.includes(id));
    if (foreign >= 0) {
      throw new RpcError("not_found", `There is no bookmark "${ids[foreign]}" in this channel`, {
        path: `/ids/${foreign}`,
        hint: "chat.bookmark.list shows which there are: somebody may have removed it",
      });
    }
    const order = [...ids, ...there.filter((id) => !ids.includes(id))];
    order.forEach((id, index) => placeBookmark(ctx.db, id, index + 1));
    return { items: tellBookmarks(ctx, channel) };
  },
});

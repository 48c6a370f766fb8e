import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { BOOKMARK } from "../domain/examples.ts";
import { Bookmark, MAX_BOOKMARKS, WebUrl } from "../domain/bookmark.ts";
import { ChannelRef } from "../domain/channel.ts";
import { newId } from "../domain/ids.ts";
import { bookmarksOf, putBookmark } from "../store/bookmarks.ts";
import { requireWritable, visibleChannel } from "./_access.ts";
import { tellBookmarks } from "./_bookmarks.ts";
import { ARCHIVED, NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.bookmark.add` */
export const bookmarkAdd = mutation("bookmark.add", {
  summary: "Puts a link at the top of a channel",

  examples: [{ params: { channel: "#general", title: "Handbook", url: "https://example.com" }, result: BOOKMARK }],
  errors: ["not_found", NOT_MEMBER, ARCHIVED],
  roles: EVERYBODY,
  emits: ["chat.bookmark.changed"],
  params: z.object({
    channel: ChannelRef,
    title: z.string().trim().min(1, "A bookmark needs a title").max(120),
    url: WebUrl,
    emoji: z.string().max(64).optional(),
  }),
  result: Bookmark,

  handler: ({ channel: ref, title, url, emoji }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireWritable(ctx, actor, channel);
    const there = bookmarksOf(ctx.db, channel.id);
    if (there.length >= MAX_BOOKMARKS) {
      throw new RpcError("precondition_failed", `A channel has at most ${MAX_BOOKMARKS} bookmarks`, {
        reason: "too_many",
      });
    }
    const id = newId("bookmark");
    const place = (there.at(-1)?.place ?? 0) + 1;
    putBookmark(ctx.db, { id, channel_id: channel.id, title, url, emoji: emoji ?? null, place, created_by: actor.id });
    return tellBookmarks(ctx, channel).find((bookmark) => bookmark.id === id)!;
  },
});

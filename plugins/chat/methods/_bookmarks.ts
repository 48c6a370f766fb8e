import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type Bookmark, presentBookmark } from "../domain/bookmark.ts";
import { bookmarkById, type BookmarkRow, bookmarksOf } from "../store/bookmarks.ts";
import { channelById, type ChannelRow } from "../store/channels.ts";
import { maySee, requireWritable } from "./_access.ts";
import { changeChannel, tellRoom } from "./_tell.ts";

/** Tells a channel which links stand at its top now. */
export function tellBookmarks(ctx: Context, channel: ChannelRow): Bookmark[] {
  const items = bookmarksOf(ctx.db, channel.id).map(presentBookmark);
  tellRoom(ctx, channel.id, "chat.bookmark.changed", {
    channelId: channel.id,
    items,
    rev: changeChannel(ctx, channel),
  });
  return items;
}

/** A link of a channel in which the caller may write, or `not_found`. */
export function writableBookmark(
  ctx: Context,
  actor: Actor,
  id: string,
): { bookmark: BookmarkRow; channel: ChannelRow } {
  const bookmark = bookmarkById(ctx.db, id);
  const channel = bookmark && channelById(ctx.db, bookmark.channel_id);
  if (!bookmark || !channel || !maySee(ctx, actor, channel)) {
    throw new RpcError("not_found", `There is no bookmark "${id}" that you can see`, { path: "/id" });
  }
  requireWritable(ctx, actor, channel);
  return { bookmark, channel };
}

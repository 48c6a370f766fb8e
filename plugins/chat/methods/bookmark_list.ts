import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { BOOKMARK } from "../domain/examples.ts";
import { Bookmark, presentBookmark } from "../domain/bookmark.ts";
import { ChannelRef } from "../domain/channel.ts";
import { bookmarksOf } from "../store/bookmarks.ts";
import { visibleChannel } from "./_access.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.bookmark.list` */
export const bookmarkList = method({
  summary: "Lists the links at the top of a channel",

  examples: [{ params: { channel: "#general" }, result: { items: [BOOKMARK] } }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ channel: ChannelRef }),
  result: z.object({ items: z.array(Bookmark) }),
  handler: ({ channel }, ctx) => ({
    items: bookmarksOf(ctx.db, visibleChannel(ctx, enter(ctx), channel).id).map(presentBookmark),
  }),
});

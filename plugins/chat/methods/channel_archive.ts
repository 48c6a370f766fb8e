import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef } from "../domain/channel.ts";
import { setArchived } from "./_archive.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.channel.archive` */
export const channelArchive = mutation("channel.archive", {
  summary: "Closes a channel for writing",
  examples: [{ params: { channel: "#old-project" }, result: CHANNEL }],
  errors: ["not_found", "forbidden", "precondition_failed"],
  description: "What was said can still be read. Whoever made the channel may, and admins.",
  roles: INSIDERS,
  emits: ["chat.channel.archived"],
  params: z.object({ channel: ChannelRef }),
  result: Channel,
  handler: ({ channel }, ctx, actor) => setArchived(ctx, actor, channel, true),
});

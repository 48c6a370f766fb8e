import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef } from "../domain/channel.ts";
import { setArchived } from "./_archive.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.channel.unarchive` */
export const channelUnarchive = mutation("channel.unarchive", {
  summary: "Opens an archived channel again",
  examples: [{ params: { channel: "#old-project" }, result: CHANNEL }],
  errors: ["not_found", "forbidden", "precondition_failed"],
  description: "Whoever made the channel may, and admins.",
  roles: INSIDERS,
  emits: ["chat.channel.unarchived"],
  params: z.object({ channel: ChannelRef }),
  result: Channel,
  handler: ({ channel }, ctx, actor) => setArchived(ctx, actor, channel, false),
});

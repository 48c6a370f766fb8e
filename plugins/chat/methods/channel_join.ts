import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef, presentChannel } from "../domain/channel.ts";
import { channelView } from "../store/channels.ts";
import { requireOpen, visibleChannel } from "./_access.ts";
import { admit } from "./_membership.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.channel.join` */
export const channelJoin = mutation("channel.join", {
  summary: "Joins a public channel",
  examples: [{ params: { channel: "#general" }, result: CHANNEL }],
  errors: ["not_found", "precondition_failed"],
  description: "Joining one again changes nothing. What was said before counts as read.",
  roles: INSIDERS,
  emits: ["chat.channel.joined"],
  params: z.object({ channel: ChannelRef }),
  result: Channel,
  handler: ({ channel: ref }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireOpen(channel);
    admit(ctx, channel, [actor.id]);
    return presentChannel(channelView(ctx.db, channel.id, actor.id));
  },
});

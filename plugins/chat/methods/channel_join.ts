import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Channel, ChannelRef, presentChannel } from "../domain/channel.ts";
import { channelView } from "../store/channels.ts";
import { visibleChannel } from "./_access.ts";
import { admit } from "./_membership.ts";
import { enter } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.channel.join` */
export const channelJoin = method({
  summary: "Joins a public channel",
  examples: [{ params: { channel: "#general" } }],
  errors: ["not_found", "precondition_failed"],
  description: "Joining one again changes nothing. What was said before counts as read.",
  roles: INSIDERS,
  emits: ["chat.channel.joined"],
  params: z.object({ channel: ChannelRef }),
  result: Channel,
  handler: ({ channel: ref }, ctx) => {
    const actor = enter(ctx);
    const channel = visibleChannel(ctx, actor, ref);
    admit(ctx, channel, [actor.id]);
    return presentChannel(channelView(ctx.db, channel.id, actor.id));
  },
});

import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef } from "../domain/channel.ts";
import { setArrangement } from "./_arrange.ts";
import { NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.channel.set_muted` */
export const channelSetMuted = mutation("channel.set_muted", {
  summary: "Mutes a channel or lets it be heard again",

  examples: [{ params: { channel: "#general", muted: true }, result: CHANNEL }],
  errors: ["not_found", NOT_MEMBER],
  roles: EVERYBODY,
  emits: ["chat.channel.arranged"],
  params: z.object({ channel: ChannelRef, muted: z.boolean() }),
  result: Channel,

  handler: ({ channel, muted }, ctx, actor) => setArrangement(ctx, actor, channel, { muted: muted ? 1 : 0 }),
});

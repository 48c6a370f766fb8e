import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef } from "../domain/channel.ts";
import { setArrangement } from "./_arrange.ts";
import { NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.channel.set_starred` */
export const channelSetStarred = mutation("channel.set_starred", {
  summary: "Puts a channel among the caller's favourites or takes it out",

  examples: [{ params: { channel: "#general", starred: true }, result: CHANNEL }],
  errors: ["not_found", NOT_MEMBER],
  roles: EVERYBODY,
  emits: ["chat.channel.arranged"],
  params: z.object({ channel: ChannelRef, starred: z.boolean() }),
  result: Channel,

  handler: ({ channel, starred }, ctx, actor) => setArrangement(ctx, actor, channel, { starred: starred ? 1 : 0 }),
});

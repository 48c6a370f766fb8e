import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef } from "../domain/channel.ts";
import { requireMember, visibleChannel } from "./_access.ts";
import { mutation } from "./_mutation.ts";
import { moveReadMarker } from "./_read.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.channel.mark_read` */
export const channelMarkRead = mutation("channel.mark_read", {
  summary: "Moves the caller's read marker forward",
  examples: [{ params: { channel: "#general", seq: 4711 }, result: CHANNEL }],
  errors: ["not_found", "forbidden"],
  description: "The marker never goes back, so that marks from several devices may arrive in any order.",
  roles: EVERYBODY,
  emits: ["chat.channel.read"],
  params: z.object({
    channel: ChannelRef,
    seq: z.int().min(0).describe("Position of the last message that was seen; beyond the newest counts as the newest"),
  }),
  result: Channel,
  handler: ({ channel: ref, seq }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireMember(ctx, actor, channel);
    return moveReadMarker(ctx, actor, channel, { seq: Math.min(seq, channel.last_seq) });
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Channel, ChannelRef, presentChannel } from "../domain/channel.ts";
import { channelView } from "../store/channels.ts";
import { markRead } from "../store/members.ts";
import { requireMember, visibleChannel } from "./_access.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.channel.mark_read` */
export const channelMarkRead = method({
  summary: "Moves the caller's read marker forward",
  examples: [{ params: { channel: "#general", seq: 4711 } }],
  errors: ["not_found"],
  description: "The marker never goes back, so that marks from several devices may arrive in any order.",
  roles: EVERYBODY,
  emits: ["chat.channel.read"],
  params: z.object({
    channel: ChannelRef,
    seq: z.int().min(0).describe("Position of the last message that was seen; beyond the newest counts as the newest"),
  }),
  result: Channel,
  handler: ({ channel: ref, seq }, ctx) => {
    const actor = enter(ctx);
    const channel = visibleChannel(ctx, actor, ref);
    requireMember(ctx, actor, channel);
    const lastReadSeq = Math.min(seq, channel.last_seq);
    if (markRead(ctx.db, channel.id, actor.id, lastReadSeq)) {
      ctx.events.publish({
        type: "chat.channel.read",
        subject: `user-${actor.id}`,
        data: { channelId: channel.id, userId: actor.id, lastReadSeq },
        audience: `room:user-${actor.id}`,
      });
    }
    return presentChannel(channelView(ctx.db, channel.id, actor.id));
  },
});

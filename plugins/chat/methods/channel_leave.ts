import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { ChannelRef, GENERAL } from "../domain/channel.ts";
import { requireChannel, requireMember, visibleChannel } from "./_access.ts";
import { dismiss } from "./_membership.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.channel.leave` */
export const channelLeave = mutation("channel.leave", {
  summary: "Leaves a channel",
  examples: [{ params: { channel: "#general" }, result: { channelId: "channel_0192" } }],
  errors: ["not_found", "forbidden", "precondition_failed"],
  roles: EVERYBODY,
  emits: ["chat.channel.left"],
  params: z.object({ channel: ChannelRef }),
  result: z.object({ channelId: z.string() }),
  handler: ({ channel: ref }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    if (channel.name === GENERAL) {
      throw new RpcError("precondition_failed", `Nobody leaves #${GENERAL}: it is the channel that everybody is in`, {
        reason: "general_channel",
      });
    }
    requireChannel(channel);
    requireMember(ctx, actor, channel);
    dismiss(ctx, channel, actor.id);
    return { channelId: channel.id };
  },
});

import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef, GENERAL } from "../domain/channel.ts";
import { setChannel } from "../store/channels.ts";
import { requireChannel, requireManager, requireOpen, visibleChannel } from "./_access.ts";
import { tellOfUpdate } from "./_channel_update.ts";
import { ARCHIVED, DIRECT, NOT_MANAGER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.channel.convert` */
export const channelConvert = mutation("channel.convert", {
  summary: "Makes a public channel private or a private one public",
  description: "Made public, all that was ever written in it can be read by every member of the workspace.",
  examples: [{ params: { channel: "#secret", private: false }, result: CHANNEL }],
  errors: ["not_found", NOT_MANAGER, ARCHIVED, DIRECT],
  roles: INSIDERS,
  emits: ["chat.channel.updated"],
  params: z.object({ channel: ChannelRef, private: z.boolean() }),
  result: Channel,

  handler: ({ channel: ref, private: hidden }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireChannel(channel);
    requireOpen(channel);
    requireManager(ctx, actor, channel);
    if (channel.name === GENERAL) {
      throw new RpcError("precondition_failed", `#${GENERAL} stays public: everybody is in it`, {
        reason: "general_channel",
      });
    }
    // Whoever sees public channels hears that this one is none any more.
    setChannel(ctx.db, channel, { private: hidden ? 1 : 0 });
    return tellOfUpdate(ctx, actor, channel.id, channel.private === 0);
  },
});

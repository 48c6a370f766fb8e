import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { DIRECT as DIRECT_CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef } from "../domain/channel.ts";
import { visibleChannel } from "./_access.ts";
import { setArrangement } from "./_arrange.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.dm.close` */
export const dmClose = mutation("dm.close", {
  summary: "Takes a direct conversation out of the sidebar until there is a new message",

  examples: [{ params: { channel: "channel_0192" }, result: DIRECT_CHANNEL }],
  errors: ["not_found", "precondition_failed"],
  roles: EVERYBODY,
  emits: ["chat.channel.arranged"],
  params: z.object({ channel: ChannelRef }),
  result: Channel,

  handler: ({ channel: ref }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    if (channel.kind === "channel") {
      throw new RpcError("precondition_failed", `#${channel.name} is a channel: leave it with chat.channel.leave`, {
        reason: "not_direct",
      });
    }
    return setArrangement(ctx, actor, channel.id, { hidden_seq: Math.max(1, channel.last_seq) });
  },
});

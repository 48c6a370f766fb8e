import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef, GENERAL, PersonRef, presentChannel } from "../domain/channel.ts";
import { channelView } from "../store/channels.ts";
import { requireChannel, requireManager, visibleChannel } from "./_access.ts";
import { DIRECT, NOT_MANAGER } from "./_errors.ts";
import { dismiss } from "./_membership.ts";
import { mutation } from "./_mutation.ts";
import { personIds } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.channel.remove_member` */
export const channelRemoveMember = mutation("channel.remove_member", {
  summary: "Takes somebody out of a channel",

  examples: [{ params: { channel: "#design", user: "@bob" }, result: CHANNEL }],
  errors: ["not_found", NOT_MANAGER, DIRECT],
  roles: INSIDERS,
  emits: ["chat.channel.left"],
  params: z.object({ channel: ChannelRef, user: PersonRef }),
  result: Channel,

  handler: ({ channel: ref, user }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireChannel(channel);
    requireManager(ctx, actor, channel);
    if (channel.name === GENERAL) {
      throw new RpcError("precondition_failed", `Nobody leaves #${GENERAL}`, { reason: "general_channel" });
    }
    const [id] = personIds(ctx, [user], "/user");
    if (!dismiss(ctx, channel, id!)) {
      throw new RpcError("not_found", `"${user}" is not in #${channel.name}`, { path: "/user" });
    }
    return presentChannel(channelView(ctx.db, channel.id, actor.id));
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef, presentChannel } from "../domain/channel.ts";
import { channelView } from "../store/channels.ts";
import { visibleChannel } from "./_access.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.channel.get` */
export const channelGet = method({
  summary: "Gets a channel",
  examples: [{ params: { channel: "#general" }, result: CHANNEL }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ channel: ChannelRef }),
  result: Channel,
  handler: ({ channel }, ctx) => {
    const actor = enter(ctx);
    return presentChannel(channelView(ctx.db, visibleChannel(ctx, actor, channel).id, actor.id));
  },
});

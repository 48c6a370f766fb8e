import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelName, ChannelRef, Purpose, Topic } from "../domain/channel.ts";
import { setChannel } from "../store/channels.ts";
import { requireChannel, requireManager, requireWritable, visibleChannel } from "./_access.ts";
import { requireFreeName, tellOfUpdate } from "./_channel_update.ts";
import { ARCHIVED, DIRECT, NOT_MANAGER, NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.channel.update` */
export const channelUpdate = mutation("channel.update", {
  summary: "Changes a channel's name, topic, purpose or who writes",
  description: "Any member changes topic and purpose; name and posting are for managers.",
  examples: [{ params: { channel: "#design", topic: "How things look" }, result: CHANNEL }],
  errors: ["not_found", "conflict", NOT_MEMBER, NOT_MANAGER, ARCHIVED, DIRECT],
  roles: INSIDERS,
  emits: ["chat.channel.updated"],
  params: z.object({
    channel: ChannelRef,
    name: ChannelName.optional(),
    topic: Topic.optional(),
    purpose: Purpose.optional(),
    posting: z.enum(["everyone", "managers"]).optional().describe(
      "Who starts something new; answers in threads are for all",
    ),
  }),
  result: Channel,

  handler: ({ channel: ref, ...wanted }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireChannel(channel);
    requireWritable(ctx, actor, channel);
    // A topic is everybody's; what a channel is called and who writes there is its managers'.
    if (wanted.name !== undefined || wanted.posting !== undefined) requireManager(ctx, actor, channel);
    if (wanted.name !== undefined && wanted.name !== channel.name) requireFreeName(ctx, channel, wanted.name);
    const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    setChannel(ctx.db, channel, given);
    return tellOfUpdate(ctx, actor, channel.id);
  },
});

import { type Context, method } from "@bulkhead/plugin";
import { z } from "zod";
import { Channel, ChannelRef, PersonRef, presentChannel } from "../domain/channel.ts";
import { channelView } from "../store/channels.ts";
import { requireWritable, visibleChannel } from "./_access.ts";
import { admit } from "./_membership.ts";
import { enter, resolvePersons } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.channel.add_members` */
export const channelAddMembers = method({
  summary: "Adds people to a channel",
  examples: [{ params: { channel: "#general", members: ["@bob"] } }],
  errors: ["not_found", "precondition_failed"],
  description: "Only a member may add others. Who is in it already stays as they are.",
  roles: INSIDERS,
  emits: ["chat.channel.joined"],
  params: z.object({ channel: ChannelRef, members: z.array(PersonRef).min(1).max(500) }),
  result: Channel,
  handler: async ({ channel, members }, ctx) => {
    const ids = await resolvePersons(ctx, members, "/members");
    return ctx.db.transaction(() => add(ctx, channel, ids));
  },
});

function add(ctx: Context, ref: string, userIds: string[]): z.output<typeof Channel> {
  const actor = enter(ctx);
  const channel = visibleChannel(ctx, actor, ref);
  requireWritable(ctx, actor, channel);
  admit(ctx, channel, userIds);
  return presentChannel(channelView(ctx.db, channel.id, actor.id));
}

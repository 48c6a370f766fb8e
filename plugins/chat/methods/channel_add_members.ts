import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef, PersonRef, presentChannel } from "../domain/channel.ts";
import { channelView } from "../store/channels.ts";
import { requireChannel, requireMember, requireOpen, visibleChannel } from "./_access.ts";
import { admit } from "./_membership.ts";
import { mutation } from "./_mutation.ts";
import { isPerson } from "../domain/actor.ts";
import { peopleKnown, personIds } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.channel.add_members` */
export const channelAddMembers = mutation("channel.add_members", {
  summary: "Adds people to a channel",
  examples: [{ params: { channel: "#general", members: ["@bob"] }, result: CHANNEL }],
  errors: ["not_found", "forbidden", "precondition_failed"],
  description: "Only a member may add others. Who is in it already stays as they are.",
  roles: INSIDERS,
  emits: ["chat.channel.joined"],
  params: z.object({ channel: ChannelRef, members: z.array(PersonRef).min(1).max(500) }),
  result: Channel,
  before: ({ members }, ctx) => peopleKnown(ctx, members),
  handler: ({ channel: ref, members }, ctx, actor) => {
    const ids = personIds(ctx, members, "/members");
    const channel = visibleChannel(ctx, actor, ref);
    requireChannel(channel);
    requireOpen(channel);
    if (isPerson(actor)) requireMember(ctx, actor, channel);
    admit(ctx, channel, ids);
    return presentChannel(channelView(ctx.db, channel.id, actor.id));
  },
});

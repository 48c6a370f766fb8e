import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef, NotifyLevel } from "../domain/channel.ts";
import { setArrangement } from "./_arrange.ts";
import { NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.channel.set_notify` */
export const channelSetNotify = mutation("channel.set_notify", {
  summary: "Chooses which messages of a channel the caller hears of",

  examples: [{ params: { channel: "#general", notify: "all" }, result: CHANNEL }],
  errors: ["not_found", NOT_MEMBER],
  roles: EVERYBODY,
  emits: ["chat.channel.arranged"],
  params: z.object({ channel: ChannelRef, notify: NotifyLevel.nullable().describe("null: as in the preferences") }),
  result: Channel,

  handler: ({ channel, notify }, ctx, actor) => setArrangement(ctx, actor, channel, { notify }),
});

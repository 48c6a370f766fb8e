import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel } from "../domain/channel.ts";
import { MessageId } from "../domain/message.ts";
import { shownBefore } from "../store/messages.ts";
import { requireMember, visibleMessage } from "./_access.ts";
import { NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { moveReadMarker } from "./_read.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.channel.mark_unread` */
export const channelMarkUnread = mutation("channel.mark_unread", {
  summary: "Marks a message and all after it as unread",

  examples: [{ params: { id: "message_0192" }, result: CHANNEL }],
  errors: ["not_found", NOT_MEMBER],
  roles: EVERYBODY,
  emits: ["chat.channel.read"],
  params: z.object({ id: MessageId.describe("The first message that is to be unread") }),
  result: Channel,

  handler: ({ id }, ctx, actor) => {
    const { message, channel } = visibleMessage(ctx, actor, id);
    requireMember(ctx, actor, channel);
    return moveReadMarker(ctx, actor, channel, { seq: shownBefore(ctx.db, channel.id, message.seq), back: true });
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Emoji, MessageId } from "../domain/message.ts";
import { toggleReaction } from "../store/messages.ts";
import { requireAlive, requireWritable, visibleMessage } from "./_access.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.toggle_react` */
export const messageToggleReact = method({
  summary: "Adds one's reaction to a message, or takes it back",
  examples: [{ params: { id: "m-4kf81", emoji: "\ud83d\udc4d" } }],
  errors: ["not_found", "precondition_failed"],
  roles: EVERYBODY,
  emits: ["chat.reaction.added", "chat.reaction.removed"],
  params: z.object({ id: MessageId, emoji: Emoji }),
  result: z.object({ action: z.enum(["added", "removed"]) }),
  handler: ({ id, emoji }, ctx) => {
    const actor = enter(ctx);
    const { message, channel } = visibleMessage(ctx, actor, id);
    requireAlive(message);
    requireWritable(ctx, actor, channel);
    const action = toggleReaction(ctx.db, { messageId: id, emoji, userId: actor.id });
    ctx.events.publish({
      type: `chat.reaction.${action}`,
      subject: channel.id,
      data: { messageId: id, channelId: channel.id, emoji, user: actor.id },
      audience: `room:${channel.id}`,
    });
    return { action };
  },
});

import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { Emoji, MessageId } from "../domain/message.ts";
import { reactionKinds, toggleReaction } from "../store/messages.ts";
import { requireAlive, requireWritable, visibleMessage } from "./_access.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { changeMessage, tellRoom } from "./_tell.ts";

/** More would make one message fill a screen. */
const MAX_KINDS = 50;

/** `chat.message.toggle_react` */
export const messageToggleReact = mutation("message.toggle_react", {
  summary: "Adds one's reaction to a message, or takes it back",
  examples: [{ params: { id: "m-4kf81", emoji: "\ud83d\udc4d" }, result: { action: "added" } }],
  errors: ["not_found", "forbidden", "precondition_failed"],
  roles: EVERYBODY,
  emits: ["chat.reaction.added", "chat.reaction.removed"],
  params: z.object({ id: MessageId, emoji: Emoji }),
  result: z.object({ action: z.enum(["added", "removed"]) }),
  handler: ({ id, emoji }, ctx, actor) => {
    const { message, channel } = visibleMessage(ctx, actor, id);
    requireAlive(message);
    requireWritable(ctx, actor, channel);
    const action = toggleReaction(ctx.db, { messageId: id, emoji, userId: actor.id });
    if (action === "added" && reactionKinds(ctx.db, id) > MAX_KINDS) {
      throw new RpcError("precondition_failed", `A message has at most ${MAX_KINDS} different reactions`, {
        reason: "too_many_reactions",
      });
    }
    const rev = changeMessage(ctx, channel, id);
    tellRoom(ctx, channel.id, `chat.reaction.${action}`, {
      messageId: id,
      channelId: channel.id,
      emoji,
      user: actor.id,
      rev,
    });
    return { action };
  },
});

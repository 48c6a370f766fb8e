import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { Message, MessageContent, MessageId } from "../domain/message.ts";
import { messageById, setText } from "../store/messages.ts";
import { requireAlive, requireWritable, visibleMessage } from "./_access.ts";
import { enter } from "./_people.ts";
import { present, publishMessage } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.edit` */
export const messageEdit = method({
  summary: "Changes the text of one's own message",
  roles: EVERYBODY,
  emits: ["chat.message.edited"],
  params: z.object({ id: MessageId, text: MessageContent }),
  result: Message,
  handler: ({ id, text }, ctx) => {
    const actor = enter(ctx);
    const { message, channel } = visibleMessage(ctx, actor, id);
    requireAlive(message);
    if (message.author_id !== actor.id) {
      throw new RpcError("forbidden", `Only ${message.author_name} may change this message`, { reason: "not_author" });
    }
    requireWritable(ctx, actor, channel);
    if (text === message.text) return present(ctx, message);
    setText(ctx.db, id, text, new Date().toISOString());
    const edited = present(ctx, messageById(ctx.db, id)!);
    publishMessage(ctx, "edited", edited);
    return edited;
  },
});

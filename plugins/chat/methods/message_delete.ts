import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { moderates } from "../domain/actor.ts";
import { Message, MessageId } from "../domain/message.ts";
import { bury, messageById } from "../store/messages.ts";
import { requireAlive, requireWritable, visibleMessage } from "./_access.ts";
import { enter } from "./_people.ts";
import { present, publishMessage } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.delete` */
export const messageDelete = method({
  summary: "Deletes a message, leaving a tombstone",
  examples: [{ params: { id: "m-4kf81" } }],
  errors: ["not_found"],
  description: "Its author may, and admins. The text and the reactions are gone; its place and position stay.",
  roles: EVERYBODY,
  emits: ["chat.message.deleted"],
  params: z.object({ id: MessageId }),
  result: Message,
  handler: ({ id }, ctx) => {
    const actor = enter(ctx);
    const { message, channel } = visibleMessage(ctx, actor, id);
    requireAlive(message);
    if (message.author_id !== actor.id && !moderates(actor.role)) {
      throw new RpcError("forbidden", `Only ${message.author_name} or an admin may delete this message`, {
        reason: "not_author",
      });
    }
    if (!moderates(actor.role)) requireWritable(ctx, actor, channel);
    bury(ctx.db, id, new Date().toISOString());
    const tombstone = present(ctx, messageById(ctx.db, id)!);
    publishMessage(ctx, "deleted", tombstone);
    return tombstone;
  },
});

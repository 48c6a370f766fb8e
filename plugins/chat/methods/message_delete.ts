import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { Message, MessageId } from "../domain/message.ts";
import { requireAlive, requireWritable, visibleMessage } from "./_access.ts";
import { deleteMessage } from "./_delete.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { moderatesIn } from "./_workspaces.ts";

/** `chat.message.delete` */
export const messageDelete = mutation("message.delete", {
  summary: "Deletes a message, leaving a tombstone",
  examples: [{ params: { id: "m-4kf81" }, result: MESSAGE }],
  errors: ["not_found", "forbidden", "precondition_failed"],
  description:
    "Its author may, and admins. The text and the reactions are gone; its place and position stay. For half a minute " +
    "chat.message.restore takes it back, then it is gone for good, with its files.",
  roles: EVERYBODY,
  emits: ["chat.message.deleted", "chat.thread.updated"],
  params: z.object({ id: MessageId }),
  result: Message,
  handler: ({ id }, ctx, actor) => {
    const { message, channel } = visibleMessage(ctx, actor, id);
    requireAlive(message);
    if (message.author_id !== actor.id && !moderatesIn(ctx, actor, channel.workspace_id)) {
      throw new RpcError("forbidden", `Only ${message.author_name} or an admin may delete this message`, {
        reason: "not_author",
      });
    }
    if (!moderatesIn(ctx, actor, channel.workspace_id)) requireWritable(ctx, actor, channel);
    return deleteMessage(ctx, actor, channel, message);
  },
});

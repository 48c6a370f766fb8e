import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { Message, MessageId } from "../domain/message.ts";
import { TOMBSTONED } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { finishStream, ownStream, requireShort } from "./_stream.ts";

/** `chat.message.stream.stop` */
export const messageStreamStop = mutation("message.stream.stop", {
  summary: "Finishes a message that was written piece by piece",
  examples: [{ params: { id: "message_0192" }, result: MESSAGE }],
  errors: ["not_found", "forbidden", "too_large", TOMBSTONED],
  roles: EVERYBODY,
  emits: ["chat.message.edited", "chat.mention.created", "chat.notification.created"],
  params: z.object({ id: MessageId, text: z.string().default("").describe("The last piece") }),
  result: Message,
  handler: ({ id, text }, ctx, actor) => {
    const message = ownStream(ctx, actor, id);
    requireShort(message.text + text);
    return finishStream(ctx, message, text);
  },
});

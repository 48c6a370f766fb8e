import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { Message, MessageId } from "../domain/message.ts";
import { ARCHIVED, NOT_MEMBER, TOMBSTONED } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { setPin } from "./_pin.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.unpin` */
export const messageUnpin = mutation("message.unpin", {
  summary: "Takes a message off the pins of its channel",

  examples: [{ params: { id: "message_0192" }, result: MESSAGE }],
  errors: ["not_found", NOT_MEMBER, ARCHIVED, TOMBSTONED],
  roles: EVERYBODY,
  emits: ["chat.message.unpinned"],
  params: z.object({ id: MessageId }),
  result: Message,

  handler: ({ id }, ctx, actor) => setPin(ctx, actor, id, false),
});

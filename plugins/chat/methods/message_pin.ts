import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { Message, MessageId } from "../domain/message.ts";
import { ARCHIVED, NOT_MEMBER, TOMBSTONED } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { setPin } from "./_pin.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.pin` */
export const messagePin = mutation("message.pin", {
  summary: "Pins a message to its channel",

  examples: [{ params: { id: "message_0192" }, result: MESSAGE }],
  errors: ["not_found", NOT_MEMBER, ARCHIVED, TOMBSTONED],
  roles: EVERYBODY,
  emits: ["chat.message.pinned"],
  params: z.object({ id: MessageId }),
  result: Message,

  handler: ({ id }, ctx, actor) => setPin(ctx, actor, id, true),
});

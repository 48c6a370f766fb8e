import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { Message } from "../domain/message.ts";
import { armTimer, sendNow } from "./_due.ts";
import { ARCHIVED, NOT_MEMBER, READ_ONLY } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { ownScheduled } from "./_scheduled.ts";

/** `chat.scheduled.send_now` */
export const scheduledSendNow = mutation("scheduled.send_now", {
  summary: "Sends a message at once that was to be sent later",

  examples: [{ params: { id: "scheduled_0192" }, result: MESSAGE }],
  errors: ["not_found", NOT_MEMBER, ARCHIVED, READ_ONLY],
  roles: EVERYBODY,
  emits: ["chat.scheduled.changed", "chat.message.sent"],
  params: z.object({ id: z.string().max(100) }),
  result: Message,

  handler: ({ id }, ctx, actor) => {
    const message = sendNow(ctx, ownScheduled(ctx, actor, id));
    armTimer(ctx);
    return message;
  },
});

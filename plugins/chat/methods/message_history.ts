import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Time } from "../domain/time.ts";
import { MESSAGE } from "../domain/examples.ts";
import { MessageId } from "../domain/message.ts";
import { versionsOf } from "../store/messages.ts";
import { requireAlive, visibleMessage } from "./_access.ts";
import { TOMBSTONED } from "./_errors.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.history` */
export const messageHistory = method({
  summary: "Lists the texts that a message had",
  description: "The oldest first, the present one last.",
  examples: [{
    params: { id: "message_0192" },
    result: { items: [{ version: 1, text: "It is done", at: MESSAGE.createdAt }] },
  }],
  errors: ["not_found", TOMBSTONED],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ id: MessageId }),
  result: z.object({ items: z.array(z.object({ version: z.int(), text: z.string(), at: Time })) }),
  handler: ({ id }, ctx) => {
    const { message } = visibleMessage(ctx, enter(ctx), id);
    requireAlive(message);
    const { version, text, edited_at, created_at } = message;
    return { items: [...versionsOf(ctx.db, id), { version, text, at: edited_at ?? created_at }] };
  },
});

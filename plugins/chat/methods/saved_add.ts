import { z } from "zod";
import { MessageId } from "../domain/message.ts";
import { requireAlive, visibleMessage } from "./_access.ts";
import { TOMBSTONED } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { setSaved } from "./_saved.ts";

/** `chat.saved.add` */
export const savedAdd = mutation("saved.add", {
  summary: "Saves a message for later",

  examples: [{ params: { id: "message_0192" }, result: { messageId: "message_0192", state: "saved", rev: 4_712 } }],
  errors: ["not_found", TOMBSTONED],
  roles: EVERYBODY,
  emits: ["chat.saved.changed"],
  params: z.object({ id: MessageId }),
  result: z.object({ messageId: z.string(), state: z.enum(["saved", "done"]), rev: z.int() }),

  handler: ({ id }, ctx, actor) => {
    const found = visibleMessage(ctx, actor, id);
    requireAlive(found.message);
    return setSaved(ctx, actor, found, "saved");
  },
});

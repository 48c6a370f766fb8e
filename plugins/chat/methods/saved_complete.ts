import { z } from "zod";
import { MessageId } from "../domain/message.ts";
import { requireAlive, visibleMessage } from "./_access.ts";
import { TOMBSTONED } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { setSaved } from "./_saved.ts";

/** `chat.saved.complete` */
export const savedComplete = mutation("saved.complete", {
  summary: "Marks a saved message as done",

  examples: [{ params: { id: "message_0192" }, result: { messageId: "message_0192", state: "done", rev: 4_713 } }],
  errors: ["not_found", TOMBSTONED],
  roles: EVERYBODY,
  emits: ["chat.saved.changed"],
  params: z.object({ id: MessageId }),
  result: z.object({ messageId: z.string(), state: z.enum(["saved", "done"]), rev: z.int() }),

  handler: ({ id }, ctx, actor) => {
    const found = visibleMessage(ctx, actor, id);
    requireAlive(found.message);
    return setSaved(ctx, actor, found, "done");
  },
});

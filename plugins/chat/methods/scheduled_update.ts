import { z } from "zod";
import { SCHEDULED } from "../domain/examples.ts";
import { MessageContent } from "../domain/message.ts";
import { presentScheduled, Scheduled } from "../domain/personal.ts";
import { putScheduled } from "../store/personal.ts";
import { armTimer, FutureTime, tellOfScheduled } from "./_due.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { ownScheduled } from "./_scheduled.ts";

/** `chat.scheduled.update` */
export const scheduledUpdate = mutation("scheduled.update", {
  summary: "Changes a message that is to be sent later",

  examples: [{ params: { id: "scheduled_0192", text: "Good afternoon" }, result: SCHEDULED }],
  errors: ["not_found"],
  roles: EVERYBODY,
  emits: ["chat.scheduled.changed"],
  params: z.object({ id: z.string().max(100), text: MessageContent.optional(), sendAt: FutureTime.optional() }),
  result: Scheduled,

  handler: ({ id, text, sendAt }, ctx, actor) => {
    const row = ownScheduled(ctx, actor, id);
    const next = {
      ...row,
      text: text ?? row.text,
      send_at: sendAt === undefined ? row.send_at : new Date(sendAt).toISOString(),
      error: null,
    };
    putScheduled(ctx.db, next);
    tellOfScheduled(ctx, next, "set");
    armTimer(ctx);
    return presentScheduled(next);
  },
});

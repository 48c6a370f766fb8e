import { z } from "zod";
import { SCHEDULED } from "../domain/examples.ts";
import { presentScheduled, Scheduled } from "../domain/personal.ts";
import { deleteScheduled } from "../store/personal.ts";
import { armTimer, tellOfScheduled } from "./_due.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { ownScheduled } from "./_scheduled.ts";

/** `chat.scheduled.cancel` */
export const scheduledCancel = mutation("scheduled.cancel", {
  summary: "Does not send a message that was to be sent later",

  examples: [{ params: { id: "scheduled_0192" }, result: SCHEDULED }],
  errors: ["not_found"],
  roles: EVERYBODY,
  emits: ["chat.scheduled.changed"],
  params: z.object({ id: z.string().max(100) }),
  result: Scheduled,

  handler: ({ id }, ctx, actor) => {
    const row = ownScheduled(ctx, actor, id);
    deleteScheduled(ctx.db, id);
    tellOfScheduled(ctx, row, "cancelled");
    armTimer(ctx);
    return presentScheduled(row);
  },
});

import { z } from "zod";
import { REMINDER } from "../domain/examples.ts";
import { presentReminder, Reminder } from "../domain/personal.ts";
import { deleteReminder } from "../store/personal.ts";
import { armTimer, workspaceOfReminder } from "./_due.ts";
import { mutation } from "./_mutation.ts";
import { ownReminder } from "./_reminders.ts";
import { EVERYBODY } from "./_roles.ts";
import { change, tellOwn } from "./_tell.ts";

/** `chat.reminder.cancel` */
export const reminderCancel = mutation("reminder.cancel", {
  summary: "Takes a reminder away",

  examples: [{ params: { id: "reminder_0192" }, result: REMINDER }],
  errors: ["not_found"],
  roles: EVERYBODY,
  emits: ["chat.reminder.changed"],
  params: z.object({ id: z.string().max(100) }),
  result: Reminder,

  handler: ({ id }, ctx, actor) => {
    const row = ownReminder(ctx, actor, id);
    deleteReminder(ctx.db, id);
    armTimer(ctx);
    const rev = change(ctx, workspaceOfReminder(ctx, row), { kind: "reminder", ref: id, userId: actor.id });
    const reminder = presentReminder(row);
    tellOwn(ctx, actor.id, "chat.reminder.changed", { reminder, state: "cancelled", rev });
    return reminder;
  },
});

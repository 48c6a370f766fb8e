import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { REMINDER } from "../domain/examples.ts";
import { presentReminder, Reminder } from "../domain/personal.ts";
import { reminders } from "../store/personal.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.reminder.list` */
export const reminderList = method({
  summary: "Lists the caller's reminders, the latest time first",

  examples: [{ params: {}, result: { items: [REMINDER] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({}),
  result: z.object({ items: z.array(Reminder) }),
  handler: (_, ctx) => ({ items: reminders(ctx.db, enter(ctx).id, 500).map(presentReminder) }),
});

import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { REMINDER } from "../domain/examples.ts";
import { newId } from "../domain/ids.ts";
import { MessageId } from "../domain/message.ts";
import { presentReminder, Reminder } from "../domain/personal.ts";
import { putReminder, reminders } from "../store/personal.ts";
import { requireAlive, visibleMessage } from "./_access.ts";
import { armTimer, FutureTime, workspaceOfReminder } from "./_due.ts";
import { TOMBSTONED } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { change, tellOwn } from "./_tell.ts";

/** `chat.reminder.create` */
export const reminderCreate = mutation("reminder.create", {
  summary: "Reminds the caller at a time",
  description: "chat.reminder.fired comes to the caller's devices at that time.",
  examples: [{ params: { at: "2027-01-01T08:00:00.000Z", text: "Happy new year" }, result: REMINDER }],
  errors: ["not_found", "invalid_params", TOMBSTONED],
  roles: EVERYBODY,
  emits: ["chat.reminder.changed", "chat.reminder.fired"],
  params: z.object({
    at: FutureTime,
    messageId: MessageId.optional().describe("Of this message"),
    text: z.string().trim().max(1_000).default("").describe("Of this; a message needs none"),
  }),
  result: Reminder,

  handler: ({ at, messageId, text }, ctx, actor) => {
    const about = messageId === undefined ? undefined : visibleMessage(ctx, actor, messageId, "/messageId").message;
    if (about) requireAlive(about);
    else if (text === "") throw new RpcError("invalid_params", "Of what? Give text or messageId", { path: "/text" });
    if (reminders(ctx.db, actor.id, 500).length >= 500) {
      throw new RpcError("precondition_failed", "There are at most 500 reminders", { reason: "too_many" });
    }
    const row = {
      id: newId("reminder"),
      user_id: actor.id,
      message_id: messageId ?? null,
      text: text === "" ? about!.text.slice(0, 200) : text,
      at: new Date(at).toISOString(),
      fired_at: null,
    };
    putReminder(ctx.db, row);
    armTimer(ctx);
    const rev = change(ctx, workspaceOfReminder(ctx, row), { kind: "reminder", ref: row.id, userId: actor.id });
    const reminder = presentReminder(row);
    tellOwn(ctx, actor.id, "chat.reminder.changed", { reminder, state: "set", rev });
    return reminder;
  },
});

import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { reminder, type ReminderRow } from "../store/personal.ts";

/** A reminder of the caller's, or `not_found`. */
export function ownReminder(ctx: Context, actor: Actor, id: string): ReminderRow {
  const row = reminder(ctx.db, actor.id, id);
  if (row) return row;
  throw new RpcError("not_found", `You have no reminder "${id}"`, {
    path: "/id",
    hint: "chat.reminder.list shows yours",
  });
}

import { type Context, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import type { Actor } from "../domain/actor.ts";
import type { Message } from "../domain/message.ts";
import { channelById } from "../store/channels.ts";
import { messageById } from "../store/messages.ts";
import { presentReminder, presentScheduled } from "../domain/personal.ts";
import {
  deleteReminder,
  deleteScheduled,
  dueReminders,
  dueScheduled,
  nextDue,
  putReminder,
  putScheduled,
  type ReminderRow,
  type ScheduledRow,
} from "../store/personal.ts";
import { EVERYWHERE } from "../store/workspaces.ts";
import { requireMayPost, requireWritable, visibleChannel } from "./_access.ts";
import { post } from "./_post.ts";
import { pushReminder } from "./_push.ts";
import { change, tellOwn } from "./_tell.ts";

/** Most that one run of the timer does; what is left follows at once. */
const BATCH = 200;
/** The durable schedule that wakes chat when something is due. */
export const DUE = "due";

/** A time to come, at most two years ahead. */
export const FutureTime = z.iso.datetime().refine(
  (time) => Date.parse(time) > Date.now() && Date.parse(time) < Date.now() + 2 * 366 * 86_400_000,
  "A time is needed that is still to come, within two years",
);

/** Has the host wake chat when the next reminder or message is due. */
export function armTimer(ctx: Context): void {
  const at = nextDue(ctx.db);
  if (at === undefined) ctx.schedule.clear(DUE);
  else ctx.schedule.set(DUE, { at });
}

/** Does what is due: reminds people, and sends what they wrote for this time. */
export function doWhatIsDue(_run: unknown, ctx: Context): void {
  ctx.db.transaction(() => {
    const now = new Date().toISOString();
    for (const row of dueReminders(ctx.db, now, BATCH)) remind(ctx, row, now);
    for (const row of dueScheduled(ctx.db, now, BATCH)) {
      try {
        sendNow(ctx, row);
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        const failed = { ...row, error: error.message.slice(0, 500) };
        putScheduled(ctx.db, failed);
        tellOfScheduled(ctx, failed, "failed");
      }
    }
    armTimer(ctx);
  });
}

/** Sends a scheduled message in the name of who wrote it, if they still may; throws RpcError when they may not. */
export function sendNow(ctx: Context, row: ScheduledRow): Message {
  const actor = JSON.parse(row.actor) as Actor;
  const channel = visibleChannel(ctx, actor, row.channel_id);
  requireWritable(ctx, actor, channel);
  if (row.thread_id === null) requireMayPost(ctx, actor, channel);
  deleteScheduled(ctx.db, row.id);
  tellOfScheduled(ctx, row, "sent");
  return post(ctx, actor, channel, {
    text: row.text,
    ...(row.thread_id === null ? {} : { threadId: row.thread_id }),
  });
}

export function tellOfScheduled(ctx: Context, row: ScheduledRow, state: "set" | "sent" | "cancelled" | "failed"): void {
  const rev = change(ctx, channelById(ctx.db, row.channel_id)!.workspace_id, {
    kind: "scheduled",
    ref: row.id,
    userId: row.user_id,
  });
  tellOwn(ctx, row.user_id, "chat.scheduled.changed", { scheduled: presentScheduled(row), state, rev });
}

/** Of a message it belongs to that message's workspace, otherwise to the person everywhere. */
export function workspaceOfReminder(ctx: Context, { message_id }: Pick<ReminderRow, "message_id">): string {
  const message = message_id === null ? undefined : messageById(ctx.db, message_id);
  return message ? channelById(ctx.db, message.channel_id)!.workspace_id : EVERYWHERE;
}

function remind(ctx: Context, row: ReminderRow, now: string): void {
  // Of a message whose channel is deleted nobody is reminded.
  const message = row.message_id === null ? undefined : messageById(ctx.db, row.message_id);
  if (message && channelById(ctx.db, message.channel_id)?.workspace_id === EVERYWHERE) {
    return deleteReminder(ctx.db, row.id);
  }
  const fired = { ...row, fired_at: now };
  putReminder(ctx.db, fired);
  const workspaceId = workspaceOfReminder(ctx, row);
  const rev = change(ctx, workspaceId, { kind: "reminder", ref: row.id, userId: row.user_id });
  const reminder = presentReminder(fired);
  tellOwn(ctx, row.user_id, "chat.reminder.fired", { reminder, rev });
  pushReminder(ctx, row.user_id, reminder);
}

import { createHash } from "node:crypto";
import type { Context, PushWords } from "@bulkhead/plugin";
import type { Message } from "../domain/message.ts";
import type { Preferences, Reminder } from "../domain/personal.ts";
import {
  type LocalWords,
  type NotificationKind,
  pushBody,
  pushTitle,
  REMINDED,
  REMINDER,
} from "../domain/push_words.ts";
import { isQuiet } from "../domain/quiet.ts";
import { plainLine } from "../domain/plain_text.ts";
import { channelById, type ChannelRow } from "../store/channels.ts";
import { member } from "../store/members.ts";
import { messageById } from "../store/messages.ts";
import { personView } from "../store/people.ts";
import { nextPushDue, putWaitingPush, takeDuePushes } from "../store/pushes.ts";
import { threadState } from "../store/threads.ts";
import { workspaceIdsOf } from "../store/workspace_members.ts";
import { workspaceBy } from "../store/workspaces.ts";
import { preferencesFor } from "./_preferences.ts";
import { present } from "./_publish.ts";
import { wanted } from "./_wanted.ts";

/** The durable schedule that wakes chat when it is clear that somebody has not seen a message. */
export const PUSH = "push";
/** A page gives a sign of life about once a minute: who has not given one for so long is not at one. */
const AT_PAGE_MS = 90_000;
const BATCH = 200;
/** What calls somebody is worth waking a device for, and is worth knowing a day later. */
const CALLS = new Set<NotificationKind>(["person", "group", "channel", "here", "keyword", "direct"]);

/** Somebody in whose devices a message may be shown. */
interface Recipient {
  userId: string;
  kind: NotificationKind;
  preferences: Preferences;
}

/**
 * Sends a message that concerns somebody to their devices. Who is at a page now is told there: for them it waits, and is sent
 * when no page of theirs has been on a screen since.
 */
export function pushMessage(ctx: Context, channel: ChannelRow, message: Message, recipient: Recipient): void {
  const { userId, kind, preferences } = recipient;
  if (!preferences.push) return;
  const now = Date.now();
  if (now - (personView(ctx.db, userId)?.seen_at ?? 0) >= AT_PAGE_MS) return send(ctx, channel, message, recipient);
  const armed = nextPushDue(ctx.db) !== undefined;
  const dueAt = now + AT_PAGE_MS;
  putWaitingPush(ctx.db, { user_id: userId, message_id: message.id, kind, created_at: now, due_at: dueAt });
  if (!armed) ctx.schedule.set(PUSH, { at: new Date(dueAt).toISOString() });
}

/** Looks again at what waited: what was seen, read or deleted meanwhile is let fall, and what nobody wants any more. */
export function pushWhatIsDue(_run: unknown, ctx: Context): void {
  ctx.db.transaction(() => {
    const now = Date.now();
    for (const { user_id: userId, message_id, kind, created_at } of takeDuePushes(ctx.db, now, BATCH)) {
      const row = messageById(ctx.db, message_id);
      if (!row || row.deleted_at !== null) continue;
      const channel = channelById(ctx.db, row.channel_id), membership = member(ctx.db, row.channel_id, userId);
      const person = personView(ctx.db, userId);
      if (!channel || !membership || !person || person.seen_at > created_at) continue;
      const message = present(ctx, row);
      const inThread = message.threadId !== undefined && message.inChannel !== true;
      const readTo = inThread
        ? threadState(ctx.db, userId, message.threadId!)?.last_read_seq ?? 0
        : membership.last_read_seq;
      const preferences = preferencesFor(ctx, userId);
      const recipient: Recipient = { userId, kind: kind as NotificationKind, preferences };
      if (readTo >= message.seq || !preferences.push || !wanted(recipient.kind, membership, preferences)) continue;
      if (isQuiet(preferences.quietHours, new Date(now)) || person.presence === "dnd") continue;
      send(ctx, channel, message, recipient);
    }
    const next = nextPushDue(ctx.db);
    if (next !== undefined) ctx.schedule.set(PUSH, { at: new Date(next).toISOString() });
  });
}

function send(ctx: Context, channel: ChannelRow, message: Message, { userId, kind, preferences }: Recipient): void {
  const inThread = message.threadId !== undefined && message.inChannel !== true;
  const group = inThread ? message.threadId! : channel.id;
  const calls = CALLS.has(kind);
  ctx.push.send({
    to: userId,
    title: pushTitle(kind, message, { channel: channel.name, ...namedFor(ctx, userId, channel.workspace_id) }),
    body: inLanguage(pushBody(kind, message, preferences.pushText), preferences),
    path: inThread ? `${channel.id}/thread/${group}` : channel.id,
    hash: message.id,
    tag: message.id,
    group,
    order: message.seq,
    urgency: calls ? "high" : "normal",
    ttlS: calls ? 86_400 : 4 * 3_600,
    // Of what only goes on in a conversation, a device that was off is told the last.
    ...(calls ? {} : { topic: createHash("sha256").update(group).digest("base64url").slice(0, 32) }),
  });
}

/** The name of a workspace for somebody who is in several. */
function namedFor(ctx: Context, userId: string, workspaceId: string): { workspace?: string } {
  // The first one is everybody's, and no row says so.
  const several = workspaceIdsOf(ctx.db, userId).length > 0;
  const name = several ? workspaceBy(ctx.db, workspaceId)?.name : undefined;
  return name === undefined ? {} : { workspace: name };
}

/** A reminder on the devices of who set it. Its time was chosen, so that quiet hours do not count. */
export function pushReminder(ctx: Context, userId: string, reminder: Reminder): void {
  const preferences = preferencesFor(ctx, userId);
  if (!preferences.push) return;
  const text = preferences.pushText ? plainLine(reminder.text, 300) : "";
  ctx.push.send({
    to: userId,
    title: inLanguage(REMINDER, preferences),
    body: text === "" ? inLanguage(REMINDED, preferences) : text,
    path: "-saved/reminders",
    tag: reminder.id,
    urgency: "high",
    ttlS: 86_400,
  });
}

/** The language that somebody chose; where they chose none, that of each device. */
function inLanguage(words: LocalWords, { language }: Preferences): PushWords {
  return language === "auto" ? words : words[language] ?? words.en;
}

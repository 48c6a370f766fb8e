import type { Context } from "@bulkhead/plugin";
import type { Message } from "../domain/message.ts";
import { Preferences } from "../domain/personal.ts";
import { isQuiet } from "../domain/quiet.ts";
import type { ChannelRow } from "../store/channels.ts";
import { eagerMembers, member, memberIds, type MemberRow } from "../store/members.ts";
import { type MentionKind, mentionsOf } from "../store/mentions.ts";
import { personView } from "../store/people.ts";
import { preferencesOf } from "../store/personal.ts";
import { followersOf } from "../store/threads.ts";
import { tellOwn } from "./_tell.ts";

type NotificationKind = MentionKind | "direct" | "thread" | "message";

/** A notification for each is an event each: of more people than this a message calls only the first ones singly. */
const MAX_FANOUT = 500;

/** Tells each person whom a message concerns, as they chose it: what a browser shows and a push service sends. */
export function notify(ctx: Context, channel: ChannelRow, message: Message): void {
  const concerned = new Map<string, NotificationKind>();
  for (const { user_id, kind } of mentionsOf(ctx.db, message.seq, MAX_FANOUT)) concerned.set(user_id, kind);
  const shown = message.threadId === undefined || message.inChannel === true;
  if (message.threadId !== undefined) {
    for (const userId of followersOf(ctx.db, message.threadId)) put(concerned, userId, "thread");
  }
  if (shown && channel.kind !== "channel") {
    for (const userId of memberIds(ctx.db, channel.id)) put(concerned, userId, "direct");
  } else if (shown) {
    for (const userId of eagerMembers(ctx.db, channel.id, MAX_FANOUT)) put(concerned, userId, "message");
  }
  concerned.delete(message.author.id);
  const now = new Date();
  for (const [userId, kind] of concerned) {
    const row = member(ctx.db, channel.id, userId);
    if (!row) continue;
    const preferences = preferencesFor(ctx, userId);
    if (!wanted(kind, row, preferences)) continue;
    const quiet = isQuiet(preferences.quietHours, now) || personView(ctx.db, userId)?.presence === "dnd";
    tellOwn(ctx, userId, "chat.notification.created", { kind, quiet, message, channelName: channel.name });
  }
}

/** What somebody chose, with the defaults for all else. */
export function preferencesFor(ctx: Context, userId: string): Preferences {
  return Preferences.parse(JSON.parse(preferencesOf(ctx.db, userId)));
}

function wanted(kind: NotificationKind, row: MemberRow, preferences: Preferences): boolean {
  if (kind === "person" || kind === "group") return row.notify !== "none";
  if (row.muted) return false;
  if (kind === "thread") return preferences.threads && row.notify !== "none";
  const level = row.notify ?? preferences.notify;
  if (level === "none") return false;
  return kind !== "message" || level === "all";
}

function put(concerned: Map<string, NotificationKind>, userId: string, kind: NotificationKind): void {
  if (!concerned.has(userId)) concerned.set(userId, kind);
}

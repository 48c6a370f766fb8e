import type { Context } from "@bulkhead/plugin";
import type { Message } from "../domain/message.ts";
import { arrival } from "../domain/mute.ts";
import type { NotificationKind } from "../domain/push_words.ts";
import { isQuiet } from "../domain/quiet.ts";
import type { ChannelRow } from "../store/channels.ts";
import { eagerMembers, member, memberIds } from "../store/members.ts";
import { mentionsOf } from "../store/mentions.ts";
import { mutersOf } from "../store/mutes.ts";
import { personView } from "../store/people.ts";
import { followersOf } from "../store/threads.ts";
import { preferencesFor } from "./_preferences.ts";
import { pushMessage } from "./_push.ts";
import { tellOwn } from "./_tell.ts";
import { wanted } from "./_wanted.ts";

/** A notification for each is an event each: of more people than this a message calls only the first ones singly. */
const MAX_FANOUT = 500;

/** Tells each person whom a message concerns, as they chose it: what a page shows, and what goes to their devices. */
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
  const muters = mutersOf(ctx.db, message.author.id), direct = channel.kind !== "channel";
  for (const [userId, kind] of concerned) {
    if (!arrival({ direct, called: true, muted: muters.has(userId) }).notifies) continue;
    const row = member(ctx.db, channel.id, userId);
    if (!row) continue;
    const preferences = preferencesFor(ctx, userId);
    if (!wanted(kind, row, preferences)) continue;
    const quiet = isQuiet(preferences.quietHours, now) || personView(ctx.db, userId)?.presence === "dnd";
    const { name: channelName, workspace_id: workspaceId } = channel;
    tellOwn(ctx, userId, "chat.notification.created", { kind, quiet, message, channelName, workspaceId });
    if (!quiet) pushMessage(ctx, channel, message, { userId, kind, preferences });
  }
}

function put(concerned: Map<string, NotificationKind>, userId: string, kind: NotificationKind): void {
  if (!concerned.has(userId)) concerned.set(userId, kind);
}

import type { Context } from "@bulkhead/plugin";
import type { ChannelRow } from "../store/channels.ts";
import { addMember, memberIds, removeMember } from "../store/members.ts";

/**
 * Adds people to a channel: rows, the room of the channel, one event for each who is new. What was said before
 * they came counts as read. Answers the ids of the new ones.
 */
export function admit(ctx: Context, channel: ChannelRow, userIds: string[]): string[] {
  const joinedAt = new Date().toISOString();
  const added = userIds.filter((userId) =>
    addMember(ctx.db, { channelId: channel.id, userId, joinedAt, lastReadSeq: channel.last_seq })
  );
  if (added.length === 0) return added;
  ctx.sockets.room(channel.id).setMembers(memberIds(ctx.db, channel.id));
  for (const userId of added) announce(ctx, "joined", channel.id, userId);
  return added;
}

/** Takes someone out of a channel; false when they were not in it. The channel's room hears it, they too. */
export function dismiss(ctx: Context, channel: ChannelRow, userId: string): boolean {
  if (!removeMember(ctx.db, channel.id, userId)) return false;
  announce(ctx, "left", channel.id, userId);
  ctx.sockets.room(channel.id).setMembers(memberIds(ctx.db, channel.id));
  return true;
}

function announce(ctx: Context, what: "joined" | "left", channelId: string, userId: string): void {
  ctx.events.publish({
    type: `chat.channel.${what}`,
    subject: channelId,
    data: { channelId, userId },
    audience: `room:${channelId}`,
  });
}

import type { Context } from "@bulkhead/plugin";
import type { ChannelRow } from "../store/channels.ts";
import { addMember, member, memberIds, removeMember, setMember } from "../store/members.ts";
import { change, changeChannel, tellRoom } from "./_tell.ts";
import { requireInside } from "./_workspaces.ts";

/**
 * Adds people of its workspace to a channel: rows, the room of the channel, one event for each who is new. What was said before
 * they came counts as read. Answers the ids of the new ones.
 */
export function admit(ctx: Context, channel: ChannelRow, userIds: string[]): string[] {
  requireInside(ctx, channel.workspace_id, userIds, "/members");
  const joinedAt = new Date().toISOString();
  const added = userIds.filter((userId) =>
    addMember(ctx.db, { channelId: channel.id, userId, joinedAt, lastReadSeq: channel.last_seq })
  );
  if (added.length === 0) return added;
  const maker = added.includes(channel.created_by) && channel.kind === "channel";
  if (maker) setMember(ctx.db, channel.id, member(ctx.db, channel.id, channel.created_by)!, { role: "manager" });
  ctx.sockets.room(channel.id).setMembers(memberIds(ctx.db, channel.id));
  for (const userId of added) announce(ctx, "joined", channel, userId);
  return added;
}

/** Takes someone out of a channel; false when they were not in it. The channel's room hears it, they too. */
export function dismiss(ctx: Context, channel: ChannelRow, userId: string): boolean {
  if (!removeMember(ctx.db, channel.id, userId)) return false;
  announce(ctx, "left", channel, userId);
  ctx.sockets.room(channel.id).setMembers(memberIds(ctx.db, channel.id));
  return true;
}

function announce(ctx: Context, what: "joined" | "left", channel: ChannelRow, userId: string): void {
  // The others see another number of members; who came or went sees another list of channels.
  changeChannel(ctx, channel);
  const rev = change(ctx, channel.workspace_id, { kind: "member", ref: channel.id, userId });
  tellRoom(ctx, channel.id, `chat.channel.${what}`, {
    channelId: channel.id,
    userId,
    workspaceId: channel.workspace_id,
    rev,
  });
}

import type { Context } from "@bulkhead/plugin";
import { channelAudience } from "./_access.ts";
import { type Change, takeSeq } from "../store/changes.ts";
import { type ChannelRow, setChannelRev } from "../store/channels.ts";
import { setRev } from "../store/messages.ts";
import { audienceIn } from "./_workspaces.ts";

/**
 * Takes the next position of a workspace for a change, or of what belongs to people everywhere; a client that was
 * away learns of it by chat.sync.
 */
export function change(ctx: Context, workspaceId: string, what: Change): number {
  return takeSeq(ctx.db, workspaceId, what);
}

/** The same for a message of a channel; the message keeps the position. */
export function changeMessage(ctx: Context, channel: Pick<ChannelRow, "id" | "workspace_id">, id: string): number {
  const rev = takeSeq(ctx.db, channel.workspace_id, { kind: "message", ref: id, channelId: channel.id });
  setRev(ctx.db, id, rev);
  return rev;
}

/** The same for a channel: its members learn of it, of a public one everybody who sees those. */
export function changeChannel(ctx: Context, channel: Pick<ChannelRow, "id" | "workspace_id" | "private">): number {
  const rev = takeSeq(ctx.db, channel.workspace_id, {
    kind: "channel",
    ref: channel.id,
    ...(channel.private ? { channelId: channel.id } : {}),
  });
  setChannelRev(ctx.db, channel.id, rev);
  return rev;
}

/** Tells the members of a channel. */
export function tellRoom(ctx: Context, channelId: string, type: string, data: unknown): void {
  ctx.events.publish({ type, subject: channelId, data, audience: `room:${channelId}` });
}

/** Tells everybody who may know of the channel: its members, of a public one everybody who sees those. */
export function tellOfChannel(
  ctx: Context,
  channel: Pick<ChannelRow, "id" | "private" | "workspace_id">,
  type: string,
  data: Record<string, unknown>,
): void {
  const told = { ...data, workspaceId: channel.workspace_id };
  ctx.events.publish({ type, subject: channel.id, data: told, audience: channelAudience(ctx, channel) });
}

/** Tells one person, on all of their devices. */
export function tellOwn(ctx: Context, userId: string, type: string, data: Record<string, unknown>): void {
  ctx.events.publish({ type, subject: `user-${userId}`, data: { userId, ...data }, audience: `room:user-${userId}` });
}

/** Tells everybody who sees the public channels of a workspace. */
export function tellWorkspace(
  ctx: Context,
  workspaceId: string,
  type: string,
  { subject, ...data }: Record<string, unknown> & { subject: string },
): void {
  ctx.events.publish({ type, subject, data: { ...data, workspaceId }, audience: audienceIn(ctx, workspaceId) });
}

/** Tells everybody on the host but guests: of people, who are the same in each workspace. */
export function tellAll(ctx: Context, type: string, subject: string, data: unknown): void {
  ctx.events.publish({ type, subject, data, audience: "role:agent" });
}

import { type Context, RpcError } from "@bulkhead/plugin";
import { type Actor, isPerson, seesPublicChannels } from "../domain/actor.ts";
import { channelById, channelByName, type ChannelRow } from "../store/channels.ts";
import { isMember, member } from "../store/members.ts";
import { messageById, type MessageRow } from "../store/messages.ts";
import { isInWorkspace } from "../store/workspace_members.ts";
import { defaultWorkspaceId } from "../store/workspaces.ts";
import { audienceIn, moderatesIn } from "./_workspaces.ts";

/** A channel by id, or one of the first workspace by `#name`. One that the actor may not see is `not_found`, like one that is not there. */
export function visibleChannel(ctx: Context, actor: Actor, ref: string): ChannelRow {
  const channel = ref.startsWith("#")
    ? channelByName(ctx.db, defaultWorkspaceId(ctx.db), ref.slice(1).toLowerCase())
    : channelById(ctx.db, ref);
  if (channel && maySee(ctx, actor, channel)) return channel;
  throw new RpcError("not_found", `There is no channel "${ref}" that you can see`, {
    path: "/channel",
    hint: "chat.channel.list shows the channels that are there; chat.channel.create makes one",
  });
}

/** A message in a channel that the actor may see. */
export function visibleMessage(
  ctx: Context,
  actor: Actor,
  id: string,
  path = "/id",
): { message: MessageRow; channel: ChannelRow } {
  const message = messageById(ctx.db, id);
  const channel = message && channelById(ctx.db, message.channel_id);
  if (message && channel && maySee(ctx, actor, channel)) return { message, channel };
  throw new RpcError("not_found", `There is no message "${id}" that you can see`, { path });
}

/**
 * Throws unless the actor may write here: the channel is not archived, and a person has joined it. Workflows and
 * plugins write into public channels without joining.
 */
export function requireWritable(ctx: Context, actor: Actor, channel: ChannelRow): void {
  requireOpen(channel);
  if (isPerson(actor)) requireMember(ctx, actor, channel);
}

/** Throws `archived` for a channel in which nothing changes any more. */
export function requireOpen(channel: ChannelRow): void {
  if (channel.archived_at !== null) {
    throw new RpcError("precondition_failed", `#${channel.name} is archived: nothing can be written there`, {
      reason: "archived",
      hint: "chat.channel.unarchive opens it again",
    });
  }
}

/** Throws `read_only` where only managers start something new and the actor is none; answers in threads are for all. */
export function requireMayPost(ctx: Context, actor: Actor, channel: ChannelRow): void {
  if (channel.posting === "everyone" || manages(ctx, actor, channel)) return;
  throw new RpcError("forbidden", `Only managers write in #${channel.name}`, {
    reason: "read_only",
    hint: "Answer in a thread, or ask a manager of the channel",
  });
}

/** May this person set the channel up: who made it, whom they made a manager, and admins of its workspace. */
export function manages(ctx: Context, actor: Actor, channel: ChannelRow): boolean {
  if (channel.created_by === actor.id || moderatesIn(ctx, actor, channel.workspace_id)) return true;
  return member(ctx.db, channel.id, actor.id)?.role === "manager";
}

/** Throws `not_manager` unless the actor may set the channel up. */
export function requireManager(ctx: Context, actor: Actor, channel: ChannelRow): void {
  if (manages(ctx, actor, channel)) return;
  throw new RpcError("forbidden", `Only managers of #${channel.name} and admins may do that`, {
    reason: "not_manager",
    hint: "chat.channel.members shows who is one",
  });
}

/** Throws `direct` for a conversation that has no name, topic or managers. */
export function requireChannel(channel: ChannelRow): void {
  if (channel.kind === "channel") return;
  throw new RpcError("precondition_failed", "This is a direct conversation, which has no such settings", {
    reason: "direct",
  });
}

/** Throws `not_member` unless the actor is in the channel. */
export function requireMember(ctx: Context, actor: Actor, channel: ChannelRow): void {
  if (isMember(ctx.db, channel.id, actor.id)) return;
  throw new RpcError("forbidden", `You are not a member of #${channel.name}`, {
    reason: "not_member",
    hint: channel.private ? "A member can add you with chat.channel.add_members" : "Join it with chat.channel.join",
  });
}

/** Throws `tombstoned` for a message that is deleted. */
export function requireAlive(message: MessageRow): void {
  if (message.deleted_at === null) return;
  throw new RpcError("precondition_failed", `The message "${message.id}" is deleted`, { reason: "tombstoned" });
}

/** Who hears of the channel itself: everybody who sees public channels of its workspace, or the members of a private one. */
export function channelAudience(ctx: Context, channel: Pick<ChannelRow, "id" | "private" | "workspace_id">): string {
  return channel.private ? `room:${channel.id}` : audienceIn(ctx, channel.workspace_id);
}

/** Whether the actor may know of the channel and read it. */
export function maySee(ctx: Context, actor: Actor, channel: ChannelRow): boolean {
  if (!isInWorkspace(ctx.db, channel.workspace_id, actor.id)) return false;
  return (!channel.private && seesPublicChannels(actor.role)) || isMember(ctx.db, channel.id, actor.id);
}

import { type Context, RpcError } from "@bulkhead/plugin";
import { type Actor, seesPublicChannels } from "../domain/actor.ts";
import { channelById, channelByName, type ChannelRow } from "../store/channels.ts";
import { isMember } from "../store/members.ts";
import { messageById, type MessageRow } from "../store/messages.ts";
import { defaultWorkspace } from "../store/workspaces.ts";

/** A channel by id or `#name`. One that the actor may not see is `not_found`, like one that is not there. */
export function visibleChannel(ctx: Context, actor: Actor, ref: string): ChannelRow {
  const channel = ref.startsWith("#")
    ? channelByName(ctx.db, defaultWorkspace(ctx.db).id, ref.slice(1).toLowerCase())
    : channelById(ctx.db, ref);
  if (channel && maySee(ctx, actor, channel)) return channel;
  throw new RpcError("not_found", `There is no channel "${ref}" that you can see`, {
    path: "/channel",
    hint: "chat.channel.list shows the channels that are there; chat.channel.create makes one",
  });
}

/** A message in a channel that the actor may see. */
export function visibleMessage(ctx: Context, actor: Actor, id: string): { message: MessageRow; channel: ChannelRow } {
  const message = messageById(ctx.db, id);
  const channel = message && channelById(ctx.db, message.channel_id);
  if (message && channel && maySee(ctx, actor, channel)) return { message, channel };
  throw new RpcError("not_found", `There is no message "${id}" that you can see`, { path: "/id" });
}

/**
 * Throws unless the actor may write here: the channel is not archived, and a person has joined it. Workflows and
 * plugins write into public channels without joining.
 */
export function requireWritable(ctx: Context, actor: Actor, channel: ChannelRow): void {
  if (channel.archived_at !== null) {
    throw new RpcError("precondition_failed", `#${channel.name} is archived: nothing can be written there`, {
      reason: "archived",
    });
  }
  const person = actor.kind === "human" || actor.kind === "agent";
  if (person) requireMember(ctx, actor, channel);
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

/** Who hears of the channel itself: everybody who sees public channels, or the members of a private one. */
export function channelAudience(channel: { id: string; private: 0 | 1 }): string {
  return channel.private ? `room:${channel.id}` : "role:agent";
}

function maySee(ctx: Context, actor: Actor, channel: ChannelRow): boolean {
  if (!channel.private && seesPublicChannels(actor.role)) return true;
  return isMember(ctx.db, channel.id, actor.id);
}

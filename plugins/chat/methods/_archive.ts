import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type Channel, GENERAL, presentChannel } from "../domain/channel.ts";
import { channelView, setArchivedAt } from "../store/channels.ts";
import { manages, requireChannel, visibleChannel } from "./_access.ts";
import { changeChannel, tellOfChannel } from "./_tell.ts";

/** Closes a channel for writing, or opens it again; asked for what is so already it changes nothing. */
export function setArchived(ctx: Context, actor: Actor, ref: string, archived: boolean): Channel {
  const channel = visibleChannel(ctx, actor, ref);
  requireChannel(channel);
  if (!manages(ctx, actor, channel)) {
    throw new RpcError("forbidden", `Only who made #${channel.name} or an admin may do that`, {
      reason: "not_creator",
    });
  }
  if (channel.name === GENERAL) {
    throw new RpcError("precondition_failed", `#${GENERAL} is never archived: it is the channel that everybody is in`, {
      reason: "general_channel",
    });
  }
  if ((channel.archived_at !== null) !== archived) {
    setArchivedAt(ctx.db, channel.id, archived ? new Date().toISOString() : null);
    tellOfChannel(ctx, channel, archived ? "chat.channel.archived" : "chat.channel.unarchived", {
      channelId: channel.id,
      rev: changeChannel(ctx, channel),
    });
  }
  return presentChannel(channelView(ctx.db, channel.id, actor.id));
}

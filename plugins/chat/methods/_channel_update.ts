import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type Channel, GENERAL, presentChannel } from "../domain/channel.ts";
import { channelById, channelByName, type ChannelRow, channelView } from "../store/channels.ts";
import { channelAudience } from "./_access.ts";
import { change, changeChannel } from "./_tell.ts";

/** Throws for a name that a channel has already, and for #general, which everybody finds by its name. */
export function requireFreeName(ctx: Context, channel: ChannelRow, name: string): void {
  if (channel.name === GENERAL) {
    throw new RpcError("precondition_failed", `#${GENERAL} keeps its name: everybody is in it`, {
      reason: "general_channel",
    });
  }
  if (channelByName(ctx.db, channel.workspace_id, name)) {
    throw new RpcError("conflict", `There is a channel "#${name}" already`, { path: "/name" });
  }
}

/** Tells who may know of a channel what it is now; `wasPublic` when those who saw it have to hear that they do not any more. */
export function tellOfUpdate(ctx: Context, actor: Actor, id: string, wasPublic = false): Channel {
  const channel = channelById(ctx.db, id)!;
  const rev = changeChannel(ctx, channel);
  const hides = wasPublic && channel.private === 1;
  if (hides) change(ctx, channel.workspace_id, { kind: "channel", ref: id });
  const { name, topic, purpose, posting } = channel;
  ctx.events.publish({
    type: "chat.channel.updated",
    subject: id,
    data: {
      channelId: id,
      name,
      topic,
      purpose,
      posting,
      private: channel.private === 1,
      workspaceId: channel.workspace_id,
      rev,
    },
    audience: channelAudience(ctx, channel),
  });
  return presentChannel(channelView(ctx.db, id, actor.id));
}

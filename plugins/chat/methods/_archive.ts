import { type Context, RpcError } from "@bulkhead/plugin";
import type { z } from "zod";
import { moderates } from "../domain/actor.ts";
import { type Channel, GENERAL, presentChannel } from "../domain/channel.ts";
import { channelView, setArchivedAt } from "../store/channels.ts";
import { channelAudience, visibleChannel } from "./_access.ts";
import { enter } from "./_people.ts";

/** Closes a channel for writing, or opens it again; asked for what is so already it changes nothing. */
export function setArchived(ctx: Context, ref: string, archived: boolean): z.output<typeof Channel> {
  const actor = enter(ctx);
  const channel = visibleChannel(ctx, actor, ref);
  if (channel.created_by !== actor.id && !moderates(actor.role)) {
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
    ctx.events.publish({
      type: archived ? "chat.channel.archived" : "chat.channel.unarchived",
      subject: channel.id,
      data: { channelId: channel.id },
      audience: channelAudience(channel),
    });
  }
  return presentChannel(channelView(ctx.db, channel.id, actor.id));
}

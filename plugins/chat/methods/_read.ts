import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type Channel, presentChannel } from "../domain/channel.ts";
import { type ChannelRow, channelView } from "../store/channels.ts";
import { markRead, putReadMarker } from "../store/members.ts";
import { change, tellOwn } from "./_tell.ts";

/**
 * Moves somebody's read marker and tells their other devices; nothing happens when it is there already. `back` lets it go
 * back as well.
 */
export function moveReadMarker(
  ctx: Context,
  actor: Actor,
  channel: ChannelRow,
  { seq, back = false }: { seq: number; back?: boolean },
): Channel {
  const moved = (back ? putReadMarker : markRead)(ctx.db, channel.id, actor.id, seq);
  if (!moved) return presentChannel(channelView(ctx.db, channel.id, actor.id));
  const rev = change(ctx, channel.workspace_id, { kind: "read", ref: channel.id, userId: actor.id });
  const now = presentChannel(channelView(ctx.db, channel.id, actor.id));
  const { lastReadSeq, unread, mentions } = now;
  tellOwn(ctx, actor.id, "chat.channel.read", { channelId: channel.id, lastReadSeq, unread, mentions, rev });
  return now;
}

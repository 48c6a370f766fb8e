import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type Channel, presentChannel } from "../domain/channel.ts";
import { channelView } from "../store/channels.ts";
import { member, type MemberChange, setMember } from "../store/members.ts";
import { requireMember, visibleChannel } from "./_access.ts";
import { change, tellOwn } from "./_tell.ts";

/** Changes how the caller sees a channel in their sidebar, and tells their other devices. */
export function setArrangement(ctx: Context, actor: Actor, ref: string, wanted: MemberChange): Channel {
  const channel = visibleChannel(ctx, actor, ref);
  requireMember(ctx, actor, channel);
  setMember(ctx.db, channel.id, member(ctx.db, channel.id, actor.id)!, wanted);
  const rev = change(ctx, channel.workspace_id, { kind: "read", ref: channel.id, userId: actor.id });
  const now = presentChannel(channelView(ctx.db, channel.id, actor.id));
  const { muted, starred, hidden, notify, sectionId, place } = now;
  tellOwn(ctx, actor.id, "chat.channel.arranged", {
    channelId: channel.id,
    muted,
    starred,
    hidden,
    ...(notify === undefined ? {} : { notify }),
    ...(sectionId === undefined ? {} : { sectionId }),
    place,
    rev,
  });
  return now;
}

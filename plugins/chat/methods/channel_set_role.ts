import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef, PersonRef, presentChannel } from "../domain/channel.ts";
import { channelView } from "../store/channels.ts";
import { member, setMember } from "../store/members.ts";
import { requireChannel, requireManager, visibleChannel } from "./_access.ts";
import { DIRECT, NOT_MANAGER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { personIds } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { changeChannel, tellRoom } from "./_tell.ts";

/** `chat.channel.set_role` */
export const channelSetRole = mutation("channel.set_role", {
  summary: "Makes somebody a manager of a channel, or a member again",

  examples: [{ params: { channel: "#design", user: "@bob", role: "manager" }, result: CHANNEL }],
  errors: ["not_found", NOT_MANAGER, DIRECT],
  roles: INSIDERS,
  emits: ["chat.channel.role_changed"],
  params: z.object({ channel: ChannelRef, user: PersonRef, role: z.enum(["manager", "member"]) }),
  result: Channel,

  handler: ({ channel: ref, user, role }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireChannel(channel);
    requireManager(ctx, actor, channel);
    const [id] = personIds(ctx, [user], "/user");
    const row = member(ctx.db, channel.id, id!);
    if (!row) throw new RpcError("not_found", `"${user}" is not in #${channel.name}`, { path: "/user" });
    setMember(ctx.db, channel.id, row, { role });
    const rev = changeChannel(ctx, channel);
    tellRoom(ctx, channel.id, "chat.channel.role_changed", { channelId: channel.id, userId: id, role, rev });
    return presentChannel(channelView(ctx.db, channel.id, actor.id));
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef, presentChannel } from "../domain/channel.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { channelByName, channelView } from "../store/channels.ts";
import { visibleChannel } from "./_access.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.channel.get` */
export const channelGet = method({
  summary: "Gets a channel",
  examples: [{ params: { channel: "#general" }, result: CHANNEL }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    channel: ChannelRef,
    workspaceId: WorkspaceId.describe("Where #name is looked for; default: the first workspace"),
  }),
  result: Channel,
  handler: ({ channel: ref, workspaceId }, ctx) => {
    const actor = enter(ctx);
    const named = ref.startsWith("#") && workspaceId !== undefined
      ? channelByName(ctx.db, workspaceIdOf(ctx, actor, workspaceId), ref.slice(1).toLowerCase())?.id ?? ""
      : ref;
    return presentChannel(channelView(ctx.db, visibleChannel(ctx, actor, named).id, actor.id));
  },
});

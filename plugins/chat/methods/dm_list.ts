import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { DIRECT as DIRECT_CHANNEL } from "../domain/examples.ts";
import { Channel, presentChannel } from "../domain/channel.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { joinedChannels } from "../store/channels.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.dm.list` */
export const dmList = method({
  summary: "Lists the caller's direct conversations, the liveliest first",

  examples: [{ params: {}, result: { items: [DIRECT_CHANNEL] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    limit: z.int().min(1).max(200).default(50),
    all: z.boolean().default(false).describe("Also those that are closed"),
    workspaceId: WorkspaceId,
  }),
  result: z.object({ items: z.array(Channel) }),
  handler: ({ limit, all, workspaceId }, ctx) => {
    const actor = enter(ctx);
    const channels = joinedChannels(ctx.db, workspaceIdOf(ctx, actor, workspaceId), actor.id)
      .filter((view) => view.kind !== "channel").map(presentChannel);
    channels.sort((a, b) => b.lastSeq - a.lastSeq);
    return { items: channels.filter((channel) => all || !channel.hidden).slice(0, limit) };
  },
});

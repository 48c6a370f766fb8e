import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { seesPublicChannels } from "../domain/actor.ts";
import { Channel, presentChannel } from "../domain/channel.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { listChannels } from "../store/channels.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.channel.list` */
export const channelList = method({
  summary: "Lists the channels that the caller can see, with their unread counts",
  examples: [{ params: { joined: true }, result: { items: [CHANNEL] } }],
  description: "Sorted by name. Public channels are there whether joined or not; private ones only when joined. " +
    "Direct conversations are listed by chat.dm.list.",
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    joined: z.boolean().default(false).describe("Only those of which the caller is a member"),
    query: z.string().trim().toLowerCase().max(80).default("").describe("Only those whose name holds this"),
    workspaceId: WorkspaceId,
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(200).default("").describe("nextCursor of the page before"),
  }),
  result: z.object({ items: z.array(Channel), nextCursor: z.string().optional() }),
  handler: ({ joined, query, workspaceId, limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const views = listChannels(ctx.db, workspaceIdOf(ctx, actor, workspaceId), actor.id, {
      publicToo: seesPublicChannels(actor.role),
      joinedOnly: joined,
      part: query,
      afterName: cursor,
      limit: limit + 1,
    });
    const items = views.slice(0, limit).map(presentChannel);
    return views.length > limit ? { items, nextCursor: items[limit - 1]!.name } : { items };
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { COUNTS } from "../domain/examples.ts";
import { presentChannel } from "../domain/channel.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { channelViews, joinedChannels } from "../store/channels.ts";
import { positionIn } from "../store/workspaces.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.channel.counts` */
export const channelCounts = method({
  summary: "Counts what is unread in the caller's channels",

  examples: [{ params: {}, result: { seq: 4_720, items: [COUNTS] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    channels: z.array(z.string().max(100)).max(500).optional().describe(
      "Ids, of the same workspace; default all of it that the caller is in",
    ),
    workspaceId: WorkspaceId,
  }),
  result: z.object({
    seq: z.int().describe("The position at which these counts hold"),
    items: z.array(z.object({
      channelId: z.string(),
      unread: z.int(),
      mentions: z.int(),
      lastSeq: z.int(),
      lastReadSeq: z.int(),
    })),
  }),
  handler: ({ channels, workspaceId }, ctx) => {
    const actor = enter(ctx);
    const workspace = workspaceIdOf(ctx, actor, workspaceId);
    const views = channels
      ? channelViews(ctx.db, channels, actor.id).filter((view) => view.workspace_id === workspace)
      : joinedChannels(ctx.db, workspace, actor.id);
    const items = views.filter((view) => view.last_read_seq !== null).map(presentChannel)
      .map(({ id, unread, mentions, lastSeq, lastReadSeq }) => ({
        channelId: id,
        unread,
        mentions,
        lastSeq,
        lastReadSeq,
      }));
    return { seq: positionIn(ctx.db, workspace).seq, items };
  },
});

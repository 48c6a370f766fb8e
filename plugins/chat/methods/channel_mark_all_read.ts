import { z } from "zod";
import { WorkspaceId } from "../domain/workspace.ts";
import { joinedChannels } from "../store/channels.ts";
import { mutation } from "./_mutation.ts";
import { moveReadMarker } from "./_read.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.channel.mark_all_read` */
export const channelMarkAllRead = mutation("channel.mark_all_read", {
  summary: "Marks everything in all of the caller's channels of a workspace as read",

  examples: [{ params: {}, result: { channels: 3 } }],

  roles: EVERYBODY,
  emits: ["chat.channel.read"],
  params: z.object({ workspaceId: WorkspaceId }),
  result: z.object({ channels: z.int().describe("In how many there was something unread") }),

  handler: ({ workspaceId }, ctx, actor) => {
    let channels = 0;
    for (const view of joinedChannels(ctx.db, workspaceIdOf(ctx, actor, workspaceId), actor.id)) {
      if (view.unread === 0 && view.mentions === 0) continue;
      moveReadMarker(ctx, actor, view, { seq: view.last_seq });
      channels++;
    }
    return { channels };
  },
});

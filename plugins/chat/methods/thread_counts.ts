import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { WorkspaceId } from "../domain/workspace.ts";
import { followedThreads } from "../store/threads.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.thread.counts` */
export const threadCounts = method({
  summary: "Counts the followed threads with something unread",

  examples: [{ params: {}, result: { unread: 1, mentions: 0 } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ workspaceId: WorkspaceId }),
  result: z.object({ unread: z.int(), mentions: z.int() }),
  handler: ({ workspaceId }, ctx) => {
    const actor = enter(ctx);
    const states = followedThreads(ctx.db, workspaceIdOf(ctx, actor, workspaceId), actor.id);
    return {
      unread: states.filter((state) => state.unread > 0).length,
      mentions: states.reduce((sum, state) => sum + state.mentions, 0),
    };
  },
});

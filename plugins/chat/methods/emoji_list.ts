import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { EMOJI } from "../domain/examples.ts";
import { CustomEmoji, presentEmoji } from "../domain/directory.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { emojiAfter } from "../store/directory.ts";
import { Page } from "./_page.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.emoji.list` */
export const emojiList = method({
  summary: "Lists the emoji of the workspace's own",

  examples: [{ params: {}, result: { items: [EMOJI] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ workspaceId: WorkspaceId, ...Page }),
  result: z.object({ items: z.array(CustomEmoji), nextCursor: z.string().optional() }),
  handler: ({ workspaceId, limit, cursor }, ctx) => {
    const rows = emojiAfter(ctx.db, workspaceIdOf(ctx, enter(ctx), workspaceId), cursor ?? "", limit + 1);
    const items = rows.slice(0, limit).map(presentEmoji);
    return rows.length > limit ? { items, nextCursor: items.at(-1)!.name } : { items };
  },
});

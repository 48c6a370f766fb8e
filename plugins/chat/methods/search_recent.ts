import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { RECENT } from "../domain/examples.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { enter } from "./_people.ts";
import { presentRecent, RecentSearch } from "./_recent.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.search.recent` */
export const searchRecent = method({
  summary: "Lists what the caller looked for last in a workspace, the newest first",
  description: "At most twenty, each once, kept with chat.search.remember. Nobody else sees them.",
  examples: [{ params: {}, result: { items: [RECENT] } }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ workspaceId: WorkspaceId }),
  result: z.object({ items: z.array(RecentSearch) }),
  handler: ({ workspaceId }, ctx) => {
    const actor = enter(ctx);
    return { items: presentRecent(ctx, { userId: actor.id, workspaceId: workspaceIdOf(ctx, actor, workspaceId) }) };
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { DRAFT } from "../domain/examples.ts";
import { Draft, presentDraft } from "../domain/personal.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { drafts } from "../store/personal.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.draft.list` */
export const draftList = method({
  summary: "Lists the caller's drafts, the newest first",

  examples: [{ params: {}, result: { items: [DRAFT] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ workspaceId: WorkspaceId }),
  result: z.object({ items: z.array(Draft) }),
  handler: ({ workspaceId }, ctx) => {
    const actor = enter(ctx);
    return { items: drafts(ctx.db, workspaceIdOf(ctx, actor, workspaceId), actor.id).map(presentDraft) };
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { SCHEDULED } from "../domain/examples.ts";
import { presentScheduled, Scheduled } from "../domain/personal.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { scheduledOf } from "../store/personal.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.scheduled.list` */
export const scheduledList = method({
  summary: "Lists what the caller has written to be sent later",

  examples: [{ params: {}, result: { items: [SCHEDULED] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ workspaceId: WorkspaceId }),
  result: z.object({ items: z.array(Scheduled) }),
  handler: ({ workspaceId }, ctx) => {
    const actor = enter(ctx);
    return { items: scheduledOf(ctx.db, workspaceIdOf(ctx, actor, workspaceId), actor.id, 200).map(presentScheduled) };
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { REPORTED } from "../domain/examples.ts";
import { Reported } from "../domain/moderation.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { reportedBefore } from "../store/moderation.ts";
import { NOT_ADMIN } from "./_errors.ts";
import { presentFor } from "./_moderation.ts";
import { Page, positionOf } from "./_page.ts";
import { enter } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { requireAdmin, workspaceOf } from "./_workspaces.ts";

/** `chat.moderation.list` */
export const moderationList = method({
  summary: "Lists messages that were reported in a workspace, the newest first",
  description:
    "For its owners and admins. Each as it was when it was reported; where it stands is told only to who may read there. " +
    "Reports of the caller's own messages are for other moderators.",
  examples: [{ params: { filter: "open" }, result: { items: [REPORTED] } }],
  errors: ["not_found", NOT_ADMIN],
  roles: INSIDERS,
  readOnly: true,
  params: z.object({
    workspaceId: WorkspaceId,
    filter: z.enum(["open", "resolved", "all"]).default("open"),
    ...Page,
  }),
  result: z.object({ items: z.array(Reported), nextCursor: z.string().optional() }),
  handler: ({ workspaceId, filter, limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const workspace = workspaceOf(ctx, actor, workspaceId);
    requireAdmin(ctx, actor, workspace);
    const before = positionOf(cursor);
    const page = { workspaceId: workspace.id, filter, without: actor.id, before, limit: limit + 1 };
    const rows = reportedBefore(ctx.db, page);
    const items = rows.slice(0, limit).map((row) => presentFor(ctx, actor, row));
    return rows.length > limit ? { items, nextCursor: String(rows[limit - 1]!.seq) } : { items };
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { IMPORT } from "../domain/examples.ts";
import { importById, importsBefore } from "../store/imports.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { Import, presentImport } from "./_import_view.ts";
import { Page } from "./_page.ts";
import { enter } from "./_people.ts";
import { NOT_ADMIN } from "./_errors.ts";
import { INSIDERS } from "./_roles.ts";
import { requireAdmin, workspaceOf } from "./_workspaces.ts";

/** `chat.import.list` */
export const importList = method({
  summary: "Lists what was taken over from other chats, with what came of it, the newest first",
  examples: [{ params: {}, result: { items: [IMPORT] } }],
  errors: ["not_found", NOT_ADMIN],
  roles: INSIDERS,
  readOnly: true,
  params: z.object({ workspaceId: WorkspaceId, ...Page }),
  result: z.object({ items: z.array(Import), nextCursor: z.string().optional() }),
  handler: ({ workspaceId, limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const workspace = workspaceOf(ctx, actor, workspaceId);
    requireAdmin(ctx, actor, workspace);
    // An import that was begun between two pages is on neither, and none is on both.
    const before = cursor === undefined ? undefined : importById(ctx.db, cursor);
    const rows = importsBefore(ctx.db, workspace.id, before, limit + 1);
    const items = rows.slice(0, limit).map(presentImport);
    return rows.length > limit ? { items, nextCursor: items.at(-1)!.id } : { items };
  },
});

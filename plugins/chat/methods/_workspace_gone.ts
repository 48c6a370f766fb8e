import type { Context } from "@bulkhead/plugin";
import { removeReported, reportedOfWorkspace } from "../store/moderation.ts";
import { channelsOf, emptyWorkspace, lastMessages, removeChannel, removeMessages } from "../store/workspace_gone.ts";
import { deletedWorkspace } from "../store/workspaces.ts";
import { dropFiles } from "./_files.ts";
import { forgetText } from "./_search_index.ts";

/** So much goes in one transaction; in between others are answered. */
const BATCH = 200;
const PAUSE_MS = 20;

/** Removes what is left of deleted workspaces, little by little. A restart goes on where it was. */
export function removeDeleted(ctx: Context): void {
  if (deletedWorkspace(ctx.db) === undefined) return;
  ctx.schedule.after("workspace.gone", PAUSE_MS, (ctx) => {
    ctx.db.transaction(() => removeSome(ctx));
    removeDeleted(ctx);
  });
}

function removeSome(ctx: Context): void {
  const id = deletedWorkspace(ctx.db);
  if (id === undefined) return;
  const [channelId] = channelsOf(ctx.db, id, 1);
  if (channelId === undefined) {
    const reported = reportedOfWorkspace(ctx.db, id, BATCH);
    if (reported.length > 0) return removeReported(ctx.db, reported);
    for (const file of emptyWorkspace(ctx.db, id)) {
      ctx.schedule.after(`file ${file}`, 0, async (ctx) => {
        await ctx.files.uploads.remove(file);
      });
    }
    return;
  }
  // Answers are newer than what they answer: from the end on nothing that is left names what is gone.
  const rows = lastMessages(ctx.db, channelId, BATCH);
  for (const row of rows) {
    if (row.deleted_at === null) forgetText(ctx, row);
    dropFiles(ctx, row.id, row.files);
  }
  removeMessages(ctx.db, rows);
  if (rows.length > 0) return;
  ctx.sockets.room(channelId).setMembers([]);
  removeChannel(ctx.db, channelId);
}

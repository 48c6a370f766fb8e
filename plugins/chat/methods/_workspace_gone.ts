import type { Context } from "@bulkhead/plugin";
import { fullGoneChannel, lastMessages, removeChannel, removeMessages, setEmptied } from "../store/channel_gone.ts";
import { removeReported, reportedOfWorkspace } from "../store/moderation.ts";
import { channelsOf, emptyWorkspace } from "../store/workspace_gone.ts";
import { deletedWorkspace } from "../store/workspaces.ts";
import { dropFiles } from "./_files.ts";
import { forgetText } from "./_search_index.ts";

/** So much goes in one transaction; in between others are answered. */
const BATCH = 200;
const PAUSE_MS = 20;

/** Removes what is left of deleted channels and workspaces, little by little. A restart goes on where it was. */
export function removeDeleted(ctx: Context): void {
  if (fullGoneChannel(ctx.db) === undefined && deletedWorkspace(ctx.db) === undefined) return;
  ctx.schedule.after("workspace.gone", PAUSE_MS, (ctx) => {
    ctx.db.transaction(() => removeSome(ctx));
    removeDeleted(ctx);
  });
}

function removeSome(ctx: Context): void {
  const gone = fullGoneChannel(ctx.db);
  if (gone !== undefined) {
    if (emptied(ctx, gone)) setEmptied(ctx.db, gone);
    return;
  }
  const id = deletedWorkspace(ctx.db);
  if (id === undefined) return;
  const [channelId] = channelsOf(ctx.db, id, 1);
  if (channelId !== undefined) return void emptied(ctx, channelId);
  const reported = reportedOfWorkspace(ctx.db, id, BATCH);
  if (reported.length > 0) return removeReported(ctx.db, reported);
  for (const file of emptyWorkspace(ctx.db, id)) {
    ctx.schedule.after(`file ${file}`, 0, async (ctx) => {
      await ctx.files.uploads.remove(file);
    });
  }
}

/** Removes some messages of a channel with their files; when there are none left the channel itself, and then it answers true. */
function emptied(ctx: Context, channelId: string): boolean {
  // Answers are newer than what they answer: from the end on nothing that is left names what is gone.
  const rows = lastMessages(ctx.db, channelId, BATCH);
  for (const row of rows) {
    if (row.deleted_at === null) forgetText(ctx, row);
    dropFiles(ctx, row.id, row.files);
  }
  removeMessages(ctx.db, rows);
  if (rows.length > 0) return false;
  ctx.sockets.room(channelId).setMembers([]);
  removeChannel(ctx.db, channelId);
  return true;
}

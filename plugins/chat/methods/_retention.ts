import type { Context } from "@bulkhead/plugin";
import { channelById } from "../store/channels.ts";
import { agedMessages, bury } from "../store/messages.ts";
import { agedReported, removeReported } from "../store/moderation.ts";
import { dropFiles } from "./_files.ts";
import { forgetText } from "./_search_index.ts";
import { changeMessage } from "./_tell.ts";

/** So many are forgotten in one transaction: others are answered in between. */
const BATCH = 200;

/**
 * Deletes what is older than the setting `retentionDays` says, pinned messages excepted: texts, files, reactions and what search
 * knew of them. Nobody is told of each; clients see it when they resume. True when there is more.
 */
export function forgetOld(ctx: Context): boolean {
  const { retentionDays = 0 } = ctx.settings as { retentionDays?: number };
  if (retentionDays <= 0) return false;
  const now = new Date();
  const before = new Date(now.getTime() - retentionDays * 86_400_000).toISOString();
  const rows = agedMessages(ctx.db, before, BATCH);
  for (const row of rows) {
    forgetText(ctx, row);
    dropFiles(ctx, row.id, row.files);
    bury(ctx.db, row.id, now.toISOString());
    changeMessage(ctx, channelById(ctx.db, row.channel_id)!, row.id);
  }
  // What moderators keep of a message is not kept longer than the message.
  const reported = agedReported(ctx.db, before, BATCH);
  removeReported(ctx.db, reported);
  return rows.length === BATCH || reported.length === BATCH;
}

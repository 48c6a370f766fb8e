import type { Context } from "@bulkhead/plugin";
import { pruneGone } from "../store/channel_gone.ts";
import { oldChanges, pruneChanges } from "../store/changes.ts";
import { pruneClientCalls } from "../store/client_calls.ts";
import { prunePresenceViews } from "../store/people.ts";
import { unfinished } from "../store/messages.ts";
import { EVERYWHERE, listWorkspaces } from "../store/workspaces.ts";
import { forgetExports } from "./_channel_export.ts";
import { forgetRemains } from "./_remains.ts";
import { forgetOld } from "./_retention.ts";
import { finishStream } from "./_stream.ts";

/** The durable schedule that forgets, each night, what nobody asks for any more. */
export const TIDY = "tidy";

/** Of each workspace. Clients that are further behind than this take a snapshot in any case. */
const KEPT_CHANGES = 50_000;
/** Longer than what somebody wrote offline waits to be sent. */
const KEPT_CALLS_MS = 7 * 86_400_000;

/** Forgets old changes, answers to client ids, and who looked at whom. */
export function tidy(_run: unknown, ctx: Context): void {
  for (const id of [EVERYWHERE, ...listWorkspaces(ctx.db).map((row) => row.id)]) {
    const upTo = oldChanges(ctx.db, id, KEPT_CHANGES);
    if (upTo === undefined) continue;
    pruneChanges(ctx.db, id, upTo);
    pruneGone(ctx.db, id, upTo);
  }
  pruneClientCalls(ctx.db, Date.now() - KEPT_CALLS_MS);
  prunePresenceViews(ctx.db, Date.now());
  forgetMore(ctx);
  forgetRemains(ctx);
  forgetExports(ctx);
  // Whoever was writing them has gone.
  for (const row of unfinished(ctx.db, new Date(Date.now() - 3_600_000).toISOString())) finishStream(ctx, row, "");
}

/** Goes on until nothing is too old. A restart loses no more than the night's rest of it. */
function forgetMore(ctx: Context): void {
  if (ctx.db.transaction(() => forgetOld(ctx))) ctx.schedule.after("retention", 50, (ctx) => forgetMore(ctx));
}

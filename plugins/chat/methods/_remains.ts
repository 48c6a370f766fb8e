import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import type { MessageRow } from "../store/messages.ts";
import { dropRemains, expiredRemains, hasRemains, keepRemains } from "../store/remains.ts";
import { dropFiles } from "./_files.ts";

/** So long a deletion can be taken back. */
export const UNDO_MS = 30_000;
/** Forgotten in one transaction. */
const BATCH = 100;

/** Keeps what is about to be deleted, for a while. */
export function keepForUndo(ctx: Context, actor: Actor, message: MessageRow): void {
  keepRemains(ctx.db, message, actor.id, Date.now() + UNDO_MS);
  ctx.schedule.after(`remains of ${message.id}`, UNDO_MS + 500, (ctx) => forgetRemains(ctx));
}

/** Forgets for good what cannot be taken back any more, with its files. */
export function forgetRemains(ctx: Context): void {
  const taken = ctx.db.transaction(() => {
    const expired = expiredRemains(ctx.db, Date.now(), BATCH);
    for (const { message_id, what } of expired) {
      dropFiles(ctx, message_id, what.message.files);
      dropRemains(ctx.db, message_id);
    }
    return expired.length;
  });
  if (taken === BATCH) ctx.schedule.after("remains", 50, (ctx) => forgetRemains(ctx));
}

/** After a start: timers of the life before are gone, what they were to forget is not. */
export function forgetRemainsLater(ctx: Context): void {
  if (hasRemains(ctx.db)) ctx.schedule.after("remains", UNDO_MS + 500, (ctx) => forgetRemains(ctx));
}

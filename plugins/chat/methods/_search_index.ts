import type { Context } from "@bulkhead/plugin";
import type { MessageRow } from "../store/messages.ts";
import { dropWords, indexedSeq, indexNew, putWords } from "../store/search.ts";

/** After this many messages those that came are taken into the index together. */
const BATCH = 64;
/** Most that a search takes in before it answers: no more than some milliseconds. */
const CATCH_UP = 200;
/** So many are taken in at a time when there are more, such as after an import, and then others have their turn as long. */
const TOGETHER = 500;
const PAUSE_MS = 20;

/** Called for each message that is sent: every now and then all new ones are indexed. */
export function indexNowAndThen(ctx: Context, seq: number): void {
  if (seq % BATCH === 0) indexNew(ctx.db, BATCH * 4);
}

/** Before a search: what was said a moment ago is found. False when there was more to take in than one call should. */
export function catchUp(ctx: Context): boolean {
  return indexNew(ctx.db, CATCH_UP) < CATCH_UP;
}

/** Takes everything into the index that is not there yet, little by little, so that others are answered in between. */
export function indexRest(ctx: Context): void {
  ctx.schedule.after("search.index", PAUSE_MS, (ctx) => {
    if (ctx.db.transaction(() => indexNew(ctx.db, TOGETHER)) === TOGETHER) indexRest(ctx);
  });
}

/** Takes the words of a message out of the index. */
export function forgetText(ctx: Context, { seq, streaming }: MessageRow): void {
  if (!streaming && seq <= indexedSeq(ctx.db)) dropWords(ctx.db, seq);
}

/** Puts a changed message in again; one that is not indexed yet will be. */
export function indexText(ctx: Context, row: MessageRow): void {
  if (row.seq <= indexedSeq(ctx.db)) putWords(ctx.db, row);
}

import type { Context } from "@bulkhead/plugin";
import type { MessageRow } from "../store/messages.ts";
import { dropWords, indexedSeq, indexNew, putWords } from "../store/search.ts";

/** After this many messages those that came are taken into the index together. */
const BATCH = 64;
/** Most that one search takes in before it answers; after an import there may be more. */
const CATCH_UP = 5_000;

/** Called for each message that is sent: every now and then all new ones are indexed. */
export function indexNowAndThen(ctx: Context, seq: number): void {
  if (seq % BATCH === 0) indexNew(ctx.db, BATCH * 4);
}

/** Before a search: what was said a moment ago is found. False when there is more to take in than one call should. */
export function catchUp(ctx: Context): boolean {
  for (let left = CATCH_UP; left > 0;) {
    const taken = indexNew(ctx.db, 500);
    if (taken < 500) return true;
    left -= taken;
  }
  return false;
}

/** Takes the words of a message out of the index. */
export function forgetText(ctx: Context, { seq, streaming }: MessageRow): void {
  if (!streaming && seq <= indexedSeq(ctx.db)) dropWords(ctx.db, seq);
}

/** Puts a changed message in again; one that is not indexed yet will be. */
export function indexText(ctx: Context, row: MessageRow): void {
  if (row.seq <= indexedSeq(ctx.db)) putWords(ctx.db, row);
}

import type { Context } from "@bulkhead/plugin";
import { presentBookmark } from "../domain/bookmark.ts";
import { presentChannel } from "../domain/channel.ts";
import { bookmarksOf } from "../store/bookmarks.ts";
import { channelViews } from "../store/channels.ts";
import { memberIds } from "../store/members.ts";
import { type MessageRow, versionsOf } from "../store/messages.ts";
import { presentAll } from "./_publish.ts";

/** One line of an export; `record` says what it is of. */
export type ExportRecord = Record<string, unknown> & { record: string };

/** Channels as exports have them: with members and bookmarks. */
export function channelRecords(ctx: Context, ids: string[], userId: string): ExportRecord[] {
  return channelViews(ctx.db, ids, userId).map((view) => ({
    record: "channel",
    ...presentChannel(view),
    members: memberIds(ctx.db, view.id),
    bookmarks: bookmarksOf(ctx.db, view.id).map(presentBookmark),
  }));
}

/** Messages as exports have them: with reactions and earlier texts. */
export function messageRecords(ctx: Context, rows: MessageRow[]): ExportRecord[] {
  return presentAll(ctx, rows).map((message) => ({
    record: "message",
    ...message,
    ...(message.version === undefined ? {} : { earlier: versionsOf(ctx.db, message.id) }),
  }));
}

/** Records as lines of JSON. */
export function linesOf(records: Record<string, unknown>[]): Uint8Array {
  return new TextEncoder().encode(records.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

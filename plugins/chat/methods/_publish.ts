import type { Context } from "@bulkhead/plugin";
import { actorOf } from "../domain/actor.ts";
import { type Message, presentMessage } from "../domain/message.ts";
import { type MessageRow, reactionsOf, reactionsOfAll } from "../store/messages.ts";
import { remainsOf } from "../store/remains.ts";
import { threadSummaries } from "../store/threads.ts";
import { UNDO_MS } from "./_remains.ts";
import { tellRoom } from "./_tell.ts";

/** A message as it stands, with its reactions and what there is in its thread. */
export function present(ctx: Context, row: MessageRow): Message {
  const thread = row.thread_id === null ? threadSummaries(ctx.db, [row.id]).get(row.id) : undefined;
  return { ...presentMessage(row, reactionsOf(ctx.db, row.id), thread), ...undoOf(ctx, row) };
}

/** The same for several, in their order. */
export function presentAll(ctx: Context, rows: MessageRow[]): Message[] {
  const reactions = reactionsOfAll(ctx.db, rows.map((row) => row.id));
  const threads = threadSummaries(ctx.db, rows.filter((row) => row.thread_id === null).map((row) => row.id));
  return rows.map((row) => ({
    ...presentMessage(row, reactions.get(row.id) ?? [], threads.get(row.id)),
    ...undoOf(ctx, row),
  }));
}

/** How long the caller can still take the deletion of a message back, when it is theirs and young enough. */
function undoOf(ctx: Context, { id, deleted_at }: MessageRow): Pick<Message, "undoMs"> {
  if (deleted_at === null || Date.now() - Date.parse(deleted_at) > UNDO_MS) return {};
  const remains = remainsOf(ctx.db, id);
  const left = (remains?.until ?? 0) - Date.now();
  return left > 0 && remains!.deleted_by === actorOf(ctx.caller).id ? { undoMs: left } : {};
}

/** Tells of each file that a message holds: a virus scanner listens to that. */
export function tellOfFiles(
  ctx: Context,
  { id, channelId, author, files }: Pick<Message, "id" | "channelId" | "files"> & {
    author: Pick<Message["author"], "id">;
  },
): void {
  for (const file of files ?? []) {
    if (file.blocked !== undefined || file.deleted !== undefined) continue;
    tellRoom(ctx, channelId, "chat.file.attached", { file, messageId: id, channelId, owner: author.id });
  }
}

/** Tells the channel's room what became of a message; events of one channel keep their order. */
export function publishMessage(
  ctx: Context,
  what: "sent" | "edited" | "deleted" | "pinned" | "unpinned",
  message: Message,
): void {
  // What only the caller may do is not told to others.
  const { undoMs: _, ...told } = message;
  tellRoom(ctx, message.channelId, `chat.message.${what}`, told);
}

import { type Context, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import type { Actor } from "../domain/actor.ts";
import { MESSAGE } from "../domain/examples.ts";
import { type Attachment, deletedFile, Message } from "../domain/message.ts";
import type { ChannelRow } from "../store/channels.ts";
import { deleteFileRow, type FileRow } from "../store/files.ts";
import { messageById, type MessageRow, setFiles } from "../store/messages.ts";
import { manages, requireWritable } from "./_access.ts";
import { ARCHIVED, NOT_MEMBER } from "./_errors.ts";
import { visibleFile } from "./_file_items.ts";
import { removeFiles } from "./_files.ts";
import { mutation } from "./_mutation.ts";
import { present, publishMessage } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";
import { forgetText, indexText } from "./_search_index.ts";
import { changeMessage, tellRoom } from "./_tell.ts";

/** `chat.file.delete` */
export const fileDelete = mutation("file.delete", {
  summary: "Deletes a file of a message for good",
  description:
    "Whoever attached it may, and who manages the channel. Its bytes and its small picture are removed and nobody " +
    "finds it any more; the message stays, and shows in the file's place that it was deleted, without its name. Nothing brings " +
    "it back.",
  examples: [{ params: { id: "file_0192" }, result: MESSAGE }],
  errors: ["not_found", "forbidden", NOT_MEMBER, ARCHIVED],
  roles: EVERYBODY,
  emits: ["chat.file.deleted", "chat.message.edited"],
  params: z.object({ id: z.string().min(1).max(100) }),
  result: Message,

  handler: ({ id }, ctx, actor) => {
    const { row, message, channel } = visibleFile(ctx, actor, id);
    requireMayDelete(ctx, actor, { row, message, channel });
    const before = JSON.parse(message.files ?? "[]") as Attachment[];
    const deleted = { at: new Date().toISOString(), by: actor.id };
    forgetText(ctx, message);
    setFiles(
      ctx.db,
      message.id,
      JSON.stringify(before.map((file) => file.id === id ? deletedFile(id, deleted) : file)),
    );
    indexText(ctx, messageById(ctx.db, message.id)!);
    deleteFileRow(ctx.db, id);
    removeFiles(ctx, `file ${id}`, before.filter((file) => file.id === id));
    const rev = changeMessage(ctx, channel, message.id);
    const changed = present(ctx, messageById(ctx.db, message.id)!);
    tellRoom(ctx, channel.id, "chat.file.deleted", {
      id,
      messageId: message.id,
      channelId: channel.id,
      by: actor.id,
      rev,
    });
    publishMessage(ctx, "edited", changed);
    return changed;
  },
});

function requireMayDelete(
  ctx: Context,
  actor: Actor,
  { row, message, channel }: { row: FileRow; message: MessageRow; channel: ChannelRow },
): void {
  if (manages(ctx, actor, channel)) return;
  if (row.owner_id !== actor.id && message.author_id !== actor.id) {
    throw new RpcError("forbidden", `Only ${message.author_name} and managers of the channel may delete this file`, {
      reason: "not_author",
    });
  }
  requireWritable(ctx, actor, channel);
}

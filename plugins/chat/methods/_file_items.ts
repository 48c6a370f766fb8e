import { type Context, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import type { Actor } from "../domain/actor.ts";
import { Time } from "../domain/time.ts";
import { Attachment } from "../domain/message.ts";
import { channelById, type ChannelRow } from "../store/channels.ts";
import { fileById, type FileRow } from "../store/files.ts";
import { messageById, type MessageRow } from "../store/messages.ts";
import { maySee } from "./_access.ts";

/** A file with the message on which it hangs. */
export const FileItem = z.object({
  file: Attachment,
  messageId: z.string(),
  channelId: z.string(),
  owner: z.string().describe("User id of who uploaded it"),
  sentAt: Time,
});

/** A file of a message that the actor may read. One that was deleted, and one of a place they do not see, is `not_found`. */
export function visibleFile(
  ctx: Context,
  actor: Actor,
  id: string,
): { row: FileRow; message: MessageRow; channel: ChannelRow } {
  const row = fileById(ctx.db, id);
  const message = row && messageById(ctx.db, row.message_id);
  const channel = row && channelById(ctx.db, row.channel_id);
  if (row && message && channel && maySee(ctx, actor, channel)) return { row, message, channel };
  throw new RpcError("not_found", `There is no file "${id}" on a message that you can see`, {
    path: "/id",
    hint: "chat.file.list shows the files of a channel",
  });
}

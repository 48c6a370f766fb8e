import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { FILE_ITEM } from "../domain/examples.ts";
import type { Attachment } from "../domain/message.ts";
import { FileItem, visibleFile } from "./_file_items.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.file.get` */
export const fileGet = method({
  summary: "Gets a file with the message on which it hangs",
  description: "Its bytes are read at /files/<id>, also in parts, those of its small picture at /files/<thumbnail.id>.",
  examples: [{ params: { id: "file_0192" }, result: FILE_ITEM }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ id: z.string().min(1).max(100) }),
  result: FileItem,
  handler: ({ id }, ctx) => {
    const { row, message } = visibleFile(ctx, enter(ctx), id);
    const file = (JSON.parse(message.files ?? "[]") as Attachment[]).find((each) => each.id === id)!;
    return {
      file,
      messageId: message.id,
      channelId: message.channel_id,
      owner: row.owner_id,
      sentAt: message.created_at,
    };
  },
});

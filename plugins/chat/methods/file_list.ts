import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Time } from "../domain/time.ts";
import { ChannelRef } from "../domain/channel.ts";
import { FILE_KINDS } from "../domain/file_kind.ts";
import { Attachment } from "../domain/message.ts";
import { filesBefore } from "../store/files.ts";
import { messagesByIds } from "../store/messages.ts";
import { visibleChannel } from "./_access.ts";
import { Page, positionOf } from "./_page.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.file.list` */
export const fileList = method({
  summary: "Lists the files of a channel, the newest first",
  examples: [{ params: { channel: "#general" }, result: { items: [] } }, {
    params: { channel: "#general", type: "document" },
    result: { items: [] },
  }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    channel: ChannelRef,
    type: z.enum(FILE_KINDS).optional().describe("Only files of this kind"),
    ...Page,
  }),
  result: z.object({
    items: z.array(z.object({ file: Attachment, messageId: z.string(), owner: z.string(), sentAt: Time })),
    nextCursor: z.string().optional(),
  }),
  handler: ({ channel: ref, type, limit, cursor }, ctx) => {
    const { id } = visibleChannel(ctx, enter(ctx), ref);
    const rows = filesBefore(ctx.db, id, { before: positionOf(cursor), limit: limit + 1, kind: type });
    // A page ends between messages: the files of one stay together.
    const edge = rows.length > limit ? rows[limit]!.seq : 0;
    const page = rows.slice(0, limit).filter((row) => row.seq !== edge || rows[0]!.seq === edge);
    const messages = new Map(messagesByIds(ctx.db, page.map((row) => row.message_id)).map((row) => [row.id, row]));
    const items = page.flatMap(({ file_id, message_id, owner_id }) => {
      const message = messages.get(message_id)!;
      const file = (JSON.parse(message.files ?? "[]") as Attachment[]).find((each) => each.id === file_id);
      return file ? [{ file, messageId: message_id, owner: owner_id, sentAt: message.created_at }] : [];
    });
    return rows.length > limit ? { items, nextCursor: String(page.at(-1)!.seq) } : { items };
  },
});

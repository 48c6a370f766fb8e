import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { MessageId } from "../domain/message.ts";
import { appendText } from "../store/messages.ts";
import { TOMBSTONED } from "./_errors.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { ownStream, requireShort } from "./_stream.ts";

/** `chat.message.stream.append` */
export const messageStreamAppend = method({
  summary: "Adds to a message that is being written",
  description:
    "Volatile `chat.message.delta` {messageId, channelId, at, text} brings it to those who look: `at` is where in the " +
    "text it stands, so that who has missed one sees it and reads the message.",
  examples: [{ params: { id: "message_0192", text: " and then" }, result: { length: 42 } }],
  errors: ["not_found", "forbidden", "too_large", TOMBSTONED],
  roles: EVERYBODY,
  mcp: false,
  params: z.object({
    id: MessageId,
    text: z.string().min(1).max(8_000),
    at: z.int().min(0).optional().describe("Where it begins: a piece that is there already is not added again"),
  }),
  result: z.object({ length: z.int().describe("Of the text now, in UTF-16 units") }),
  handler: ({ id, text, at }, ctx) => {
    const message = ownStream(ctx, enter(ctx), id);
    if (at !== undefined && at < message.text.length) return { length: message.text.length };
    requireShort(message.text + text);
    const from = appendText(ctx.db, message, text);
    ctx.sockets.room(message.channel_id).send("chat.message.delta", {
      messageId: id,
      channelId: message.channel_id,
      at: from,
      text,
    });
    return { length: from + text.length };
  },
});

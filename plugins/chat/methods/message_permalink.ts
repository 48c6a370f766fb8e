import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { MessageId } from "../domain/message.ts";
import { visibleMessage } from "./_access.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.permalink` */
export const messagePermalink = method({
  summary: "Answers the address at which a message is shown",

  examples: [{
    params: { id: "message_0192" },
    result: {
      path: "/app/chat?channel=channel_0192&message=message_0192",
      messageId: "message_0192",
      channelId: "channel_0192",
      seq: 4_711,
    },
  }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ id: MessageId }),
  result: z.object({
    path: z.string().describe("On this host"),
    messageId: z.string(),
    channelId: z.string(),
    seq: z.int(),
  }),
  handler: ({ id }, ctx) => {
    const { message, channel } = visibleMessage(ctx, enter(ctx), id);
    const thread = message.thread_id === null ? "" : `&thread=${message.thread_id}`;
    const path = `/app/chat?channel=${channel.id}&message=${message.id}${thread}`;
    return { path, messageId: message.id, channelId: channel.id, seq: message.seq };
  },
});

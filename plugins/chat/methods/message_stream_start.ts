import { z } from "zod";
import { ChannelRef } from "../domain/channel.ts";
import { MESSAGE } from "../domain/examples.ts";
import { Message, MessageId } from "../domain/message.ts";
import { requireMayPost, requireWritable, visibleChannel } from "./_access.ts";
import { ARCHIVED, NOT_MEMBER, READ_ONLY } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { post } from "./_post.ts";
import { EVERYBODY } from "./_roles.ts";
import { requireShort } from "./_stream.ts";
import { threadRoot } from "./message_send.ts";

/** `chat.message.stream.start` */
export const messageStreamStart = mutation("message.stream.start", {
  summary: "Begins a message that is written piece by piece",
  description: "For agents, whose words come one after the other. chat.message.stream.append adds more, " +
    "chat.message.stream.stop finishes it: only then are people called whom it names.",
  examples: [{ params: { channel: "#general" }, result: { ...MESSAGE, text: "", streaming: true } }],
  errors: ["not_found", NOT_MEMBER, ARCHIVED, READ_ONLY, "too_large"],
  roles: EVERYBODY,
  emits: ["chat.message.sent"],
  params: z.object({
    channel: ChannelRef,
    threadId: MessageId.optional(),
    text: z.string().default("").describe("What there is of it so far"),
  }),
  result: Message,
  handler: ({ channel: ref, threadId: answered, text }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireWritable(ctx, actor, channel);
    const threadId = answered === undefined ? undefined : threadRoot(ctx, channel, answered);
    if (threadId === undefined) requireMayPost(ctx, actor, channel);
    requireShort(text);
    return post(ctx, actor, channel, { text, streaming: true, ...(threadId === undefined ? {} : { threadId }) });
  },
});

import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { ChannelRef } from "../domain/channel.ts";
import { Message, MessageId } from "../domain/message.ts";
import { MAX_TEXT } from "../domain/text_limit.ts";
import { requireAlive, requireMayPost, requireWritable, visibleChannel, visibleMessage } from "./_access.ts";
import { ARCHIVED, NOT_MEMBER, READ_ONLY, TOMBSTONED } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { post } from "./_post.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.forward` */
export const messageForward = mutation("message.forward", {
  summary: "Sends a message on to another channel",
  description: "As a quotation with the name of who wrote it. From where is said only of public channels.",
  examples: [{ params: { id: "message_0192", channel: "#general" }, result: MESSAGE }],
  errors: ["not_found", "too_large", NOT_MEMBER, ARCHIVED, READ_ONLY, TOMBSTONED],
  roles: EVERYBODY,
  emits: ["chat.message.sent"],
  params: z.object({
    id: MessageId,
    channel: ChannelRef,
    comment: z.string().max(4_000).default("").describe("What the caller says to it"),
  }),
  result: Message,

  handler: ({ id, channel: ref, comment }, ctx, actor) => {
    const { message, channel: source } = visibleMessage(ctx, actor, id);
    requireAlive(message);
    const channel = visibleChannel(ctx, actor, ref);
    requireWritable(ctx, actor, channel);
    requireMayPost(ctx, actor, channel);
    // In another workspace nobody knows that one by its name.
    const where = source.private || source.workspace_id !== channel.workspace_id ? "" : ` in #${source.name}`;
    const quoted = message.text.split("\n").map((line) => `> ${line}`).join("\n");
    const text = `${comment.trim() === "" ? "" : `${comment.trim()}\n\n`}${quoted}\n> — ${message.author_name}${where}`;
    if (text.length > MAX_TEXT) {
      throw new RpcError("too_large", `With the comment it would be longer than ${MAX_TEXT} characters`);
    }
    return post(ctx, actor, channel, { text });
  },
});

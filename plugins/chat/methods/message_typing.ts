import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { ChannelRef } from "../domain/channel.ts";
import { MessageId } from "../domain/message.ts";
import { requireWritable, visibleChannel } from "./_access.ts";
import { ARCHIVED, NOT_MEMBER } from "./_errors.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.typing` */
export const messageTyping = method({
  summary: "Tells the others that the caller is writing",
  description:
    "Call it every few seconds while somebody types. Volatile: `chat.typing` {channelId, threadId?, userId, name} reaches " +
    "those who look just now and is kept nowhere.",
  examples: [{ params: { channel: "#general" }, result: {} }],
  errors: ["not_found", NOT_MEMBER, ARCHIVED],
  roles: EVERYBODY,
  mcp: false,
  params: z.object({ channel: ChannelRef, threadId: MessageId.optional() }),
  result: z.object({}),
  handler: ({ channel: ref, threadId }, ctx) => {
    const actor = enter(ctx);
    const channel = visibleChannel(ctx, actor, ref);
    requireWritable(ctx, actor, channel);
    ctx.sockets.room(channel.id).send("chat.typing", {
      channelId: channel.id,
      ...(threadId === undefined ? {} : { threadId }),
      userId: actor.id,
      name: actor.name,
    });
    return {};
  },
});

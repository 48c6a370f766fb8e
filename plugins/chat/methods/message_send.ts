import { type Context, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { Actions } from "../domain/actions.ts";
import { ChannelRef } from "../domain/channel.ts";
import { Message, MessageContent, MessageId } from "../domain/message.ts";
import type { ChannelRow } from "../store/channels.ts";
import { messageByClientId, messageById, type MessageRow } from "../store/messages.ts";
import { requireWritable, visibleChannel } from "./_access.ts";
import { enter, hasUnknownHandles, refreshPeople } from "./_people.ts";
import { post } from "./_post.ts";
import { present } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";

const params = z.object({
  channel: ChannelRef,
  text: MessageContent.describe("Markdown; @handle mentions a person"),
  threadId: MessageId.optional().describe("The message that this one answers"),
  clientId: z.string().min(1).max(100).optional().describe(
    "Made by the sender: sending again with the same one answers the first message",
  ),
  actions: Actions.optional().describe(
    "Buttons under the message. Whoever presses one does so with chat.message.act, once; chat.message.acted tells it",
  ),
});

/** `chat.message.send` */
export const messageSend = method({
  summary: "Sends a message to a channel",
  examples: [{ params: { channel: "#general", text: "It's done, @bob" } }],
  errors: ["not_found", "conflict", "precondition_failed"],
  roles: EVERYBODY,
  emits: ["chat.message.sent", "chat.mention.created"],
  params,
  result: Message,
  handler: (wanted, ctx) => {
    const once = () => ctx.db.transaction(() => send(ctx, wanted));
    if (!hasUnknownHandles(ctx, wanted.text)) return once();
    // Someone who was not here a moment ago may be meant; that the host cannot say now keeps nobody from sending.
    return ctx.background((ctx) => refreshPeople(ctx))
      .catch((error) => ctx.log.warn("The host's people could not be read", { error }))
      .then(once);
  },
});

function send(ctx: Context, wanted: z.output<typeof params>): Message {
  const actor = enter(ctx);
  const channel = visibleChannel(ctx, actor, wanted.channel);
  const earlier = wanted.clientId === undefined ? undefined : messageByClientId(ctx.db, actor.id, wanted.clientId);
  if (earlier) return repeated(ctx, earlier, channel);
  requireWritable(ctx, actor, channel);
  const { text, clientId, actions } = wanted;
  const threadId = wanted.threadId === undefined ? undefined : threadRoot(ctx, channel, wanted.threadId);
  return post(ctx, actor, channel, {
    text,
    ...(threadId === undefined ? {} : { threadId }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(actions === undefined ? {} : { actions }),
  });
}

function repeated(ctx: Context, earlier: MessageRow, channel: ChannelRow): Message {
  if (earlier.channel_id === channel.id) return present(ctx, earlier);
  throw new RpcError("conflict", `The clientId "${earlier.client_id}" belongs to a message in another channel`, {
    path: "/clientId",
  });
}

/** Threads have one level: an answer to an answer belongs to the same thread. */
function threadRoot(ctx: Context, channel: ChannelRow, threadId: string): string {
  const root = messageById(ctx.db, threadId);
  if (root?.channel_id === channel.id) return root.thread_id ?? root.id;
  throw new RpcError("not_found", `There is no message "${threadId}" in #${channel.name}`, { path: "/threadId" });
}

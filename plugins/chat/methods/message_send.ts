import { type Context, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { ChannelRef } from "../domain/channel.ts";
import { newId } from "../domain/ids.ts";
import { Message, MessageContent, MessageId } from "../domain/message.ts";
import { type ChannelRow, setLastSeq } from "../store/channels.ts";
import { isMember, markRead } from "../store/members.ts";
import { insertMessage, messageByClientId, messageById, type MessageRow } from "../store/messages.ts";
import { nextSeq } from "../store/workspaces.ts";
import { requireWritable, visibleChannel } from "./_access.ts";
import { enter, hasUnknownHandles, mentionedPeople, refreshPeople } from "./_people.ts";
import { present, publishMessage } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";

const params = z.object({
  channel: ChannelRef,
  text: MessageContent.describe("Markdown; @handle mentions a person"),
  threadId: MessageId.optional().describe("The message that this one answers"),
  clientId: z.string().min(1).max(100).optional().describe(
    "Made by the sender: sending again with the same one answers the first message",
  ),
});

/** `chat.message.send` */
export const messageSend = method({
  summary: "Sends a message to a channel",
  roles: EVERYBODY,
  emits: ["chat.message.sent", "chat.mention.created"],
  params,
  result: Message,
  handler: (wanted, ctx) => {
    const once = () => ctx.db.transaction(() => send(ctx, wanted));
    if (!hasUnknownHandles(ctx, wanted.text)) return once();
    // Someone who was not here a moment ago may be meant; that the host cannot say now keeps nobody from sending.
    return ctx.background(refreshPeople)
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
  const seq = nextSeq(ctx.db, channel.workspace_id);
  const row: MessageRow = {
    id: newId("message"),
    channel_id: channel.id,
    seq,
    text: wanted.text,
    author_id: actor.id,
    author_name: actor.name,
    author_kind: actor.kind,
    created_at: new Date().toISOString(),
    edited_at: null,
    deleted_at: null,
    thread_id: wanted.threadId === undefined ? null : threadRoot(ctx, channel, wanted.threadId),
    client_id: wanted.clientId ?? null,
  };
  insertMessage(ctx.db, row);
  setLastSeq(ctx.db, channel.id, seq);
  // Who writes has read what is above.
  markRead(ctx.db, channel.id, actor.id, seq);
  const message = present(ctx, row);
  publishMessage(ctx, "sent", message);
  for (const person of mentionedPeople(ctx, wanted.text)) {
    if (person.id === actor.id || (channel.private && !isMember(ctx.db, channel.id, person.id))) continue;
    ctx.events.publish({
      type: "chat.mention.created",
      subject: channel.id,
      data: { message, user: person.id },
      audience: `room:${channel.id}`,
    });
  }
  return message;
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

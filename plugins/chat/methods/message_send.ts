import { type Context, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { type Actor, actorOf } from "../domain/actor.ts";
import { Actions } from "../domain/actions.ts";
import { ChannelRef } from "../domain/channel.ts";
import { type Attachment, MAX_FILES, Message, MessageContent, MessageId, Thumbnail } from "../domain/message.ts";
import { MAX_TEXT } from "../domain/text_limit.ts";
import type { ChannelRow } from "../store/channels.ts";
import { messageByClientId, messageById, type MessageRow } from "../store/messages.ts";
import { requireMayPost, requireWritable, visibleChannel } from "./_access.ts";
import { attach } from "./_files.ts";
import { ClientId } from "./_mutation.ts";
import { enter, hasUnknownHandles, refreshPeople } from "./_people.ts";
import { post } from "./_post.ts";
import { present } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";

const params = z.object({
  channel: ChannelRef,
  text: z.string().max(MAX_TEXT, `A message has at most ${MAX_TEXT} characters`).describe(
    "Markdown; @handle mentions a person or a group, @channel everybody, @here those who are there. Empty only with files",
  ),
  threadId: MessageId.optional().describe("The message that this one answers"),
  inChannel: z.boolean().optional().describe("An answer is shown in the channel as well"),
  files: z.array(z.string().min(1).max(100)).max(MAX_FILES, `A message has at most ${MAX_FILES} files`).optional()
    .describe(
      "Ids of what the caller has uploaded with POST /files/chat; whoever reads the channel may then read them",
    ),
  thumbnails: z.array(Thumbnail.extend({ file: z.string().min(1).max(100).describe("Which of the files it shows") }))
    .max(MAX_FILES).optional().describe(
      "Small pictures of pictures among the files, which the caller has uploaded as well: WebP, JPEG or PNG of at most 256 KiB",
    ),
  clientId: ClientId,
  actions: Actions.optional().describe(
    "Buttons under the message. Whoever presses one does so with chat.message.act, once; chat.message.acted tells it",
  ),
}).superRefine(({ text, files }, check) => {
  if (text === "" && files?.length) return;
  const { error } = MessageContent.safeParse(text);
  for (const { message } of error?.issues ?? []) check.addIssue({ code: "custom", message, path: ["text"] });
});

/** `chat.message.send` */
export const messageSend = method({
  summary: "Sends a message to a channel",
  examples: [{ params: { channel: "#general", text: "It's done, @bob" }, result: MESSAGE }],
  errors: ["not_found", "forbidden", "conflict", "precondition_failed"],
  roles: EVERYBODY,
  emits: [
    "chat.message.sent",
    "chat.mention.created",
    "chat.notification.created",
    "chat.thread.updated",
    "chat.file.attached",
  ],
  params,
  result: Message,
  handler: (wanted, ctx) => {
    const once = (files: Attachment[] = []) => ctx.db.transaction(() => send(ctx, wanted, files));
    if (wanted.files?.length) return sendWithFiles(ctx, wanted, once);
    if (!hasUnknownHandles(ctx, wanted.text, wanted.channel)) return once();
    // Someone who was not here a moment ago may be meant; that the host cannot say now keeps nobody from sending.
    return ctx.background((ctx) => refreshPeople(ctx))
      .catch((error) => ctx.log.warn("The host's people could not be read", { error }))
      .then(() => once());
  },
});

type Wanted = z.output<typeof params>;

/** The files get the channel's room as audience before there is a message: without the right to write they get nothing. */
async function sendWithFiles(
  ctx: Context,
  wanted: Wanted,
  once: (files?: Attachment[]) => Message,
): Promise<Message> {
  // Only reads: what is written is written in one go at the end.
  const actor = actorOf(ctx.caller);
  const channel = visibleChannel(ctx, actor, wanted.channel);
  if (!sentBefore(ctx, actor, wanted)) requireWritable(ctx, actor, channel);
  return once(await attach(ctx, channel.id, { ids: wanted.files!, thumbnails: wanted.thumbnails ?? [] }));
}

function send(ctx: Context, wanted: Wanted, files: Attachment[]): Message {
  const actor = enter(ctx);
  const channel = visibleChannel(ctx, actor, wanted.channel);
  const earlier = sentBefore(ctx, actor, wanted);
  if (earlier) return repeated(ctx, earlier, channel);
  requireWritable(ctx, actor, channel);
  const { text, clientId, actions, inChannel } = wanted;
  const threadId = wanted.threadId === undefined ? undefined : threadRoot(ctx, channel, wanted.threadId);
  if (threadId === undefined || inChannel) requireMayPost(ctx, actor, channel);
  return post(ctx, actor, channel, {
    text,
    files,
    ...(threadId === undefined ? {} : { threadId, inChannel: inChannel === true }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(actions === undefined ? {} : { actions }),
  });
}

function sentBefore(ctx: Context, actor: Actor, { clientId }: Wanted): MessageRow | undefined {
  return clientId === undefined ? undefined : messageByClientId(ctx.db, actor.id, clientId);
}

function repeated(ctx: Context, earlier: MessageRow, channel: ChannelRow): Message {
  if (earlier.channel_id === channel.id) return present(ctx, earlier);
  throw new RpcError("conflict", `The clientId "${earlier.client_id}" belongs to a message in another channel`, {
    path: "/clientId",
  });
}

/** Threads have one level: an answer to an answer belongs to the same thread. */
export function threadRoot(ctx: Context, channel: ChannelRow, threadId: string): string {
  const root = messageById(ctx.db, threadId);
  if (root?.channel_id === channel.id) return root.thread_id ?? root.id;
  throw new RpcError("not_found", `There is no message "${threadId}" in #${channel.name}`, { path: "/threadId" });
}

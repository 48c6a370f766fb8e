import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { isPerson } from "../domain/actor.ts";
import { type Message, presentReplies } from "../domain/message.ts";
import type { MessageRow } from "../store/messages.ts";
import { messageById } from "../store/messages.ts";
import { mutersOf } from "../store/mutes.ts";
import { personById } from "../store/people.ts";
import { joinThread, markThreadRead, threadSummaries } from "../store/threads.ts";
import { tellRoom } from "./_tell.ts";
import type { Named } from "./_mentions.ts";

/** Whoever answers, whom the answer names and who wrote the first message follow the thread, unless they had left it. */
export function answerInThread(ctx: Context, actor: Actor, answer: MessageRow, named: Named[]): void {
  const root = messageById(ctx.db, answer.thread_id!)!;
  // Who is called finds the answer unread; who wrote the first message has read nothing of the thread either.
  const muters = named.length > 0 ? mutersOf(ctx.db, answer.author_id) : undefined;
  for (const { userId } of named) if (!muters!.has(userId)) joinThread(ctx.db, userId, root, answer.seq - 1);
  if (root.author_id !== actor.id && personById(ctx.db, root.author_id)) {
    joinThread(ctx.db, root.author_id, root, answer.seq - 1);
  }
  if (isPerson(actor)) {
    joinThread(ctx.db, actor.id, root, answer.seq);
    markThreadRead(ctx.db, actor.id, root.id, answer.seq);
  }
  tellOfThread(ctx, root.id, root.channel_id, answer.seq);
}

/** Tells the room how many answers there are now. `rev` is the position of what changed that. */
export function tellOfThread(ctx: Context, rootId: string, channelId: string, rev: number): void {
  const summary = threadSummaries(ctx.db, [rootId]).get(rootId);
  tellRoom(ctx, channelId, "chat.thread.updated", {
    rootId,
    channelId,
    ...(summary ? { replies: presentReplies(summary) } : {}),
    rev,
  });
}

/** After an answer was deleted the first message shows another number. */
export function tellOfAnswer(ctx: Context, message: Message): void {
  if (message.threadId !== undefined) tellOfThread(ctx, message.threadId, message.channelId, message.rev);
}

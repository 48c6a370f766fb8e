import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { presentThreadState, type ThreadState } from "../domain/personal.ts";
import { channelById, type ChannelRow } from "../store/channels.ts";
import { messageById, type MessageRow } from "../store/messages.ts";
import { threadState } from "../store/threads.ts";
import { visibleMessage } from "./_access.ts";
import { change, tellOwn } from "./_tell.ts";

/** The first message of the thread that a message begins or belongs to. */
export function threadOf(ctx: Context, actor: Actor, id: string): { root: MessageRow; channel: ChannelRow } {
  const { message, channel } = visibleMessage(ctx, actor, id);
  return { root: message.thread_id === null ? message : messageById(ctx.db, message.thread_id)!, channel };
}

/** Where the caller is in a thread; nowhere is not following, and nothing of it is unread. */
export function stateIn(ctx: Context, actor: Actor, root: MessageRow): ThreadState {
  const row = threadState(ctx.db, actor.id, root.id);
  if (row) return presentThreadState(row);
  return { rootId: root.id, channelId: root.channel_id, following: false, lastReadSeq: 0, unread: 0, mentions: 0 };
}

/** Tells the caller's devices that they follow or have read a thread. */
export function tellOfState(ctx: Context, actor: Actor, root: MessageRow, what: "followed" | "read"): ThreadState {
  const rev = change(ctx, channelById(ctx.db, root.channel_id)!.workspace_id, {
    kind: "thread",
    ref: root.id,
    userId: actor.id,
  });
  const state = stateIn(ctx, actor, root);
  tellOwn(ctx, actor.id, `chat.thread.${what}`, { ...state, rev });
  return state;
}

import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import type { Message } from "../domain/message.ts";
import { messageById, pinnedMessages, setPinned } from "../store/messages.ts";
import { requireAlive, requireWritable, visibleMessage } from "./_access.ts";
import { present, publishMessage } from "./_publish.ts";
import { changeMessage } from "./_tell.ts";

/** Most pins of one channel. */
const MAX_PINS = 200;

/** Pins a message or takes the pin off; asked for what is so already it changes nothing. */
export function setPin(ctx: Context, actor: Actor, id: string, pinned: boolean): Message {
  const { message, channel } = visibleMessage(ctx, actor, id);
  requireAlive(message);
  requireWritable(ctx, actor, channel);
  if ((message.pinned_at !== null) === pinned) return present(ctx, message);
  if (pinned && pinnedMessages(ctx.db, channel.id, MAX_PINS).length >= MAX_PINS) {
    throw new RpcError("precondition_failed", `A channel has at most ${MAX_PINS} pins`, { reason: "too_many" });
  }
  setPinned(ctx.db, id, pinned ? { at: new Date().toISOString(), by: actor.id } : null);
  changeMessage(ctx, channel, id);
  const now = present(ctx, messageById(ctx.db, id)!);
  publishMessage(ctx, pinned ? "pinned" : "unpinned", now);
  return now;
}

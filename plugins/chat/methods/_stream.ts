import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type Message } from "../domain/message.ts";
import { MAX_TEXT } from "../domain/text_limit.ts";
import { channelById } from "../store/channels.ts";
import { finishText, messageById, type MessageRow } from "../store/messages.ts";
import { requireAlive, visibleMessage } from "./_access.ts";
import { broadcastBy } from "./_mentions.ts";
import { callAll } from "./_post.ts";
import { present, publishMessage } from "./_publish.ts";
import { indexText } from "./_search_index.ts";
import { changeMessage } from "./_tell.ts";

/** A message that the caller is writing piece by piece, or the reason why it is none. */
export function ownStream(ctx: Context, actor: Actor, id: string): MessageRow {
  const { message } = visibleMessage(ctx, actor, id);
  requireAlive(message);
  if (message.author_id !== actor.id) {
    throw new RpcError("forbidden", `Only ${message.author_name} writes this message`, { reason: "not_author" });
  }
  if (message.streaming) return message;
  throw new RpcError("precondition_failed", "The message is finished: chat.message.edit changes it", {
    reason: "finished",
  });
}

/** Throws `too_large` for a text that would become longer than a message may be. */
export function requireShort(text: string): void {
  if (text.length <= MAX_TEXT) return;
  throw new RpcError("too_large", `A message has at most ${MAX_TEXT} characters: go on in another one`, {
    path: "/text",
  });
}

/** Puts the last piece to a message and tells it as one that was sent whole. */
export function finishStream(ctx: Context, row: MessageRow, more: string): Message {
  const text = row.text + more;
  const kind = row.author_kind;
  const actor: Actor = { id: row.author_id, name: row.author_name, kind, role: kind === "agent" ? "agent" : "member" };
  finishText(ctx.db, row.id, { text: text.trim() === "" ? "…" : text, broadcast: broadcastBy(actor, text) });
  const channel = channelById(ctx.db, row.channel_id)!;
  changeMessage(ctx, channel, row.id);
  const written = messageById(ctx.db, row.id)!;
  indexText(ctx, written);
  const message = present(ctx, written);
  publishMessage(ctx, "edited", message);
  callAll(ctx, actor, channel, written, message);
  return message;
}

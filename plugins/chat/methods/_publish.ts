import type { Context } from "@bulkhead/plugin";
import { type Message, presentMessage } from "../domain/message.ts";
import { type MessageRow, reactionsOf } from "../store/messages.ts";

/** A message as it stands, with its reactions. */
export function present(ctx: Context, row: MessageRow): Message {
  return presentMessage(row, reactionsOf(ctx.db, row.id));
}

/** Tells the channel's room what became of a message; events of one channel keep their order. */
export function publishMessage(ctx: Context, what: "sent" | "edited" | "deleted", message: Message): void {
  ctx.events.publish({
    type: `chat.message.${what}`,
    subject: message.channelId,
    data: message,
    audience: `room:${message.channelId}`,
  });
}

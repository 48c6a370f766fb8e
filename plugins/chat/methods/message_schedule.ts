import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { SCHEDULED } from "../domain/examples.ts";
import { ChannelRef } from "../domain/channel.ts";
import { newId } from "../domain/ids.ts";
import { MessageContent, MessageId } from "../domain/message.ts";
import { presentScheduled, Scheduled } from "../domain/personal.ts";
import { putScheduled, scheduledOf } from "../store/personal.ts";
import { requireWritable, visibleChannel } from "./_access.ts";
import { armTimer, FutureTime, tellOfScheduled } from "./_due.ts";
import { ARCHIVED, NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { threadRoot } from "./message_send.ts";

/** `chat.message.schedule` */
export const messageSchedule = mutation("message.schedule", {
  summary: "Sends a message later",
  description: "In the caller's name, if they may still write there then; if not it stays with the reason in error.",
  examples: [{
    params: { channel: "#general", text: "Good morning", sendAt: "2027-01-01T08:00:00.000Z" },
    result: SCHEDULED,
  }],
  errors: ["not_found", NOT_MEMBER, ARCHIVED],
  roles: EVERYBODY,
  emits: ["chat.scheduled.changed", "chat.message.sent"],
  params: z.object({ channel: ChannelRef, text: MessageContent, threadId: MessageId.optional(), sendAt: FutureTime }),
  result: Scheduled,

  handler: ({ channel: ref, text, threadId, sendAt }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    requireWritable(ctx, actor, channel);
    if (scheduledOf(ctx.db, channel.workspace_id, actor.id, 200).length >= 200) {
      throw new RpcError("precondition_failed", "At most 200 messages of a workspace wait to be sent", {
        reason: "too_many",
      });
    }
    const row = {
      id: newId("scheduled"),
      user_id: actor.id,
      actor: JSON.stringify(actor),
      channel_id: channel.id,
      thread_id: threadId === undefined ? null : threadRoot(ctx, channel, threadId),
      text,
      send_at: new Date(sendAt).toISOString(),
      error: null,
    };
    putScheduled(ctx.db, row);
    tellOfScheduled(ctx, row, "set");
    armTimer(ctx);
    return presentScheduled(row);
  },
});

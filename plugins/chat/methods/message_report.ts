import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { newId } from "../domain/ids.ts";
import { MessageId } from "../domain/message.ts";
import { ModerationText, ReportReason } from "../domain/moderation.ts";
import { Time } from "../domain/time.ts";
import { insertReport, insertReported, openReported, reportBy } from "../store/moderation.ts";
import { requireAlive, visibleMessage } from "./_access.ts";
import { TOMBSTONED } from "./_errors.ts";
import { changeModeration, tellModerators } from "./_moderation.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.report` */
export const messageReport = mutation("message.report", {
  summary: "Reports a message to who moderates the workspace",
  description:
    "What it says is kept for them as it is now; of a private channel they see nothing else. Its author hears nothing of it. " +
    "Each person reports a message once: again it answers the same and changes nothing.",
  examples: [{
    params: { id: "message_0192", reason: "private_data", comment: "That is somebody's home address" },
    result: { id: "message_0192", reason: "private_data", reportedAt: "2026-11-20T09:30:00.000Z" },
  }],
  errors: ["not_found", "invalid_params", TOMBSTONED, {
    reason: "own_message",
    kind: "precondition_failed",
    message: "It is the caller's own message",
  }],
  roles: EVERYBODY,
  emits: ["chat.moderation.changed"],
  params: z.object({
    id: MessageId,
    reason: ReportReason,
    comment: ModerationText.default("").describe("What moderators should know; needed where the reason is other"),
  }),
  result: z.object({ id: z.string(), reason: ReportReason, reportedAt: Time }),
  handler: ({ id, reason, comment }, ctx, actor) => {
    const { message, channel } = visibleMessage(ctx, actor, id);
    const earlier = reportBy(ctx.db, id, actor.id);
    if (earlier) return { id, reason: earlier.reason, reportedAt: earlier.at };
    requireAlive(message);
    if (message.author_id === actor.id) {
      throw new RpcError("precondition_failed", "This message is your own", {
        reason: "own_message",
        hint: "chat.message.delete takes it down",
      });
    }
    if (reason === "other" && comment === "") {
      throw new RpcError("invalid_params", "Say in a few words what is wrong with it", { path: "/comment" });
    }
    const at = new Date().toISOString();
    const { workspace_id } = channel;
    const open = openReported(ctx.db, id), reportedId = open?.id ?? newId("report");
    const rev = changeModeration(ctx, workspace_id, reportedId);
    if (!open) {
      const { author_id, author_name, author_kind, created_at: sent_at, text, files } = message;
      const kept = { author_id, author_name, author_kind, sent_at, text, files };
      insertReported(ctx.db, {
        ...{ id: reportedId, workspace_id, seq: rev, message_id: id, channel_id: channel.id },
        ...kept,
      });
    }
    insertReport(ctx.db, {
      message_id: id,
      user_id: actor.id,
      user_name: actor.name,
      reported_id: reportedId,
      reason,
      comment,
      text: open === undefined || message.text === open.text ? null : message.text,
      at,
    });
    tellModerators(ctx, workspace_id, { id: reportedId, state: "open", rev });
    return { id, reason, reportedAt: at };
  },
});

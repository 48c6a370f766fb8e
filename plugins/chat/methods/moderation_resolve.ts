import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { REPORTED } from "../domain/examples.ts";
import { ModerationText, Reported } from "../domain/moderation.ts";
import { channelById } from "../store/channels.ts";
import { messageById } from "../store/messages.ts";
import { reportedById, setResolved } from "../store/moderation.ts";
import { deleteMessage } from "./_delete.ts";
import { changeModeration, presentFor, resolvable, tellModerators } from "./_moderation.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.moderation.resolve` */
export const moderationResolve = mutation("moderation.resolve", {
  summary: "Resolves a reported message: dismisses the reports, or takes the message down",
  description:
    "Who did it, when and with what note is kept. delete_message deletes it as chat.message.delete does, also where the " +
    "moderator may not read; one that is deleted already is only resolved. Reported again by others later it is a new one.",
  examples: [{
    params: { id: "report_0192", action: "dismiss", note: "Just a joke" },
    result: {
      ...REPORTED,
      state: "dismissed",
      note: "Just a joke",
      resolvedBy: { id: "user-alice", name: "Alice" },
      resolvedAt: "2026-11-20T10:00:00.000Z",
    },
  }],
  errors: ["not_found", { reason: "resolved", kind: "conflict", message: "Somebody was first" }],
  roles: INSIDERS,
  emits: ["chat.moderation.changed", "chat.message.deleted", "chat.thread.updated"],
  params: z.object({
    id: z.string().min(1).max(100).describe("Of what chat.moderation.list shows"),
    action: z.enum(["dismiss", "delete_message"]),
    note: ModerationText.default("").describe("For other moderators"),
  }),
  result: Reported,
  handler: ({ id, action, note }, ctx, actor) => {
    const row = resolvable(ctx, actor, id);
    if (row.state !== "open") {
      throw new RpcError("conflict", `${row.resolved_name} has resolved this already`, { reason: "resolved" });
    }
    const channel = channelById(ctx.db, row.channel_id);
    const message = messageById(ctx.db, row.message_id);
    if (action === "delete_message" && message?.deleted_at === null && channel?.workspace_id === row.workspace_id) {
      deleteMessage(ctx, actor, channel, message);
    }
    const state = action === "dismiss" ? "dismissed" : "deleted";
    setResolved(ctx.db, id, { state, note, by: actor, at: new Date().toISOString() });
    tellModerators(ctx, row.workspace_id, { id, state, rev: changeModeration(ctx, row.workspace_id, id) });
    return presentFor(ctx, actor, reportedById(ctx.db, id)!);
  },
});

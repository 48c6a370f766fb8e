import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { DRAFT } from "../domain/examples.ts";
import { ChannelRef } from "../domain/channel.ts";
import { MessageId } from "../domain/message.ts";
import { Draft, DraftText } from "../domain/personal.ts";
import { draft } from "../store/personal.ts";
import { visibleChannel } from "./_access.ts";
import { keepDraft } from "./_drafts.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { threadRoot } from "./message_send.ts";

/** `chat.draft.set` */
export const draftSet = mutation("draft.set", {
  summary: "Keeps a text that is not sent yet, for all devices of the caller",

  examples: [{ params: { channel: "#general", text: "I think" }, result: DRAFT }],
  errors: ["not_found", "conflict"],
  roles: EVERYBODY,
  emits: ["chat.draft.saved"],
  params: z.object({
    channel: ChannelRef,
    threadId: MessageId.optional(),
    text: DraftText.describe("Empty: there is none any more"),
    baseRev: z.int().min(0).optional().describe("rev of the draft that was changed: with a newer one it is refused"),
  }),
  result: Draft,

  handler: ({ channel: ref, threadId, text, baseRev }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    const thread = threadId === undefined ? "" : threadRoot(ctx, channel, threadId);
    const before = draft(ctx.db, actor.id, channel.id, thread);
    if (baseRev !== undefined && before !== undefined && before.rev > baseRev) {
      throw new RpcError("conflict", "Another device has changed this draft meanwhile", {
        reason: "draft",
        path: "/baseRev",
        hint: "chat.draft.list has the newer one",
      });
    }
    return keepDraft(ctx, actor, { channel, thread, text });
  },
});

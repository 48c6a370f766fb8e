import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { DRAFT } from "../domain/examples.ts";
import { ChannelRef } from "../domain/channel.ts";
import { MessageId } from "../domain/message.ts";
import { Draft, DraftText, presentDraft } from "../domain/personal.ts";
import { draft, putDraft } from "../store/personal.ts";
import { visibleChannel } from "./_access.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { change, tellOwn } from "./_tell.ts";
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
    const key = `${channel.id}/${thread}`;
    const rev = change(ctx, channel.workspace_id, { kind: "draft", ref: key, userId: actor.id });
    putDraft(ctx.db, {
      user_id: actor.id,
      channel_id: channel.id,
      thread_id: thread,
      text,
      rev,
      updated_at: new Date().toISOString(),
    });
    const now = presentDraft(draft(ctx.db, actor.id, channel.id, thread)!);
    tellOwn(ctx, actor.id, "chat.draft.saved", now);
    return now;
  },
});

import { z } from "zod";
import { DRAFT } from "../domain/examples.ts";
import { ChannelRef } from "../domain/channel.ts";
import { MessageId } from "../domain/message.ts";
import { Draft } from "../domain/personal.ts";
import { visibleChannel } from "./_access.ts";
import { keepDraft } from "./_drafts.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { threadRoot } from "./message_send.ts";

/** `chat.draft.delete` */
export const draftDelete = mutation("draft.delete", {
  summary: "Throws away a text that was not sent",
  description: "What the other devices of the caller show of it goes as well. Without one it changes nothing.",
  examples: [{ params: { channel: "#general" }, result: { ...DRAFT, text: "" } }],
  errors: ["not_found"],
  roles: EVERYBODY,
  emits: ["chat.draft.saved"],
  params: z.object({ channel: ChannelRef, threadId: MessageId.optional() }),
  result: Draft,

  handler: ({ channel: ref, threadId }, ctx, actor) => {
    const channel = visibleChannel(ctx, actor, ref);
    const thread = threadId === undefined ? "" : threadRoot(ctx, channel, threadId);
    return keepDraft(ctx, actor, { channel, thread, text: "" });
  },
});

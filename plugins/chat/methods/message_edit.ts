import { type Context, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { Actions } from "../domain/actions.ts";
import { Message, MessageContent, MessageId } from "../domain/message.ts";
import { messageById, type MessageRow, setActions, setText } from "../store/messages.ts";
import { requireAlive, requireWritable, visibleMessage } from "./_access.ts";
import { enter } from "./_people.ts";
import { present, publishMessage } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.edit` */
export const messageEdit = method({
  summary: "Changes the text or the buttons of one's own message",
  examples: [{ params: { id: "m-4kf81", text: "Hello *again*" } }],
  errors: ["not_found", "precondition_failed"],
  description: "Without actions the buttons stay. An empty list takes them away and leaves who pressed one; other " +
    "buttons are a new question, which can be answered again.",
  roles: EVERYBODY,
  emits: ["chat.message.edited"],
  params: z.object({ id: MessageId, text: MessageContent.optional(), actions: Actions.optional() })
    .refine(({ text, actions }) => text !== undefined || actions !== undefined, "Give text, actions or both"),
  result: Message,
  handler: ({ id, text, actions }, ctx) => {
    const actor = enter(ctx);
    const { message, channel } = visibleMessage(ctx, actor, id);
    requireAlive(message);
    if (message.author_id !== actor.id) {
      throw new RpcError("forbidden", `Only ${message.author_name} may change this message`, { reason: "not_author" });
    }
    if (message.approval !== null) {
      // What people agreed to is what the host has on record, so nobody writes another question above its buttons.
      throw new RpcError("precondition_failed", "This message shows an approval: its text is the host's", {
        reason: "approval",
      });
    }
    requireWritable(ctx, actor, channel);
    const changed = [
      text !== undefined && text !== message.text && rewrite(ctx, id, text),
      actions !== undefined && rearrange(ctx, message, actions),
    ];
    if (!changed.includes(true)) return present(ctx, message);
    const edited = present(ctx, messageById(ctx.db, id)!);
    publishMessage(ctx, "edited", edited);
    return edited;
  },
});

function rewrite(ctx: Context, id: string, text: string): true {
  setText(ctx.db, id, text, new Date().toISOString());
  return true;
}

/** False when the buttons are so already. */
function rearrange(
  ctx: Context,
  { id, actions: before, acted }: MessageRow,
  wanted: z.output<typeof Actions>,
): boolean {
  const actions = wanted.length === 0 ? null : JSON.stringify(wanted);
  if (actions === before) return false;
  setActions(ctx.db, id, { actions, acted: actions === null ? acted : null });
  return true;
}

import { type Context, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { Actions } from "../domain/actions.ts";
import { Message, MessageContent, MessageId } from "../domain/message.ts";
import type { Actor } from "../domain/actor.ts";
import type { ChannelRow } from "../store/channels.ts";
import { mentionsOf } from "../store/mentions.ts";
import { messageById, type MessageRow, setActions, setText } from "../store/messages.ts";
import { requireAlive, requireWritable, visibleMessage } from "./_access.ts";
import { broadcastBy, renewMentions } from "./_mentions.ts";
import { mutation } from "./_mutation.ts";
import { present, publishMessage } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";
import { forgetText, indexText } from "./_search_index.ts";
import { changeMessage, tellRoom } from "./_tell.ts";

/** `chat.message.edit` */
export const messageEdit = mutation("message.edit", {
  summary: "Changes the text or the buttons of one's own message",
  examples: [{ params: { id: "m-4kf81", text: "Hello *again*" }, result: MESSAGE }],
  errors: ["not_found", "forbidden", "conflict", "precondition_failed"],
  description: "Without actions the buttons stay. An empty list takes them away and leaves who pressed one; other " +
    "buttons are a new question, which can be answered again.",
  roles: EVERYBODY,
  emits: ["chat.message.edited", "chat.mention.created"],
  params: z.object({
    id: MessageId,
    text: MessageContent.optional(),
    actions: Actions.optional(),
    version: z.int().min(1).optional().describe(
      "The version that was changed: when there is a newer one it is refused",
    ),
  })
    .refine(({ text, actions }) => text !== undefined || actions !== undefined, "Give text, actions or both"),
  result: Message,
  handler: ({ id, text, actions, version }, ctx, actor) => {
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
    if (message.streaming) {
      throw new RpcError("precondition_failed", "The message is still being written", {
        reason: "streaming",
        hint: "Finish it with chat.message.stream.stop",
      });
    }
    if (version !== undefined && version !== message.version) {
      throw new RpcError("conflict", `The message has been changed meanwhile: it has version ${message.version}`, {
        reason: "version",
        path: "/version",
      });
    }
    const changed = [
      text !== undefined && text !== message.text && rewrite(ctx, actor, { message, channel, text }),
      actions !== undefined && rearrange(ctx, message, actions),
    ];
    if (!changed.includes(true)) return present(ctx, message);
    changeMessage(ctx, channel, id);
    const edited = present(ctx, messageById(ctx.db, id)!);
    publishMessage(ctx, "edited", edited);
    return edited;
  },
});

interface Rewriting {
  message: MessageRow;
  channel: ChannelRow;
  text: string;
}

function rewrite(ctx: Context, actor: Actor, { message, channel, text }: Rewriting): true {
  forgetText(ctx, message);
  setText(ctx.db, message, { text, editedAt: new Date().toISOString(), broadcast: broadcastBy(actor, text) });
  const row = messageById(ctx.db, message.id)!;
  indexText(ctx, row);
  const before = new Set(mentionsOf(ctx.db, message.seq, 10_000).map(({ user_id }) => user_id));
  const named = renewMentions(ctx, actor, channel, row, before);
  const now = present(ctx, row);
  for (const { userId } of named) tellRoom(ctx, channel.id, "chat.mention.created", { message: now, user: userId });
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

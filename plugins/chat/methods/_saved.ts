import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import type { ChannelRow } from "../store/channels.ts";
import type { MessageRow } from "../store/messages.ts";
import { putSaved, saved } from "../store/personal.ts";
import { change, tellOwn } from "./_tell.ts";

/** Saves a message for later, or marks it as done, and tells the caller's devices. */
export function setSaved<S extends "saved" | "done">(
  ctx: Context,
  actor: Actor,
  { message, channel }: { message: MessageRow; channel: ChannelRow },
  state: S,
) {
  const now = new Date().toISOString(), messageId = message.id, workspaceId = channel.workspace_id;
  const rev = change(ctx, workspaceId, { kind: "saved", ref: messageId, userId: actor.id });
  putSaved(ctx.db, actor.id, {
    message_id: messageId,
    saved_at: saved(ctx.db, actor.id, messageId)?.saved_at ?? now,
    done_at: state === "done" ? now : null,
    seq: rev,
  });
  tellOwn(ctx, actor.id, "chat.saved.changed", { messageId, state, workspaceId, rev });
  return { messageId, state, rev };
}

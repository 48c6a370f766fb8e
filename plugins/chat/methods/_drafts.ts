import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type Draft, presentDraft } from "../domain/personal.ts";
import type { ChannelRow } from "../store/channels.ts";
import { draft, putDraft } from "../store/personal.ts";
import { change, tellOwn } from "./_tell.ts";

/** Keeps the text of a draft and tells the person's devices; an empty one is none any more. */
export function keepDraft(
  ctx: Context,
  actor: Actor,
  { channel, thread, text }: { channel: ChannelRow; thread: string; text: string },
): Draft {
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
}

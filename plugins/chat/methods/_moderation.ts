import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { presentReported, type Reported, SHOWN_REPORTS } from "../domain/moderation.ts";
import { channelById } from "../store/channels.ts";
import { messageById } from "../store/messages.ts";
import { countOpenReported, reportedById, type ReportedRow, reportsOf } from "../store/moderation.ts";
import { maySee } from "./_access.ts";
import { change } from "./_tell.ts";
import { moderatesIn, moderatorAudience } from "./_workspaces.ts";

/** A reported message that the actor may resolve. One that they may not know of is `not_found`, and so is one of their own. */
export function resolvable(ctx: Context, actor: Actor, id: string): ReportedRow {
  const row = reportedById(ctx.db, id);
  if (row && row.author_id !== actor.id && moderatesIn(ctx, actor, row.workspace_id)) return row;
  throw new RpcError("not_found", `There is no reported message "${id}" that you could resolve`, {
    path: "/id",
    hint: "chat.moderation.list shows what was reported",
  });
}

/** A reported message as this moderator may see it. */
export function presentFor(ctx: Context, actor: Actor, row: ReportedRow): Reported {
  const channel = channelById(ctx.db, row.channel_id);
  const message = messageById(ctx.db, row.message_id);
  // A deleted channel has a row of its id alone, in no workspace.
  const there = channel?.workspace_id === row.workspace_id ? channel : undefined;
  return presentReported(row, reportsOf(ctx.db, row.id, SHOWN_REPORTS), {
    channel: there,
    visible: there !== undefined && maySee(ctx, actor, there),
    deleted: message === undefined || message.deleted_at !== null,
  });
}

/** What waits for a moderator; undefined for who is none. */
export function moderationFor(ctx: Context, actor: Actor, workspaceId: string): { open: number } | undefined {
  if (!moderatesIn(ctx, actor, workspaceId)) return undefined;
  return { open: countOpenReported(ctx.db, workspaceId, actor.id) };
}

/** Takes the position of a change to what moderators see. */
export function changeModeration(ctx: Context, workspaceId: string, id: string): number {
  return change(ctx, workspaceId, { kind: "moderation", ref: id });
}

/** Tells moderators that what waits is different. What was reported, and by whom, they read with chat.moderation.list. */
export function tellModerators(
  ctx: Context,
  workspaceId: string,
  what: Pick<ReportedRow, "id" | "state"> & { rev: number },
): void {
  ctx.events.publish({
    type: "chat.moderation.changed",
    subject: workspaceId,
    data: { workspaceId, id: what.id, state: what.state, rev: what.rev },
    audience: moderatorAudience(ctx, workspaceId),
  });
}

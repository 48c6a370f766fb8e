import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type CustomEmoji, presentEmoji } from "../domain/directory.ts";
import { emojiByName, type EmojiRow, insertEmoji } from "../store/directory.ts";
import { change, tellWorkspace } from "./_tell.ts";

/** Adds an emoji of the workspace's own and tells everybody. */
export function putEmoji(
  ctx: Context,
  actor: Actor,
  wanted: Pick<EmojiRow, "workspace_id" | "name" | "file_id" | "alias_of">,
): CustomEmoji {
  if (emojiByName(ctx.db, wanted.workspace_id, wanted.name)) {
    throw new RpcError("conflict", `There is an emoji ":${wanted.name}:" already`, { path: "/name" });
  }
  const row: EmojiRow = { ...wanted, created_by: actor.id, created_at: new Date().toISOString() };
  insertEmoji(ctx.db, row);
  const emoji = presentEmoji(row);
  const rev = change(ctx, row.workspace_id, { kind: "emoji", ref: row.name });
  tellWorkspace(ctx, row.workspace_id, "chat.emoji.changed", { subject: row.name, emoji, state: "added", rev });
  return emoji;
}

import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import type { TextSnippet } from "../domain/text_snippet.ts";
import { snippet, type SnippetRow } from "../store/snippets.ts";
import { EVERYWHERE } from "../store/workspaces.ts";
import { change, tellOwn } from "./_tell.ts";

/** One of the caller's snippets. Somebody else's is `not_found`. */
export function ownSnippet(ctx: Context, actor: Actor, id: string): SnippetRow {
  const row = snippet(ctx.db, actor.id, id);
  if (row) return row;
  throw new RpcError("not_found", `You have no snippet "${id}"`, {
    path: "/id",
    hint: "chat.snippet.list shows which you have",
  });
}

/** Tells the caller's devices what became of a snippet. */
export function tellSnippet(
  ctx: Context,
  actor: Actor,
  id: string,
  what: { state: "set"; snippet: TextSnippet } | { state: "deleted" },
): void {
  const rev = change(ctx, EVERYWHERE, { kind: "snippet", ref: id, userId: actor.id });
  tellOwn(ctx, actor.id, "chat.snippet.changed", { id, ...what, rev });
}

import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { presentSection, type Section } from "../domain/personal.ts";
import { section, type SectionRow, sections } from "../store/personal.ts";
import { isInWorkspace } from "../store/workspace_members.ts";
import { change, tellOwn } from "./_tell.ts";

/** Most sections of one person. */
export const MAX_SECTIONS = 100;

/** Tells somebody's devices which sections there are now. */
export function tellSections(ctx: Context, actor: Actor, workspaceId: string, id: string): Section[] {
  const items = sections(ctx.db, workspaceId, actor.id).map(presentSection);
  tellOwn(ctx, actor.id, "chat.section.changed", {
    items,
    workspaceId,
    rev: change(ctx, workspaceId, { kind: "section", ref: id, userId: actor.id }),
  });
  return items;
}

/** A section of the caller's, or `not_found`. */
export function ownSection(ctx: Context, actor: Actor, id: string, path = "/id"): SectionRow {
  const row = section(ctx.db, actor.id, id);
  if (row && isInWorkspace(ctx.db, row.workspace_id, actor.id)) return row;
  throw new RpcError("not_found", `You have no section "${id}"`, { path, hint: "chat.section.list shows yours" });
}

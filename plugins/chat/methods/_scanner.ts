import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { channelById } from "../store/channels.ts";
import { fileById, type FileRow } from "../store/files.ts";
import { defaultWorkspaceId } from "../store/workspaces.ts";
import { isInWorkspace } from "../store/workspace_members.ts";
import { moderatesIn } from "./_workspaces.ts";

/** The plugin that looks through attached files, which an admin names in the settings; no other reads what is not in its channels. */
export function isScanner(ctx: Context, actor: Actor): boolean {
  const { fileScanner = "" } = ctx.settings as { fileScanner?: string };
  return fileScanner !== "" && actor.id === `plugin:${fileScanner}`;
}

/**
 * An attached file, for the scanner and admins of its workspace. Throws `forbidden`, or `not_found` for what hangs on no message
 * or in a workspace that the actor is not in.
 */
export function fileToJudge(ctx: Context, actor: Actor, id: string): FileRow {
  const row = fileById(ctx.db, id);
  const workspaceId = row && channelById(ctx.db, row.channel_id)?.workspace_id;
  const judges = isScanner(ctx, actor) || moderatesIn(ctx, actor, workspaceId ?? defaultWorkspaceId(ctx.db));
  const foreign = workspaceId !== undefined && !isScanner(ctx, actor) &&
    !isInWorkspace(ctx.db, workspaceId, actor.id);
  if (!judges && !foreign) {
    throw new RpcError("forbidden", "Only admins and the plugin that looks through files may do that", {
      hint: "An admin names that plugin in chat's setting fileScanner",
    });
  }
  if (row && !foreign) return row;
  throw new RpcError("not_found", `There is no file "${id}" on a message`, { path: "/id" });
}

import { type Context, RpcError } from "@bulkhead/plugin";
import { type Actor, moderates } from "../domain/actor.ts";
import { fileById, type FileRow } from "../store/files.ts";

/** The plugin that looks through attached files, which an admin names in the settings; no other reads what is not in its channels. */
export function isScanner(ctx: Context, actor: Actor): boolean {
  const { fileScanner = "" } = ctx.settings as { fileScanner?: string };
  return fileScanner !== "" && actor.id === `plugin:${fileScanner}`;
}

/** An attached file, for the scanner and admins. Throws `forbidden`, or `not_found` for what hangs on no message. */
export function fileToJudge(ctx: Context, actor: Actor, id: string): FileRow {
  if (!isScanner(ctx, actor) && !moderates(actor.role)) {
    throw new RpcError("forbidden", "Only admins and the plugin that looks through files may do that", {
      hint: "An admin names that plugin in chat's setting fileScanner",
    });
  }
  const row = fileById(ctx.db, id);
  if (row) return row;
  throw new RpcError("not_found", `There is no file "${id}" on a message`, { path: "/id" });
}

import { type Context, RpcError } from "@bulkhead/plugin";
import type { z } from "zod";
import { actorOf } from "../domain/actor.ts";
import { newId } from "../domain/ids.ts";
import { emptyReport, type ImportKind } from "../domain/import_report.ts";
import { ZipFault } from "../domain/zip.ts";
import { importById, putImport } from "../store/imports.ts";
import { armImport, openArchive } from "./_import.ts";
import type { Archive } from "./_import_step.ts";
import { type Import, presentImport } from "./_import_view.ts";
import { once } from "./_mutation.ts";
import { enter } from "./_people.ts";
import { requireAdmin, workspaceOf } from "./_workspaces.ts";

export interface BeginOptions {
  /** Id of the caller's upload. */
  file: string;
  workspaceId: string | undefined;
  clientId: string | undefined;
  /** Throws {@linkcode ZipFault} for an archive of something else. */
  check(archive: Archive): Promise<void> | void;
}

/** Looks into an archive that the caller has uploaded, and has the job begin. */
export async function beginImport(
  ctx: Context,
  kind: ImportKind,
  { file, workspaceId, clientId, check }: BeginOptions,
): Promise<z.output<typeof Import>> {
  const workspace = workspaceOf(ctx, actorOf(ctx.caller), workspaceId);
  requireAdmin(ctx, actorOf(ctx.caller), workspace);
  const known = await ctx.files.uploads.get(file);
  if (!known || known.owner !== ctx.caller.id) {
    throw new RpcError("not_found", `There is no file "${file}" that you have uploaded`, { path: "/file" });
  }
  try {
    await check(await openArchive(ctx, file, kind));
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
    throw new RpcError("precondition_failed", error.message, { reason: "archive", path: "/file" });
  }
  await ctx.files.uploads.keep(file, "owner");
  return ctx.db.transaction(() => {
    const actor = enter(ctx);
    return once(ctx, actor, { method: `import.${kind}`, clientId }, () => {
      const id = newId("import");
      putImport(ctx.db, {
        id,
        file_id: file,
        actor: JSON.stringify(actor),
        state: "running",
        next: 0,
        total: 0,
        report: JSON.stringify(emptyReport(kind)),
        error: null,
        at: new Date().toISOString(),
        kind,
        file_name: known.name.slice(0, 200),
        place: null,
        workspace_id: workspace.id,
      });
      armImport(ctx, id);
      return presentImport(importById(ctx.db, id)!);
    });
  });
}

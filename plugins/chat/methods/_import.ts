import { type Context, RpcError } from "@bulkhead/plugin";
import type { ImportKind } from "../domain/import_report.ts";
import { type ByteSource, readDirectory, ZipFault, type ZipLimits } from "../domain/zip.ts";
import { pruneChanges } from "../store/changes.ts";
import { dropParts, importById, type ImportRow, putImport } from "../store/imports.ts";
import { positionIn, workspaceBy } from "../store/workspaces.ts";
import { takeMattermost } from "./_import_mattermost.ts";
import { takeSlack } from "./_import_slack.ts";
import type { Archive, ImportStep } from "./_import_step.ts";
import { tellImport } from "./_import_view.ts";
import { indexRest } from "./_search_index.ts";
import { audienceIn } from "./_workspaces.ts";

/** The durable schedule that takes archives over. */
export const IMPORT = "import";
/** One run works so long, then another follows: a run that is cut off does little again. */
const RUN_MS = 8_000;

const STEPS: Record<ImportKind, ImportStep> = { slack: takeSlack, mattermost: takeMattermost };

/** Has the job begin, or go on. */
export function armImport(ctx: Context, id: string): void {
  ctx.schedule.set(`${IMPORT}:${id.slice(id.indexOf("_") + 1)}`, { at: new Date() }, { id });
}

/** Takes over as much of an archive as fits into one run. */
export async function runImport({ data }: { data: { id: string } }, ctx: Context): Promise<void> {
  const { id } = data;
  const row = importById(ctx.db, id);
  if (row?.state !== "running" || !workspaceBy(ctx.db, row.workspace_id)) return;
  try {
    const archive = await openArchive(ctx, row.file_id, row.kind);
    const now = await STEPS[row.kind](ctx, row, { archive, until: Date.now() + RUN_MS });
    ctx.db.transaction(() => isOver(now) ? finish(ctx, now) : armImport(ctx, id));
  } catch (error) {
    if (!(error instanceof ZipFault) && !(error instanceof RpcError)) throw error;
    ctx.db.transaction(() => putImport(ctx.db, { ...importById(ctx.db, id)!, state: "failed", error: error.message }));
    dropParts(ctx.db, id);
  }
  tellImport(ctx, importById(ctx.db, id)!);
}

function isOver({ next, total }: ImportRow): boolean {
  return total > 0 && next > total - 1;
}

/** An export of Mattermost is one long file of lines, which is never held as a whole, with the files beside it. */
const LIMITS: Record<ImportKind, ZipLimits> = {
  slack: {},
  mattermost: { maxEntryBytes: 8 * 1024 ** 3 },
};

/** The archive that somebody uploaded. Throws {@linkcode ZipFault} for one that is not to be read. */
export async function openArchive(ctx: Context, fileId: string, kind: ImportKind): Promise<Archive> {
  const { uploads } = ctx.files;
  const file = await uploads.get(fileId);
  if (!file) throw new RpcError("not_found", `There is no file "${fileId}"`, { path: "/file" });
  const source: ByteSource = {
    sizeBytes: file.sizeBytes,
    read: async (from, to) =>
      new Uint8Array(await new Response(await uploads.stream(fileId, { from, to })).arrayBuffer()),
  };
  return { source, entries: await readDirectory(source, LIMITS[kind]) };
}

function finish(ctx: Context, row: ImportRow): void {
  putImport(ctx.db, { ...row, state: "done" });
  const { id, name, slug, description, access } = workspaceBy(ctx.db, row.workspace_id)!;
  const { seq } = positionIn(ctx.db, id);
  // A million new messages are not told one by one: who was away starts anew.
  pruneChanges(ctx.db, id, seq);
  const told = { id, name, slug, description, access, rev: seq };
  ctx.events.publish({ type: "chat.workspace.updated", subject: id, data: told, audience: audienceIn(ctx, id) });
  indexRest(ctx);
}

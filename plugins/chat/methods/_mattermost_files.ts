import { type Context, RpcError, type Upload } from "@bulkhead/plugin";
import { type ImportReport, leave } from "../domain/import_report.ts";
import { plain } from "../domain/mattermost_export.ts";
import type { Attachment } from "../domain/message.ts";
import { typeOfName } from "../domain/media_type.ts";
import { isRefused } from "../domain/refused_files.ts";
import { streamEntry, type ZipEntry } from "../domain/zip.ts";
import { importName, putImportName } from "../store/imports.ts";
import { refusedFiles } from "./_files.ts";
import type { Archive } from "./_import_step.ts";

/** Largest file that is taken over, as everywhere. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;
const FILE = "mattermost-file";

/** The files of an archive below its folder `data/`, by their paths. */
export function filesOf({ entries }: Archive): Map<string, ZipEntry> {
  const files = new Map<string, ZipEntry>();
  for (const entry of entries) {
    // Of two with one name the first counts.
    if (entry.name.startsWith("data/") && !files.has(entry.name.slice(5))) files.set(entry.name.slice(5), entry);
  }
  return files;
}

/** Stores a file of the archive for a channel; undefined when it is left, which `report` hears. Twice is once. */
export async function storeFile(
  ctx: Context,
  report: ImportReport,
  { archive, entry, path, channelId, workspaceId }: {
    archive: Archive;
    entry: ZipEntry | undefined;
    path: string;
    channelId: string;
    workspaceId: string;
  },
): Promise<Attachment | undefined> {
  const name = plain(path.split("/").at(-1)!, 200) || "file";
  const key = `${channelId}/${path}`;
  const names = { workspaceId, kind: FILE };
  const earlier = importName(ctx.db, names, key)?.id;
  const known = earlier ? await ctx.files.uploads.get(earlier) : undefined;
  if (known) return attachment(known);
  if (!entry) return void leave(report, "files that the archive does not hold");
  if (entry.sizeBytes > MAX_FILE_BYTES) return void leave(report, "files larger than 512 MB");
  if (isRefused(name, refusedFiles(ctx))) return void leave(report, "files of a kind that is not taken here");
  const stored = await store(ctx, report, {
    name,
    type: typeOfName(name),
    content: await streamEntry(archive.source, entry),
    audience: `room:${channelId}`,
  });
  // Known before its message is: who begins again does not store it again.
  if (stored) putImportName(ctx.db, names, key, { id: stored.id, name });
  return stored && attachment(stored);
}

/** Stores bytes; undefined when there is no room for them. */
export async function store(
  ctx: Context,
  report: ImportReport,
  file: Parameters<Context["files"]["uploads"]["create"]>[0],
): Promise<Upload | undefined> {
  try {
    return await ctx.files.uploads.create(file);
  } catch (error) {
    if (!(error instanceof RpcError) || error.kind !== "too_large") throw error;
    return void leave(report, "files for which there is no room");
  }
}

function attachment({ id, name, type, sizeBytes }: Upload): Attachment {
  return { id, name, type, sizeBytes };
}

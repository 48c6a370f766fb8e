import { type Context, type DavEntry, type DavFile, type DavListResult, RpcError } from "@bulkhead/plugin";
import { type Actor, seesPublicChannels } from "../domain/actor.ts";
import { dayHeading } from "../domain/day_text.ts";
import { markedFileName, safeFileName } from "../domain/file_name.ts";
import type { Attachment } from "../domain/message.ts";
import { channelByName } from "../store/channels.ts";
import { dayOf, type DayRow, daysAfter, directFoldersAfter, foldersAfter } from "../store/days.ts";
import { fileByName, filesByName, type NamedFileRow, nameFile, unnamedFiles } from "../store/files.ts";
import { defaultWorkspace, listWorkspaces, type WorkspaceRow } from "../store/workspaces.ts";
import { maySee } from "./_access.ts";
import { daySize } from "./_day.ts";
import { noWorkspace, roleIn, workspaceOf } from "./_workspaces.ts";

const PAGE = 200;
/** A page of days ends after so long: those whose size is not known yet are read for it. */
const PAGE_MS = 1_000;
/** The folder of what is attached. */
export const FILES = "files";
const DAY = /^(\d{4}-\d{2}-\d{2})\.md$/;
/** The text of a day is made anew when its form changes, although nothing in it did. */
const FORM = 1;
/** Longest name of a direct conversation's folder that is made of handles. */
const MAX_DIRECT = 100;

/** A channel as a folder. */
export interface Folder {
  id: string;
  /** As the folder is called: the channel's name, or `@` and the handles of the others. */
  name: string;
  heading: string;
  createdAt: string;
}

/** What the folder of a workspace begins with: those of channels and conversations never do. */
const SPACE = "~";

/** Other workspaces are folders beside the channels of the first. Answers which is meant, and the path in it. */
export function spaceOf(ctx: Context, actor: Actor, path: string[]): { workspace: WorkspaceRow; rest: string[] } {
  const [name, ...rest] = path;
  if (!name?.startsWith(SPACE)) return { workspace: defaultWorkspace(ctx.db), rest: path };
  const found = listWorkspaces(ctx.db).find((row) => !row.first && row.slug === name.slice(SPACE.length));
  if (!found) throw noWorkspace(name, "/path");
  return { workspace: workspaceOf(ctx, actor, found.id, "/path"), rest };
}

/** The folders of the other workspaces that somebody is in. */
export function spaceFolders(ctx: Context, actor: Actor): DavEntry[] {
  return listWorkspaces(ctx.db).filter((row) => !row.first && roleIn(ctx, actor, row) !== undefined)
    .map((row) => ({ kind: "folder", name: `${SPACE}${row.slug}`, modifiedAt: row.created_at }));
}

/** Channels of a workspace by name, then direct conversations. */
export function channelFolders(
  ctx: Context,
  actor: Actor,
  { id: workspaceId }: Pick<WorkspaceRow, "id">,
  cursor: string,
): Pick<DavListResult, "items" | "nextCursor"> {
  if (!cursor.startsWith("@")) {
    const rows = foldersAfter(ctx.db, workspaceId, actor.id, {
      publicToo: seesPublicChannels(actor.role),
      afterName: cursor,
      limit: PAGE,
    });
    const items = rows.map((row): DavEntry => ({ kind: "folder", name: row.name, modifiedAt: row.created_at }));
    return { items, nextCursor: rows.length === PAGE ? rows.at(-1)!.name : "@" };
  }
  const rows = directFoldersAfter(ctx.db, workspaceId, actor.id, cursor.slice(1), PAGE);
  const items = rows.map((row): DavEntry => ({ kind: "folder", name: directName(row), modifiedAt: row.created_at }));
  return rows.length === PAGE ? { items, nextCursor: `@${rows.at(-1)!.id}` } : { items };
}

/** What somebody sees is decided here: a channel that they may not read is not there. */
export function folderOf(
  ctx: Context,
  actor: Actor,
  { id: workspaceId }: Pick<WorkspaceRow, "id">,
  name: string,
): Folder {
  if (name.startsWith("@")) {
    for (let after = "", more = true; more;) {
      const rows = directFoldersAfter(ctx.db, workspaceId, actor.id, after, PAGE);
      const found = rows.find((row) => directName(row) === name);
      if (found) return { id: found.id, name, heading: name, createdAt: found.created_at };
      more = rows.length === PAGE;
      after = rows.at(-1)?.id ?? "";
    }
    throw notThere([name]);
  }
  const channel = channelByName(ctx.db, workspaceId, name);
  if (channel?.kind !== "channel" || !maySee(ctx, actor, channel)) throw notThere([name]);
  return { id: channel.id, name, heading: `#${name}`, createdAt: channel.created_at };
}

/** By the handles of the others: they are nobody else's, and change with nobody's name. */
function directName({ id, handles }: { id: string; handles: string }): string {
  const others = JSON.parse(handles) as (string | null)[];
  const name = `@${others.length === 0 ? "(me)" : others.sort().join("+")}`;
  return others.includes(null) || name.length > MAX_DIRECT ? `@${id}` : name;
}

/** Days, the oldest first, and before them the folder of files where there are any. */
export async function days(
  ctx: Context,
  folder: Folder,
  cursor: string,
): Promise<Pick<DavListResult, "items" | "nextCursor">> {
  const items: DavEntry[] = [];
  if (cursor === "" && filesByName(ctx.db, folder.id, "", 1).length > 0) items.push({ kind: "folder", name: FILES });
  const until = performance.now() + PAGE_MS;
  const rows = daysAfter(ctx.db, folder.id, cursor, PAGE);
  for (const row of rows) {
    if (await daySize(ctx, row) > 0) items.push(await presentDay(ctx, folder, row));
    if (performance.now() > until) return { items, nextCursor: row.day };
  }
  return rows.length === PAGE ? { items, nextCursor: rows.at(-1)!.day } : { items };
}

/** A day by the name of its file. */
export function dayAt(ctx: Context, folder: Folder, name: string): DayRow {
  const [, day] = DAY.exec(name) ?? [];
  const row = day === undefined ? undefined : dayOf(ctx.db, folder.id, day);
  if (!row || row.size_bytes === 0) throw notThere([folder.name, name]);
  return row;
}

/** A day as a file. Its size is worked out when it is not known. */
export async function presentDay(ctx: Context, folder: Folder, row: DayRow): Promise<DavFile> {
  const size = await daySize(ctx, row);
  if (size === 0) throw notThere([folder.name, `${row.day}.md`]);
  return {
    kind: "file",
    name: `${row.day}.md`,
    sizeBytes: new TextEncoder().encode(dayHeading(folder.heading, row.day)).length + size,
    etag: etagOf(folder, row),
    modifiedAt: row.changed_at,
    type: "text/markdown; charset=utf-8",
  };
}

/** The heading names the channel, whose name may change. */
export function etagOf(folder: Folder, row: DayRow): string {
  return `${folder.id}-${encodeURIComponent(folder.name)}-${row.day}-${row.rev}-${FORM}`.slice(-200);
}

/** What is attached, by name. */
export function files(ctx: Context, folder: Folder, cursor: string): Pick<DavListResult, "items" | "nextCursor"> {
  const rows = filesByName(ctx.db, folder.id, cursor, PAGE);
  const items = rows.map(presentFile);
  return rows.length === PAGE ? { items, nextCursor: rows.at(-1)!.file_name } : { items };
}

/** What is attached under a name. */
export function fileAt(ctx: Context, folder: Folder, name: string): NamedFileRow {
  const row = fileByName(ctx.db, folder.id, name);
  if (!row) throw notThere([folder.name, FILES, name]);
  return row;
}

/** The same as a file. */
export function presentFile(row: NamedFileRow): DavFile {
  const { sizeBytes, type } = (JSON.parse(row.files) as Attachment[]).find(({ id }) => id === row.file_id)!;
  return { kind: "file", name: row.file_name, sizeBytes, etag: row.file_id, modifiedAt: row.created_at, type };
}

/** Names what has come since somebody looked last. One that is taken gets a mark of the file's own, which stays. */
export function nameFiles(ctx: Context, channelId: string): void {
  for (let more = true; more;) {
    const rows = unnamedFiles(ctx.db, channelId, PAGE);
    if (rows.length === 0) return;
    ctx.db.transaction(() => {
      for (const { file_id, files } of rows) {
        const file = (JSON.parse(files ?? "[]") as Attachment[]).find(({ id }) => id === file_id);
        const name = safeFileName(file?.name ?? "file");
        const taken = nameFile(ctx.db, channelId, file_id, name) ||
          nameFile(ctx.db, channelId, file_id, markedFileName(name, file_id.slice(-8)));
        if (!taken) nameFile(ctx.db, channelId, file_id, markedFileName(name, file_id));
      }
    });
    more = rows.length === PAGE;
  }
}

/** Also for what is there and not to be seen. */
export function notThere(path: string[]): RpcError {
  return new RpcError("not_found", `There is nothing at "${path.join("/")}" that you can see`, { path: "/path" });
}

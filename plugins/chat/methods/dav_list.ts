import {
  type Context,
  type DavEntry,
  davList as davListMethod,
  type DavListParams,
  type DavListResult,
} from "@bulkhead/plugin";
import {
  channelFolders,
  dayAt,
  days,
  fileAt,
  FILES,
  files,
  folderOf,
  nameFiles,
  notThere,
  presentDay,
  presentFile,
  spaceFolders,
  spaceOf,
} from "./_dav.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.dav.list` */
export const davList = davListMethod({ roles: EVERYBODY, list });

/** What `/dav/chat/…` holds: a folder for each channel and other workspace, in it a file for each day and the folder `files`. */
async function list({ path, depth, cursor = "" }: DavListParams, ctx: Context): Promise<DavListResult> {
  const actor = ctx.db.transaction(() => enter(ctx));
  const { workspace, rest } = spaceOf(ctx, actor, path);
  const [channel, name, file, ...deeper] = rest;
  if (channel === undefined) {
    const self: DavEntry = { kind: "folder", name: path[0] ?? "chat" };
    if (depth === 0) return { self, items: [] };
    const { items, ...more } = channelFolders(ctx, actor, workspace, cursor);
    // The first page begins with the other workspaces.
    return {
      self,
      items: path.length === 0 && cursor === "" ? [...spaceFolders(ctx, actor), ...items] : items,
      ...more,
    };
  }
  const folder = folderOf(ctx, actor, workspace, channel);
  nameFiles(ctx, folder.id);
  if (name === undefined) {
    const self: DavEntry = { kind: "folder", name: folder.name, modifiedAt: folder.createdAt };
    return depth === 0 ? { self, items: [] } : { self, ...await days(ctx, folder, cursor) };
  }
  if (name === FILES && file === undefined) {
    const self: DavEntry = { kind: "folder", name: FILES };
    return depth === 0 ? { self, items: [] } : { self, ...files(ctx, folder, cursor) };
  }
  if (name === FILES && deeper.length === 0) {
    return { self: presentFile(fileAt(ctx, folder, file!)), items: [] };
  }
  if (file === undefined) return { self: await presentDay(ctx, folder, dayAt(ctx, folder, name)), items: [] };
  throw notThere(path);
}

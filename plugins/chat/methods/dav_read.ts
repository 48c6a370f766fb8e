import { type Context, davRead as davReadMethod, type DavReadParams, type DavReadResult } from "@bulkhead/plugin";
import { dayHeading } from "../domain/day_text.ts";
import { dayAt, etagOf, fileAt, FILES, folderOf, nameFiles, notThere, spaceOf } from "./_dav.ts";
import { dayPiece } from "./_day.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.dav.read` */
export const davRead = davReadMethod({ roles: EVERYBODY, read });

/** A day's text piece by piece, or which file it is. */
function read({ path, cursor }: DavReadParams, ctx: Context): DavReadResult {
  const actor = ctx.db.transaction(() => enter(ctx));
  const { workspace, rest } = spaceOf(ctx, actor, path);
  const [channel, name, file, ...deeper] = rest;
  if (channel === undefined || name === undefined || deeper.length > 0) throw notThere(path);
  const folder = folderOf(ctx, actor, workspace, channel);
  nameFiles(ctx, folder.id);
  if (name === FILES && file !== undefined) return { file: fileAt(ctx, folder, file).file_id };
  if (file !== undefined) throw notThere(path);
  const row = dayAt(ctx, folder, name);
  const { text, next } = dayPiece(ctx, row, cursor);
  return {
    text: cursor === undefined ? dayHeading(folder.heading, row.day) + text : text,
    etag: etagOf(folder, row),
    ...(next === undefined ? {} : { nextCursor: next }),
  };
}

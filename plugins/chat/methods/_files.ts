import { type Context, RpcError } from "@bulkhead/plugin";
import type { Attachment, Thumbnail } from "../domain/message.ts";
import { isRefused, refusedEnds } from "../domain/refused_files.ts";

/** A thumbnail has at most so many bytes. */
const MAX_THUMBNAIL_BYTES = 256 * 1024;
const THUMBNAIL = /^image\/(webp|jpeg|png)$/;

/** What somebody wants to attach. */
export interface WantedFiles {
  ids: string[];
  /** Each of one of the files. */
  thumbnails: readonly (Thumbnail & { file: string })[];
}

/**
 * Gives what the caller has uploaded to a channel: its members may read it from now on. Throws `not_found` for what is not
 * there or somebody else's, which is the same to who asks; `invalid_params` for thumbnails that cannot be any.
 */
export async function attach(ctx: Context, channelId: string, wanted: WantedFiles): Promise<Attachment[]> {
  const ids = [...new Set(wanted.ids)];
  for (const [index, thumbnail] of wanted.thumbnails.entries()) await checkThumbnail(ctx, ids, { index, thumbnail });
  const attached: Attachment[] = [];
  for (const [index, id] of ids.entries()) {
    const { name, type, sizeBytes } = await keep(ctx, id, { channelId, path: `/files/${index}` });
    attached.push({ id, name, type, sizeBytes });
  }
  for (const [index, { file, id, width, height }] of wanted.thumbnails.entries()) {
    const shown = attached.find((each) => each.id === file)!;
    if (!shown.type.startsWith("image/")) continue;
    await keep(ctx, id, { channelId, path: `/thumbnails/${index}/id` });
    shown.thumbnail = { id, width, height };
  }
  return attached;
}

/** A sender makes it themselves: it has to be a small picture of a file that is attached with it, and no file twice. */
async function checkThumbnail(
  ctx: Context,
  ids: string[],
  { index, thumbnail: { file, id } }: { index: number; thumbnail: Thumbnail & { file: string } },
): Promise<void> {
  const bad = (field: string, message: string) =>
    new RpcError("invalid_params", message, { path: `/thumbnails/${index}/${field}` });
  if (!ids.includes(file)) throw bad("file", `"${file}" is not among the files of the message`);
  if (ids.includes(id)) throw bad("id", "A thumbnail is a file of its own");
  const known = await ctx.files.uploads.get(id);
  if (known?.owner !== ctx.caller.id) return;
  if (!THUMBNAIL.test(known.type) || known.sizeBytes > MAX_THUMBNAIL_BYTES) {
    throw bad("id", `A thumbnail is WebP, JPEG or PNG of at most ${MAX_THUMBNAIL_BYTES} bytes`);
  }
}

async function keep(ctx: Context, id: string, { channelId, path }: { channelId: string; path: string }) {
  const known = await ctx.files.uploads.get(id);
  if (known?.owner === ctx.caller.id) {
    if (isRefused(known.name, refusedFiles(ctx))) {
      throw new RpcError("invalid_params", `Files such as "${known.name}" are not taken here`, {
        path,
        hint: "An admin says which are, in the settings of chat",
      });
    }
    return await ctx.files.uploads.keep(id, `room:${channelId}`);
  }
  throw new RpcError("not_found", `There is no file "${id}" that you have uploaded`, {
    path,
    hint: "Upload it with POST /files/chat?name=…, whose answer carries the id",
  });
}

/** Ends of names that are not taken, as the settings have them. */
export function refusedFiles(ctx: Context): string[] {
  return refusedEnds((ctx.settings as { refusedFiles?: string }).refusedFiles);
}

/** Removes files of a message that is gone, once the call is over. */
export function dropFiles(ctx: Context, messageId: string, files: string | null): void {
  if (files !== null) removeFiles(ctx, `files of ${messageId}`, JSON.parse(files) as Attachment[]);
}

/** Removes the bytes of files and of their thumbnails, once the call is over. `task` is no other one's. */
export function removeFiles(ctx: Context, task: string, files: Attachment[]): void {
  const ids = filesOf(files);
  if (ids.length === 0) return;
  ctx.schedule.after(task, 0, async (ctx) => {
    for (const id of ids) await ctx.files.uploads.remove(id);
  });
}

/** Ids of attached files with those of their thumbnails. */
export function filesOf(attached: Attachment[]): string[] {
  return attached.flatMap(({ id, thumbnail }) => thumbnail ? [id, thumbnail.id] : [id]);
}

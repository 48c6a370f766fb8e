import { type Context, RpcError } from "@bulkhead/plugin";
import type { Attachment } from "../domain/message.ts";
import { isRefused, refusedEnds } from "../domain/refused_files.ts";

/**
 * Gives what the caller has uploaded to a channel: its members may read it from now on. Throws `not_found` for what is not
 * there or somebody else's, which is the same to who asks.
 */
export async function attach(ctx: Context, channelId: string, ids: string[]): Promise<Attachment[]> {
  const attached: Attachment[] = [];
  for (const [index, id] of [...new Set(ids)].entries()) {
    const { name, type, sizeBytes } = await keep(ctx, id, { channelId, path: `/files/${index}` });
    attached.push({ id, name, type, sizeBytes });
  }
  return attached;
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
  const ids = files === null ? [] : (JSON.parse(files) as Attachment[]).map(({ id }) => id);
  if (ids.length === 0) return;
  ctx.schedule.after(`files of ${messageId}`, 0, async (ctx) => {
    for (const id of ids) await ctx.files.uploads.remove(id);
  });
}

import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { EMOJI } from "../domain/examples.ts";
import { CustomEmoji, EmojiName } from "../domain/directory.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { putEmoji } from "./_emoji.ts";
import { ClientId, once } from "./_mutation.ts";
import { enter } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { workspaceOf } from "./_workspaces.ts";

/** Largest picture of an emoji. */
const MAX_BYTES = 256 * 1024;

/** `chat.emoji.add` */
export const emojiAdd = method({
  summary: "Adds an emoji of the workspace's own",
  description: "The picture is uploaded first, with POST /files/chat; png, gif, jpeg or webp.",
  examples: [{ params: { name: "parrot", file: "file_0192" }, result: EMOJI }],
  errors: ["not_found", "conflict", "too_large", "invalid_params"],
  roles: INSIDERS,
  emits: ["chat.emoji.changed"],
  params: z.object({ name: EmojiName, file: z.string().min(1).max(100), workspaceId: WorkspaceId, clientId: ClientId }),
  result: CustomEmoji,
  handler: async ({ name, file, workspaceId, clientId }, ctx) => {
    const { id, first } = workspaceOf(ctx, enter(ctx), workspaceId);
    const known = await ctx.files.uploads.get(file);
    if (!known || known.owner !== ctx.caller.id) {
      throw new RpcError("not_found", `There is no file "${file}" that you have uploaded`, { path: "/file" });
    }
    if (!/^image\/(png|gif|jpeg|webp)$/.test(known.type)) {
      throw new RpcError("invalid_params", `An emoji is a png, gif, jpeg or webp picture, not ${known.type}`, {
        path: "/file",
      });
    }
    if (known.sizeBytes > MAX_BYTES) {
      throw new RpcError("too_large", `The picture of an emoji has at most ${MAX_BYTES} bytes`, { path: "/file" });
    }
    await ctx.files.uploads.keep(file, first ? "role:guest" : `room:${id}`);
    return ctx.db.transaction(() => {
      const actor = enter(ctx);
      return once(ctx, actor, { method: "emoji.add", clientId }, () => {
        return putEmoji(ctx, actor, { workspace_id: id, name, file_id: file, alias_of: null });
      });
    });
  },
});

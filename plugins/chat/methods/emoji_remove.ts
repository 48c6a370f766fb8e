import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { EMOJI } from "../domain/examples.ts";
import { CustomEmoji, EmojiName, presentEmoji } from "../domain/directory.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { deleteEmoji, emojiByName } from "../store/directory.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";
import { change, tellWorkspace } from "./_tell.ts";
import { moderatesIn, workspaceIdOf } from "./_workspaces.ts";

/** `chat.emoji.remove` */
export const emojiRemove = mutation("emoji.remove", {
  summary: "Removes an emoji of the workspace's own",

  examples: [{ params: { name: "party" }, result: EMOJI }],
  errors: ["not_found", "forbidden"],
  roles: INSIDERS,
  emits: ["chat.emoji.changed"],
  params: z.object({ name: EmojiName, workspaceId: WorkspaceId }),
  result: CustomEmoji,

  handler: ({ name, workspaceId }, ctx, actor) => {
    const workspace = workspaceIdOf(ctx, actor, workspaceId);
    const row = emojiByName(ctx.db, workspace, name);
    if (!row) throw new RpcError("not_found", `There is no emoji ":${name}:"`, { path: "/name" });
    if (row.created_by !== actor.id && !moderatesIn(ctx, actor, workspace)) {
      throw new RpcError("forbidden", "Only who added it or an admin removes an emoji", { reason: "not_creator" });
    }
    deleteEmoji(ctx.db, workspace, name);
    const emoji = presentEmoji(row);
    tellWorkspace(ctx, workspace, "chat.emoji.changed", {
      subject: name,
      emoji,
      state: "removed",
      rev: change(ctx, workspace, { kind: "emoji", ref: name }),
    });
    return emoji;
  },
});

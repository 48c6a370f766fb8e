import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { EMOJI } from "../domain/examples.ts";
import { CustomEmoji, EmojiName } from "../domain/directory.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { emojiByName } from "../store/directory.ts";
import { putEmoji } from "./_emoji.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.emoji.add_alias` */
export const emojiAddAlias = mutation("emoji.add_alias", {
  summary: "Gives an emoji of the workspace's own another name",

  examples: [{ params: { name: "party", aliasOf: "parrot" }, result: EMOJI }],
  errors: ["not_found", "conflict"],
  roles: INSIDERS,
  emits: ["chat.emoji.changed"],
  params: z.object({ name: EmojiName, aliasOf: EmojiName, workspaceId: WorkspaceId }),
  result: CustomEmoji,

  handler: ({ name, aliasOf, workspaceId }, ctx, actor) => {
    const workspace = workspaceIdOf(ctx, actor, workspaceId);
    const target = emojiByName(ctx.db, workspace, aliasOf);
    if (!target) throw new RpcError("not_found", `There is no emoji ":${aliasOf}:"`, { path: "/aliasOf" });
    return putEmoji(ctx, actor, {
      workspace_id: workspace,
      name,
      file_id: null,
      alias_of: target.alias_of ?? target.name,
    });
  },
});

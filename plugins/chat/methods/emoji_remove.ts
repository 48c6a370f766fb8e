import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { EMOJI } from "../domain/examples.ts";
import { moderates } from "../domain/actor.ts";
import { CustomEmoji, EmojiName, presentEmoji } from "../domain/directory.ts";
import { deleteEmoji, emojiByName } from "../store/directory.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";
import { change, tellAll } from "./_tell.ts";

/** `chat.emoji.remove` */
export const emojiRemove = mutation("emoji.remove", {
  summary: "Removes an emoji of the workspace's own",

  examples: [{ params: { name: "party" }, result: EMOJI }],
  errors: ["not_found", "forbidden"],
  roles: INSIDERS,
  emits: ["chat.emoji.changed"],
  params: z.object({ name: EmojiName }),
  result: CustomEmoji,

  handler: ({ name }, ctx, actor) => {
    const row = emojiByName(ctx.db, name);
    if (!row) throw new RpcError("not_found", `There is no emoji ":${name}:"`, { path: "/name" });
    if (row.created_by !== actor.id && !moderates(actor.role)) {
      throw new RpcError("forbidden", "Only who added it or an admin removes an emoji", { reason: "not_creator" });
    }
    deleteEmoji(ctx.db, name);
    const emoji = presentEmoji(row);
    tellAll(ctx, "chat.emoji.changed", name, {
      emoji,
      state: "removed",
      rev: change(ctx, { kind: "emoji", ref: name }),
    });
    return emoji;
  },
});

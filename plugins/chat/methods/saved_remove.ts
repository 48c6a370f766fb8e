import { z } from "zod";
import { MessageId } from "../domain/message.ts";
import { channelById } from "../store/channels.ts";
import { messageById } from "../store/messages.ts";
import { removeSaved } from "../store/personal.ts";
import { EVERYWHERE } from "../store/workspaces.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { change, tellOwn } from "./_tell.ts";

/** `chat.saved.remove` */
export const savedRemove = mutation("saved.remove", {
  summary: "Takes a message off the saved ones",

  examples: [{ params: { id: "message_0192" }, result: { messageId: "message_0192", state: "removed", rev: 4_714 } }],

  roles: EVERYBODY,
  emits: ["chat.saved.changed"],
  params: z.object({ id: MessageId }),
  result: z.object({ messageId: z.string(), state: z.literal("removed"), rev: z.int() }),

  handler: ({ id }, ctx, actor) => {
    removeSaved(ctx.db, actor.id, id);
    const message = messageById(ctx.db, id);
    const workspaceId = message ? channelById(ctx.db, message.channel_id)!.workspace_id : EVERYWHERE;
    const rev = change(ctx, workspaceId, { kind: "saved", ref: id, userId: actor.id });
    tellOwn(ctx, actor.id, "chat.saved.changed", { messageId: id, state: "removed", workspaceId, rev });
    return { messageId: id, state: "removed" as const, rev };
  },
});

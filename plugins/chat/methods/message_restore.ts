import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { Message, MessageId } from "../domain/message.ts";
import { messageById } from "../store/messages.ts";
import { dropRemains, remainsOf, unbury } from "../store/remains.ts";
import { requireWritable, visibleMessage } from "./_access.ts";
import { TOMBSTONED } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { present, publishMessage, tellOfFiles } from "./_publish.ts";
import { UNDO_MS } from "./_remains.ts";
import { EVERYBODY } from "./_roles.ts";
import { indexText } from "./_search_index.ts";
import { changeMessage } from "./_tell.ts";
import { tellOfAnswer } from "./_threads.ts";
import { moderatesIn } from "./_workspaces.ts";

/** `chat.message.restore` */
export const messageRestore = mutation("message.restore", {
  summary: "Takes a deletion back",
  examples: [{ params: { id: "m-4kf81" }, result: MESSAGE }],
  errors: ["not_found", "forbidden", TOMBSTONED],
  description:
    `Whoever deleted the message may, for ${UNDO_MS / 1_000} seconds: text, files, reactions, pin and whom it ` +
    "calls are as they were. A message that is not deleted stays as it is. Others hear of it as of an edit.",
  roles: EVERYBODY,
  emits: ["chat.message.edited", "chat.thread.updated", "chat.file.attached"],
  params: z.object({ id: MessageId }),
  result: Message,
  handler: ({ id }, ctx, actor) => {
    const { message, channel } = visibleMessage(ctx, actor, id);
    if (message.deleted_at === null) return present(ctx, message);
    const remains = remainsOf(ctx.db, id);
    if (!remains || remains.until <= Date.now()) {
      throw new RpcError("precondition_failed", `The message "${id}" is deleted for good`, {
        reason: "tombstoned",
        hint: `A deletion can be taken back for ${UNDO_MS / 1_000} seconds`,
      });
    }
    if (remains.deleted_by !== actor.id) {
      throw new RpcError("forbidden", "Only whoever deleted the message may take that back", { reason: "not_author" });
    }
    if (!moderatesIn(ctx, actor, channel.workspace_id)) requireWritable(ctx, actor, channel);
    unbury(ctx.db, remains);
    dropRemains(ctx.db, id);
    const row = messageById(ctx.db, id)!;
    indexText(ctx, row);
    changeMessage(ctx, channel, id);
    const restored = present(ctx, messageById(ctx.db, id)!);
    publishMessage(ctx, "edited", restored);
    // Meanwhile nobody could look through them.
    tellOfFiles(ctx, restored);
    tellOfAnswer(ctx, restored);
    return restored;
  },
});

import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { type Attachment, Message } from "../domain/message.ts";
import { channelById } from "../store/channels.ts";
import { messageById, setFiles } from "../store/messages.ts";
import { mutation } from "./_mutation.ts";
import { present, publishMessage } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";
import { removeFiles } from "./_files.ts";
import { fileToJudge } from "./_scanner.ts";
import { changeMessage } from "./_tell.ts";

/** `chat.file.block` */
export const fileBlock = mutation("file.block", {
  summary: "Takes an attached file away, and says why",
  description:
    "For the plugin named in the setting fileScanner, and admins. The bytes are removed for good; the message keeps the " +
    "file's name and shows the reason.",
  examples: [{ params: { id: "file_0192", reason: "Eicar-Test-Signature" }, result: MESSAGE }],
  errors: ["not_found", "forbidden"],
  roles: EVERYBODY,
  emits: ["chat.message.edited"],
  params: z.object({
    id: z.string().min(1).max(100),
    reason: z.string().trim().min(1).max(200).describe("What was found in it"),
  }),
  result: Message,
  handler: ({ id, reason }, ctx, actor) => {
    const { message_id, channel_id } = fileToJudge(ctx, actor, id);
    const message = messageById(ctx.db, message_id)!;
    const before = JSON.parse(message.files ?? "[]") as Attachment[];
    // What it looks like may be what somebody was not to see.
    const files = before.map(({ thumbnail, ...file }) =>
      file.id === id ? { ...file, blocked: reason } : { ...file, ...(thumbnail ? { thumbnail } : {}) }
    );
    setFiles(ctx.db, message_id, JSON.stringify(files));
    removeFiles(ctx, `file ${id}`, before.filter((file) => file.id === id));
    changeMessage(ctx, channelById(ctx.db, channel_id)!, message_id);
    const changed = present(ctx, messageById(ctx.db, message_id)!);
    publishMessage(ctx, "edited", changed);
    return changed;
  },
});

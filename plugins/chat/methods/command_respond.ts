import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { Message, MessageContent } from "../domain/message.ts";
import { answerInvocation, openInvocation } from "./_commands.ts";
import { ARCHIVED } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.command.respond` */
export const commandRespond = mutation("command.respond", {
  summary: "Answers a slash command",
  description: "For the plugin or workflow whose command it is, up to five times within half an hour.",
  examples: [{ params: { invocation: "hook_0192", text: "Deployed" }, result: {} }],
  errors: ["not_found", ARCHIVED],
  roles: INSIDERS,
  emits: ["chat.command.answered", "chat.message.sent"],
  params: z.object({
    invocation: z.string().min(1).max(100),
    text: MessageContent,
    toChannel: z.boolean().default(false).describe("Everybody in the channel reads it, instead of who ran the command"),
  }),
  result: z.object({ message: Message.optional() }),

  handler: ({ invocation, text, toChannel }, ctx, actor) => {
    const run = openInvocation(ctx, invocation);
    if (run.owner_id !== actor.id) {
      throw new RpcError("not_found", `There is no command "${invocation}" of yours that waits`, {
        path: "/invocation",
      });
    }
    const message = answerInvocation(ctx, actor, run, { text, toChannel });
    return message ? { message } : {};
  },
});

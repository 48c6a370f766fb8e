import { type Context, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { actorOf } from "../domain/actor.ts";
import { ChannelRef } from "../domain/channel.ts";
import { splitCommand } from "../domain/command.ts";
import { Message, MessageId } from "../domain/message.ts";
import { commandByName } from "../store/commands.ts";
import { requireWritable, visibleChannel } from "./_access.ts";
import { BUILTINS } from "./_builtins.ts";
import { answerInvocation, askServer, invoke, type Run, tellOwner } from "./_commands.ts";
import { ARCHIVED, NOT_MEMBER, READ_ONLY } from "./_errors.ts";
import { hookActor } from "./_hooks.ts";
import { ClientId, once } from "./_mutation.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { threadRoot } from "./message_send.ts";

const params = z.object({
  channel: ChannelRef,
  text: z.string().min(1).max(8_000).describe("As it was typed: /topic All about cats"),
  threadId: MessageId.optional(),
  clientId: ClientId,
});

const Outcome = z.object({
  ephemeral: z.string().optional().describe("Only for the caller's eyes; Markdown"),
  message: Message.optional(),
  invocation: z.string().optional().describe("chat.command.answered comes with it when the answer comes later"),
});

/** `chat.command.run` */
export const commandRun = method({
  summary: "Runs a slash command",
  description:
    "One of chat's own, or one that a plugin, a workflow or another server has registered. chat.command.list has them all.",
  examples: [{
    params: { channel: "#general", text: "/topic All about cats" },
    result: { ephemeral: "The topic is: All about cats" },
  }],
  errors: ["not_found", "invalid_params", NOT_MEMBER, ARCHIVED, READ_ONLY],
  roles: EVERYBODY,
  emits: ["chat.command.invoked", "chat.command.answered"],
  params,
  result: Outcome,
  handler: (given, ctx) => {
    const command = splitCommand(given.text);
    if (!command) {
      throw new RpcError("invalid_params", "A command begins with / and its name", { path: "/text" });
    }
    const registered = BUILTINS[command.name] ? undefined : commandByName(ctx.db, command.name);
    if (registered?.url) return runRemote(ctx, given, { command: registered, rest: command.rest });
    return ctx.db.transaction(() => {
      const actor = enter(ctx);
      return once(ctx, actor, { method: "command.run", clientId: given.clientId }, () => {
        const channel = visibleChannel(ctx, actor, given.channel);
        const threadId = given.threadId === undefined ? undefined : threadRoot(ctx, channel, given.threadId);
        const where = { actor, channel, rest: command.rest, ...(threadId === undefined ? {} : { threadId }) };
        if (!registered) return builtin(command.name).run(ctx, where);
        requireWritable(ctx, actor, channel);
        const { id } = invoke(ctx, { ...where, command: registered });
        tellOwner(ctx, { ...where, command: registered }, id);
        return { invocation: id };
      });
    });
  },
});

function builtin(name: string) {
  const found = BUILTINS[name];
  if (found) return found;
  throw new RpcError("not_found", `There is no command /${name}`, { path: "/text", hint: "/help lists chat's own" });
}

async function runRemote(
  ctx: Context,
  given: z.output<typeof params>,
  { command, rest }: Pick<Run, "command" | "rest">,
): Promise<z.output<typeof Outcome>> {
  const run = (): Run => {
    const actor = actorOf(ctx.caller);
    const channel = visibleChannel(ctx, actor, given.channel);
    requireWritable(ctx, actor, channel);
    const threadId = given.threadId === undefined ? undefined : threadRoot(ctx, channel, given.threadId);
    return { actor, channel, command, rest, ...(threadId === undefined ? {} : { threadId }) };
  };
  // Not in the part of the handler that is one transaction: the other server is asked in between.
  await Promise.resolve();
  const { id } = ctx.db.transaction(() => {
    enter(ctx);
    return invoke(ctx, run());
  });
  const { text, toChannel } = await askServer(ctx, run(), id);
  return ctx.db.transaction(() => {
    const actor = enter(ctx);
    return once(ctx, actor, { method: "command.run", clientId: given.clientId }, () => {
      if (text === "") return { invocation: id };
      if (!toChannel) return { ephemeral: text, invocation: id };
      const from = hookActor(command.name, command.name);
      const row = { ...run(), id };
      const message = answerInvocation(ctx, from, {
        id,
        command: command.name,
        owner_id: command.owner_id,
        user_id: actor.id,
        channel_id: row.channel.id,
        thread_id: row.threadId ?? null,
        answers: 0,
        at: Date.now(),
      }, { text, toChannel });
      return { message, invocation: id };
    });
  });
}

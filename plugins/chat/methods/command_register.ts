import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { COMMAND } from "../domain/examples.ts";
import { moderates } from "../domain/actor.ts";
import { WebUrl } from "../domain/bookmark.ts";
import { Command, CommandName, presentCommand } from "../domain/command.ts";
import { newSecret } from "../domain/hook.ts";
import { commandByName, putCommand } from "../store/commands.ts";
import { BUILTINS } from "./_builtins.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.command.register` */
export const commandRegister = mutation("command.register", {
  summary: "Registers a slash command",
  description:
    "A plugin or workflow hears of chat.command.invoked and answers with chat.command.respond. Registering one's own again changes it.",
  examples: [{ params: { name: "deploy", description: "Deploys a service", usage: "<service>" }, result: COMMAND }],
  errors: ["conflict", "forbidden", "invalid_params"],
  roles: INSIDERS,

  params: z.object({
    name: CommandName,
    description: z.string().trim().min(1).max(200),
    usage: z.string().trim().max(200).default("").describe("What comes behind the name, such as <service> [version]"),
    url: WebUrl.optional().describe("Another server that is asked as Slack asks; only for admins"),
  }),
  result: Command.extend({
    token: z.string().optional().describe("With url, shown once: what the server knows us by"),
  }),

  handler: ({ name, description, usage, url }, ctx, actor) => {
    const mechanical = actor.kind === "plugin" || actor.kind === "workflow";
    if (url !== undefined || !mechanical) {
      if (!moderates(actor.role)) {
        throw new RpcError("forbidden", "Only admins add commands of other servers", { reason: "not_admin" });
      }
      if (url === undefined) throw new RpcError("invalid_params", "Which server is asked? Give url", { path: "/url" });
    }
    const before = commandByName(ctx.db, name);
    if (BUILTINS[name] || (before && before.owner_id !== actor.id)) {
      throw new RpcError("conflict", `There is a command /${name} already`, { path: "/name" });
    }
    const token = url === undefined ? null : newSecret();
    const row = {
      name,
      owner_id: actor.id,
      owner_name: actor.name,
      description,
      usage,
      url: url ?? null,
      token,
      created_at: new Date().toISOString(),
    };
    putCommand(ctx.db, row);
    return { ...presentCommand(row), ...(token === null ? {} : { token }) };
  },
});

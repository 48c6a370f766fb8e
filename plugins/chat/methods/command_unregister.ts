import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { moderates } from "../domain/actor.ts";
import { CommandName } from "../domain/command.ts";
import { commandByName, deleteCommand } from "../store/commands.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.command.unregister` */
export const commandUnregister = mutation("command.unregister", {
  summary: "Takes a slash command away",

  examples: [{ params: { name: "deploy" }, result: { name: "deploy" } }],
  errors: ["not_found", "forbidden"],
  roles: INSIDERS,

  params: z.object({ name: CommandName }),
  result: z.object({ name: z.string() }),

  handler: ({ name }, ctx, actor) => {
    const row = commandByName(ctx.db, name);
    if (!row) {
      throw new RpcError("not_found", `There is no command /${name} that could be taken away`, { path: "/name" });
    }
    if (row.owner_id !== actor.id && !moderates(actor.role)) {
      throw new RpcError("forbidden", `/${name} is ${row.owner_name}'s`, { reason: "not_owner" });
    }
    deleteCommand(ctx.db, name);
    return { name };
  },
});

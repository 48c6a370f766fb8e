import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { COMMAND } from "../domain/examples.ts";
import { Command, presentCommand } from "../domain/command.ts";
import { commandsWith } from "../store/commands.ts";
import { builtinCommands } from "./_builtins.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.command.list` */
export const commandList = method({
  summary: "Lists the slash commands, for completion as somebody types",

  examples: [{ params: { prefix: "to" }, result: { items: [COMMAND] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    prefix: z.string().trim().toLowerCase().max(32).default("").describe("Without the slash"),
    limit: z.int().min(1).max(200).default(50),
  }),
  result: z.object({ items: z.array(Command) }),
  handler: ({ prefix, limit }, ctx) => {
    enter(ctx);
    const own = builtinCommands().filter(({ name }) => name.startsWith(prefix));
    const items = [...own, ...commandsWith(ctx.db, prefix, limit).map(presentCommand)];
    items.sort((a, b) => a.name < b.name ? -1 : 1);
    return { items: items.slice(0, limit) };
  },
});

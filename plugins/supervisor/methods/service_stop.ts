import { method } from "@bulkhead/plugin";
import { Status } from "../domain/status.ts";
import { supervisorOf } from "../engine/current.ts";
import { OPERATORS } from "./_roles.ts";
import { ByName, presentTo } from "./_service.ts";

/** `supervisor.service.stop` */
export const serviceStop = method({
  summary: "Wants a service not to run; answers when all of it has ended",
  description: "It stays stopped, whatever happens, until somebody starts it.",
  examples: [{ params: { name: "books" } }],
  errors: ["not_found"],
  roles: OPERATORS,
  emits: ["supervisor.service.changed"],
  params: ByName,
  result: Status,
  handler: async ({ name }, ctx) => {
    const supervisor = supervisorOf(ctx);
    const unit = supervisor.get(name);
    await supervisor.stop(unit, ctx.caller.name);
    return presentTo(ctx, unit);
  },
});

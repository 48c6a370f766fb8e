import { method } from "@bulkhead/plugin";
import { Status } from "../domain/status.ts";
import { supervisorOf } from "../engine/current.ts";
import { OPERATORS } from "./_roles.ts";
import { ByName, presentTo } from "./_service.ts";

/** `supervisor.service.disable` */
export const serviceDisable = method({
  summary: "Ends a service and does not let it run, whoever wants it, until it is enabled",
  examples: [{ params: { name: "books" } }],
  errors: ["not_found"],
  roles: OPERATORS,
  emits: ["supervisor.service.changed"],
  params: ByName,
  result: Status,
  handler: async ({ name }, ctx) => {
    const supervisor = supervisorOf(ctx);
    const unit = supervisor.get(name);
    await supervisor.setEnabled(unit, false);
    return presentTo(ctx, unit);
  },
});

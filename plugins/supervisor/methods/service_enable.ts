import { method } from "@bulkhead/plugin";
import { Status } from "../domain/status.ts";
import { supervisorOf } from "../engine/current.ts";
import { OPERATORS } from "./_roles.ts";
import { ByName, presentTo } from "./_service.ts";

/** `supervisor.service.enable` */
export const serviceEnable = method({
  summary: "Lets a service run again; it starts when that is wanted",
  examples: [{ params: { name: "books" } }],
  errors: ["not_found"],
  roles: OPERATORS,
  emits: ["supervisor.service.changed"],
  params: ByName,
  result: Status,
  handler: async ({ name }, ctx) => {
    const supervisor = supervisorOf(ctx);
    const unit = supervisor.get(name);
    await supervisor.setEnabled(unit, true);
    return presentTo(ctx, unit);
  },
});

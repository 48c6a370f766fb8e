import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { SIGNALS } from "../domain/spec.ts";
import { supervisorOf } from "../engine/current.ts";
import { OPERATORS } from "./_roles.ts";
import { ByName } from "./_service.ts";

/** `supervisor.service.signal` */
export const serviceSignal = method({
  summary: "Sends a signal to a running service: to its process group, or to the program alone",
  examples: [{ params: { name: "books", signal: "SIGHUP" } }],
  errors: ["not_found", { reason: "not_running", kind: "precondition_failed", message: '"books" does not run' }],
  roles: OPERATORS,
  params: ByName.extend({ signal: z.enum(SIGNALS), group: z.boolean().default(true) }),
  result: z.object({ name: z.string() }),
  handler: async ({ name, signal, group }, ctx) => {
    const unit = supervisorOf(ctx).get(name);
    if (!unit.running) {
      throw new RpcError("precondition_failed", `"${name}" does not run: it is ${unit.actual}`, {
        reason: "not_running",
        path: "/name",
      });
    }
    await unit.running.signal(signal, { group });
    return { name };
  },
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { supervisorOf } from "../engine/current.ts";
import { OWNERS } from "./_roles.ts";

/** `supervisor.service.update` */
export const serviceUpdate = method({
  summary: "Describes a registered service anew; it begins anew only where what it was launched with has changed",
  examples: [{ params: { spec: { service: { name: "books", exec: ["node", "main.js"] } } } }],
  errors: ["not_found", "conflict", {
    reason: "bad_spec",
    kind: "invalid_params",
    message: '"service.exec" is missing',
  }],
  roles: OWNERS,
  risk: "high",
  emits: ["supervisor.service.changed"],
  params: z.object({ spec: z.record(z.string(), z.unknown()) }),
  result: z.object({ name: z.string(), restarted: z.boolean() }),
  handler: async ({ spec }, ctx) => {
    const unit = await supervisorOf(ctx).register(spec, { replace: true });
    return { name: unit.name, restarted: unit.anew && unit.desired === "running" };
  },
});

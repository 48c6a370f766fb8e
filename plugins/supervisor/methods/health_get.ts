import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { supervisorOf } from "../engine/current.ts";
import { listSamples } from "../store/services.ts";
import { presentSample, Sample } from "./_health.ts";
import { VIEWERS } from "./_roles.ts";
import { ByName } from "./_service.ts";

/** `supervisor.health.get` */
export const healthGet = method({
  summary: "How well a service is, and what each of its checks said last",
  examples: [{ params: { name: "books" } }],
  errors: ["not_found"],
  roles: VIEWERS,
  readOnly: true,
  params: ByName,
  result: z.object({
    name: z.string(),
    health: z.enum(["unknown", "starting", "healthy", "unhealthy"]),
    checks: z.array(Sample),
  }),
  handler: async ({ name }, ctx) => {
    const unit = supervisorOf(ctx).get(name);
    await Promise.resolve(supervisorOf(ctx).reports.flush());
    const newest = new Map(listSamples(ctx.db, name, 200).reverse().map((row) => [row.kind, presentSample(row)]));
    return { name, health: unit.health, checks: [...newest.values()] };
  },
});

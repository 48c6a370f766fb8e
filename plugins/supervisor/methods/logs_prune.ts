import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Name } from "../domain/spec.ts";
import { pruneLogs } from "../engine/log_limits.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.logs.prune` */
export const logsPrune = method({
  summary: "Removes the oldest lines of services above what their specs keep",
  description:
    "Every five minutes that is done by itself, for `logs.days` and `logs.max_mb` of each spec. With `days` or `max_mb` " +
    "those count instead.",
  examples: [{ params: { service: "books", days: 1 }, result: { items: [{ service: "books", removed: 4210 }] } }],
  errors: ["not_found"],
  roles: OPERATORS,
  params: z.object({
    service: Name.optional().describe("Default all services that have limits"),
    days: z.number().min(0).max(36_500).optional(),
    max_mb: z.number().min(0).max(1_000_000).optional().describe("About; by what the newest lines take"),
  }),
  result: z.object({ items: z.array(z.object({ service: z.string(), removed: z.int() })) }),
  handler: async ({ service, days, max_mb }, ctx) => ({
    items: await pruneLogs(ctx, { service, limits: { maxDays: days, maxMb: max_mb } }),
  }),
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { LogFilter, sourceOf } from "./_logs.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.logs.tree` */
export const logsTree = method({
  summary: "The sources below the services, or below one, with how many lines and errors each holds",
  examples: [{ params: {} }],
  errors: ["not_found"],
  roles: OPERATORS,
  readOnly: true,
  params: z.object({ service: LogFilter.service }),
  result: z.object({
    items: z.array(z.object({ name: z.string(), count: z.int(), errors: z.int(), children: z.boolean() })),
  }),
  handler: async ({ service }, ctx) => await ctx.call("host.log.tree", { prefix: sourceOf(ctx, service) }),
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { LogFilter, LogItems, sourceOf } from "./_logs.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.logs.tail` */
export const logsTail = method({
  summary: "Lines of services after a position; waits for the first when there is none yet",
  examples: [{ params: { service: "books", waitMs: 20000 } }],
  errors: ["not_found"],
  roles: OPERATORS,
  readOnly: true,
  params: z.object({
    ...LogFilter,
    after: z.int().min(0).optional().describe("Position of the call before; default: from now on"),
    waitMs: z.int().min(0).max(25_000).default(20_000),
    limit: z.int().min(1).max(200).default(200),
  }),
  result: z.object({ items: LogItems, position: z.int() }),
  handler: async ({ service, ...rest }, ctx) =>
    await ctx.call("host.log.tail", { source: sourceOf(ctx, service), ...rest }, { timeoutMs: 30_000 }),
});

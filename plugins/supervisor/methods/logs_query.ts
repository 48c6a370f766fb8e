import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { LogFilter, LogPage, sourceOf } from "./_logs.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.logs.query` */
export const logsQuery = method({
  summary: "The newest lines of services that fit, oldest of them first",
  examples: [{ params: { service: "books", level: "warn", limit: 50 } }],
  errors: ["not_found"],
  roles: OPERATORS,
  readOnly: true,
  params: z.object({
    ...LogFilter,
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(20).optional().describe("nextCursor of the page before: the lines older than it"),
  }),
  result: LogPage,
  handler: async ({ service, ...rest }, ctx) =>
    await ctx.call("host.log.query", { source: sourceOf(ctx, service), ...rest }),
});

import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { findJob } from "./_job.ts";
import { LogPage } from "./_logs.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.job.logs` */
export const jobLogs = method({
  summary: "What a job has printed, the newest lines, oldest of them first",
  examples: [{ params: { id: "5f2d7c1e-0000-4000-8000-000000000000", limit: 200 } }],
  errors: ["not_found"],
  roles: OPERATORS,
  readOnly: true,
  params: z.object({
    id: z.string().max(100),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(20).optional().describe("nextCursor of the page before"),
  }),
  result: LogPage,
  handler: async ({ id, limit, cursor }, ctx) => {
    const { service } = findJob(ctx, id);
    const source = service === undefined ? ctx.plugin.id : `${ctx.plugin.id}.${service}`;
    return await ctx.call("host.log.query", { source, text: id, limit, ...(cursor ? { cursor } : {}) });
  },
});

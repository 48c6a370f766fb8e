import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Job, JOB_STATES } from "../domain/job.ts";
import { Name } from "../domain/spec.ts";
import { supervisorOf } from "../engine/current.ts";
import { listJobs } from "../store/jobs.ts";
import { presentJob } from "./_job.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.job.list` */
export const jobList = method({
  summary: "Lists jobs, newest first: of a service, in a state, or the children of one",
  examples: [{ params: { service: "books", limit: 20 } }],
  roles: OPERATORS,
  readOnly: true,
  params: z.object({
    service: Name.optional(),
    state: z.enum(JOB_STATES).optional(),
    parentId: z.string().max(100).optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().regex(/^\d{1,15}$/).optional().describe("nextCursor of the page before"),
  }),
  result: z.object({ items: z.array(Job), nextCursor: z.string().optional() }),
  handler: async ({ limit, cursor, service, state, parentId }, ctx) => {
    await Promise.resolve(supervisorOf(ctx).reports.flush());
    const filter = {
      ...{ beforeN: cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor) },
      ...(service ? { service } : {}),
      ...(state ? { state } : {}),
      ...(parentId ? { parentId } : {}),
    };
    const rows = listJobs(ctx.db, filter, limit + 1);
    const items = rows.slice(0, limit).map(presentJob);
    return rows.length > limit ? { items, nextCursor: String(rows[limit - 1]!.n) } : { items };
  },
});

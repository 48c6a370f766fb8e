import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Job } from "../domain/job.ts";
import { listJobs } from "../store/jobs.ts";
import { findJob, presentJob } from "./_job.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.job.get` */
export const jobGet = method({
  summary: "A job, with its children",
  examples: [{ params: { id: "5f2d7c1e-0000-4000-8000-000000000000" } }],
  errors: ["not_found"],
  roles: OPERATORS,
  readOnly: true,
  params: z.object({ id: z.string().max(100) }),
  result: Job.extend({ children: z.array(Job) }),
  handler: async ({ id }, ctx) => {
    const job = await Promise.resolve(findJob(ctx, id));
    const children = listJobs(ctx.db, { parentId: id, beforeN: Number.MAX_SAFE_INTEGER }, 200).map(presentJob);
    return { ...job, children };
  },
});

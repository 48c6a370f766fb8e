import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Job, JOB_STATES } from "../domain/job.ts";
import { Name } from "../domain/spec.ts";
import { supervisorOf } from "../engine/current.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.job.report` */
export const jobReport = method({
  summary: "Says how far a job is that something outside carries out; without a known id it begins one",
  examples: [{ params: { name: "import", done: 20, total: 100, message: "Reads the second file" } }],
  errors: ["rate_limited"],
  roles: OPERATORS,
  emits: ["supervisor.job.changed"],
  params: z.object({
    id: z.string().min(1).max(100).optional(),
    service: Name.optional(),
    name: z.string().max(200).optional(),
    state: z.enum(JOB_STATES).exclude(["queued", "lost"]).optional(),
    done: z.number().min(0).optional(),
    total: z.number().min(0).optional(),
    message: z.string().max(500).optional(),
    parentId: z.string().max(100).optional(),
  }),
  result: Job,
  handler: async (report, ctx) => await Promise.resolve(supervisorOf(ctx).jobs.report(report)),
});

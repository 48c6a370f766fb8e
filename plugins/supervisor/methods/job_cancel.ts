import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { Job } from "../domain/job.ts";
import { supervisorOf } from "../engine/current.ts";
import { findJob } from "./_job.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.job.cancel` */
export const jobCancel = method({
  summary: "Ends a job of an action and its children; answers when they have ended",
  examples: [{ params: { id: "5f2d7c1e-0000-4000-8000-000000000000" } }],
  errors: ["not_found", "precondition_failed"],
  roles: OPERATORS,
  emits: ["supervisor.job.changed"],
  params: z.object({ id: z.string().max(100) }),
  result: Job,
  handler: async ({ id }, ctx) => {
    const job = findJob(ctx, id);
    if (await supervisorOf(ctx).jobs.cancel(id)) return findJob(ctx, id);
    throw new RpcError("precondition_failed", `The job is ${job.state} already, or something outside carries it out`, {
      path: "/id",
    });
  },
});

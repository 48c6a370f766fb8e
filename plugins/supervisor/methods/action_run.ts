import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Job } from "../domain/job.ts";
import { Name } from "../domain/spec.ts";
import { supervisorOf } from "../engine/current.ts";
import { findAction } from "./_action.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.action.run` */
export const actionRun = method({
  summary: "Runs an action of a service; answers at once with its job, or with `wait` when it has ended",
  examples: [{ params: { service: "books", action: "backup" } }],
  errors: ["not_found", "rate_limited"],
  roles: OPERATORS,
  emits: ["supervisor.job.changed"],
  params: z.object({ service: Name, action: Name, wait: z.boolean().default(false) }),
  result: Job,
  handler: async ({ service, action: name, wait }, ctx) => {
    const { unit, action } = findAction(ctx, service, name);
    const { jobs } = supervisorOf(ctx);
    const job = jobs.submit(unit, action, { trigger: "manual", traceparent: ctx.traceparent });
    return wait ? await jobs.ended(job.id) ?? job : job;
  },
});

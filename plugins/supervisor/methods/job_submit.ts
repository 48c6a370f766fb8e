import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Job } from "../domain/job.ts";
import { Name } from "../domain/spec.ts";
import { supervisorOf } from "../engine/current.ts";
import { findAction } from "./_action.ts";
import { OWNERS } from "./_roles.ts";

/** `supervisor.job.submit` */
export const jobSubmit = method({
  summary: "Runs an action of a service as a job, with arguments of the caller's behind its own; answers at once",
  examples: [{ params: { service: "books", action: "backup", args: ["--full"] } }],
  errors: ["not_found", "rate_limited"],
  roles: OWNERS,
  risk: "high",
  emits: ["supervisor.job.changed"],
  params: z.object({
    service: Name,
    action: Name,
    args: z.array(z.string().max(65_536)).max(100).default([]),
    parentId: z.string().max(100).optional().describe("The job that this one is part of"),
  }),
  result: Job,
  handler: async ({ service, action: name, args, parentId }, ctx) => {
    const { unit, action } = findAction(ctx, service, name);
    const parent = parentId === undefined ? {} : { parentId };
    const options = { trigger: "manual" as const, args, traceparent: ctx.traceparent, ...parent };
    return await Promise.resolve(supervisorOf(ctx).jobs.submit(unit, action, options));
  },
});

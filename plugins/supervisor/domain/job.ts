import { z } from "zod";

export const JOB_STATES = ["queued", "running", "succeeded", "failed", "cancelled", "lost"] as const;
export type JobState = (typeof JOB_STATES)[number];
export const ENDED_STATES: readonly JobState[] = ["succeeded", "failed", "cancelled", "lost"];

/** One piece of work: a run of an action, or what a service or program reports of its own. */
export const Job = z.object({
  id: z.string(),
  service: z.string().optional(),
  action: z.string().optional(),
  name: z.string(),
  state: z.enum(JOB_STATES).describe("lost: the host ended while it ran"),
  trigger: z.enum(["manual", "schedule", "need", "report"]),
  parentId: z.string().optional(),
  done: z.number().optional(),
  total: z.number().optional(),
  message: z.string().optional().describe("How far it is, or why it failed"),
  exitCode: z.int().optional(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
});
export type Job = z.infer<typeof Job>;

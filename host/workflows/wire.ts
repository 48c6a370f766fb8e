import { z } from "zod";

/** The shapes in which runs and scripts leave the engine. Times are ISO 8601, UTC. */

const time = z.string();

export const errorShape = z.object({
  /** Name of what was thrown. */
  name: z.string(),
  message: z.string(),
  code: z.number(),
  reason: z.string(),
  hint: z.string().optional(),
  /** The step that failed. */
  step: z.string().optional(),
  /** Where in the script, `line:column`, when it is known. */
  at: z.string().optional(),
});

export const runState = z.enum([
  "queued",
  "running",
  "waiting",
  "sleeping",
  "paused",
  "succeeded",
  "failed",
  "cancelled",
]);

export const runInfo = z.object({
  id: z.string(),
  name: z.string(),
  state: runState,
  /** Why it does not run now, for people. */
  reason: z.string().optional(),
  /** What began it: `event github.issues.opened`, `manual by alice`, `replay of <id>`. */
  trigger: z.string(),
  /** `event`, `manual`, `cron`, `every`, `hook` or `call`; of a replay that of the first run. */
  triggerKind: z.string(),
  createdAt: time,
  /** The time that a schedule meant. */
  dueAt: time.optional(),
  /** When it was created while it is queued. */
  startedAt: time,
  endedAt: time.optional(),
  /** When it goes on by itself. */
  wakeAt: time.optional(),
  /** It was cancelled or took too long, and cleans up since then. */
  cleaningUpSince: time.optional(),
  /** Position of the event that began it. */
  eventSeq: z.number().optional(),
  /** The run of which it is a replay. */
  origin: z.string().optional(),
  /** The run that began it by `invoke`. */
  parent: z.string().optional(),
  error: errorShape.optional(),
});
export type RunInfo = z.infer<typeof runInfo>;

export const stepInfo = z.object({
  /** `name` or `name#2`, unique in the run. */
  id: z.string(),
  name: z.string(),
  occurrence: z.number(),
  kind: z.enum(["call", "step", "sleep", "wait", "publish", "signal", "approve", "invoke"]),
  state: z.enum(["running", "waiting", "sleeping", "retrying", "succeeded", "failed"]),
  attempts: z.number(),
  /** Order in which the run asked for its steps, from 1. */
  position: z.number(),
  input: z.unknown(),
  output: z.unknown(),
  error: errorShape.optional(),
  startedAt: time,
  endedAt: time.optional(),
  /** When the next attempt is, or a sleep ends. */
  wakeAt: time.optional(),
  /** Characters of JSON of what is too long for a list; `host.workflow.run.step` has it. */
  leftOut: z.object({ input: z.number().optional(), output: z.number().optional() }).optional(),
  /** Attempts that failed, oldest first; the newest 20 in lists. */
  failures: z.array(z.object({ attempt: z.number(), endedAt: time, retryAt: time.optional(), error: errorShape }))
    .optional(),
});
export type StepInfo = z.infer<typeof stepInfo>;

export const approval = z.object({
  /** Id of the run that asks. */
  run: z.string(),
  workflow: z.string(),
  /** The step that waits. */
  step: z.string(),
  question: z.string(),
  /** Who may decide: this role and those above it. */
  role: z.enum(["owner", "admin", "member", "guest", "agent"]),
  askedAt: time,
  /** When it is rejected by itself. */
  deadline: time.optional(),
});
export type Approval = z.infer<typeof approval>;

const relatedRun = z.object({ id: z.string(), name: z.string(), state: runState });

export const runDetail = runInfo.extend({
  /** Bundle to which it is pinned. */
  hash: z.string(),
  /** It began with an earlier version than the one that is live; `host.workflow.migrate` moves it. */
  outdated: z.boolean().optional(),
  /** Of `concurrency`. */
  key: z.string().optional(),
  event: z.unknown().optional(),
  input: z.unknown().optional(),
  output: z.unknown().optional(),
  /** Why it is paused: how the script's steps differ from the journal. */
  difference: z.unknown().optional(),
  /** All steps, or of a long history the first page. */
  steps: z.array(stepInfo),
  /** Cursor for `host.workflow.run.steps`, when there are more. */
  nextSteps: z.string().optional(),
  /** The position of the newest step: about how many there are. */
  stepCount: z.number(),
  /** Runs that it began by `invoke`; at most 200. */
  children: z.array(relatedRun).optional(),
  /** Replays of it and runs that went their own way from one of its steps, newest first; at most 50. */
  replays: z.array(relatedRun).optional(),
  /** What it asks of people now. */
  approvals: z.array(approval).optional(),
});
export type RunDetail = z.infer<typeof runDetail>;

export const diagnostic = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  message: z.string(),
  kind: z.enum(["syntax", "type", "load", "manifest"]),
  source: z.string().optional(),
});

export const workflowInfo = z.object({
  name: z.string(),
  file: z.string(),
  description: z.string().optional(),
  /** `live`: what is in the file takes events; `faulty`: it has a fault; `stopped`: safe mode; `needs_grant`. */
  state: z.enum(["live", "faulty", "stopped", "needs_grant"]),
  reason: z.string().optional(),
  /** What a newer version asks an owner for; `hash` is what `host.workflow.grants.set` takes. */
  needs: z.object({ hash: z.string(), net: z.array(z.string()), secrets: z.array(z.string()) }).optional(),
  /** A last good version goes on although the file has a fault. */
  lastGood: z.boolean(),
  since: time,
  /** Of the version that takes events. */
  hash: z.string().optional(),
  uses: z.array(z.string()),
  triggers: z.array(z.object({
    kind: z.string(),
    /** The event's type, the schedule … */
    detail: z.string().optional(),
    input: z.unknown().optional(),
    /** When a schedule is due next. */
    next: time.optional(),
  })),
  concurrency: z.object({ limit: z.number(), key: z.string().optional() }).optional(),
  diagnostics: z.array(diagnostic),
  /** The newest runs, newest first. */
  runs: z.array(runInfo),
});
export type WorkflowInfo = z.infer<typeof workflowInfo>;

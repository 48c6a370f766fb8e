import { z } from "zod";

export const ACTUAL = [
  "disabled",
  "pending",
  "starting",
  "running",
  "ready",
  "unhealthy",
  "stopping",
  "stopped",
  "completed",
  "failed",
  "backoff",
  "skipped",
  "scheduled",
] as const;
export type Actual = (typeof ACTUAL)[number];
export type Desired = "running" | "stopped";
export type Health = "unknown" | "starting" | "healthy" | "unhealthy";

const Time = z.iso.datetime();

/** How the last run ended. */
export const LastEnd = z.object({
  at: Time,
  code: z.int().optional().describe("As shells tell it: 128 + n when signal n ended it"),
  signal: z.string().optional(),
  reason: z.string(),
  lastLines: z.array(z.string()).describe("The last lines that it printed, at most 20"),
});
export type LastEnd = z.infer<typeof LastEnd>;

/** What is wanted of a service, and how it is. */
export const Status = z.object({
  name: z.string(),
  desired: z.enum(["running", "stopped"]).describe("What somebody wants"),
  actual: z.enum(ACTUAL).describe("How it is"),
  health: z.enum(["unknown", "starting", "healthy", "unhealthy"]).describe("unknown: it has no check"),
  since: Time.describe("When it came to be so"),
  reason: z.string().optional().describe("Why it is so, and what to do where something is wrong"),
  restarts: z.int().describe("How often it was restarted since the host knows it"),
  enabled: z.boolean(),
  source: z.enum(["toml", "registered"]),
  file: z.string().optional().describe("Of a TOML spec"),
  description: z.string().optional(),
  version: z.string().optional(),
  pid: z.int().optional(),
  startedAt: Time.optional(),
  readyAt: Time.optional(),
  stoppedBy: z.string().optional().describe("Who stopped it"),
  nextRestartAt: Time.optional(),
  after: z.array(z.object({ service: z.string(), condition: z.string() })),
  actions: z.array(z.string()),
  lastEnd: LastEnd.optional(),
});
export type Status = z.infer<typeof Status>;

import { type Context, type LaunchedService, RpcError } from "@bulkhead/plugin";
import { ENDED_STATES, type Job, JOB_STATES, type JobState } from "../domain/job.ts";
import type { ActionSpec } from "../domain/spec.ts";
import { endWords } from "./end_words.ts";
import type { Reports } from "./reports.ts";
import type { Unit } from "./unit.ts";

/** Jobs of one action that may wait for their turn. */
const MAX_QUEUED = 100;
/** Jobs that programs report and that have not ended. */
const MAX_REPORTED = 2_000;
/** Of one service. */
const MAX_REPORTED_BY_ONE = 200;

interface Running {
  traceparent: string | undefined;
  job: Job;
  cancelled: boolean;
  process?: LaunchedService;
  done: Promise<void>;
}

/** What a program says of a job of its own. */
export interface JobReport {
  id?: string | undefined;
  service?: string | undefined;
  name?: string | undefined;
  state?: JobState | undefined;
  done?: number | undefined;
  total?: number | undefined;
  message?: string | undefined;
  parentId?: string | undefined;
}

/** Runs actions, each no more often at once than it says, and follows what programs report of jobs of their own. */
export class Jobs {
  readonly #running = new Map<string, Running>();
  readonly #reported = new Map<string, Job>();
  /** By action: those that wait, oldest first. */
  readonly #lanes = new Map<string, { active: number; waiting: (() => void)[] }>();

  constructor(private readonly ctx: Context, private readonly reports: Reports) {}

  /** A job that has not ended; undefined for all others. */
  find(id: string): Job | undefined {
    return this.#running.get(id)?.job ?? this.#reported.get(id);
  }

  /** Begins, or waits for its turn. Throws RpcError `rate_limited` when too many wait. */
  submit(
    unit: Unit,
    action: ActionSpec,
    options: { trigger: Job["trigger"]; parentId?: string; args?: string[]; traceparent?: string | undefined },
  ): Job {
    const lane = this.#lane(unit, action);
    if (lane.waiting.length >= MAX_QUEUED) {
      throw new RpcError("rate_limited", `${MAX_QUEUED} jobs of "${unit.name}/${action.name}" wait already`, {
        reason: "too_many_jobs",
        retryAfterMs: 5_000,
        hint: "Cancel some, or raise max_concurrent of the action",
      });
    }
    const job: Job = {
      ...{ id: crypto.randomUUID(), service: unit.name, action: action.name, name: `${unit.name}/${action.name}` },
      ...{ state: "queued", trigger: options.trigger, createdAt: new Date().toISOString() },
      ...(options.parentId === undefined ? {} : { parentId: options.parentId }),
    };
    const running: Running = { job, cancelled: false, done: Promise.resolve(), traceparent: options.traceparent };
    this.#running.set(job.id, running);
    this.reports.job(job);
    running.done = this.#carryOut(unit, action, running, options.args ?? []).catch((error) => {
      this.#finish(running, "failed", (error as Error).message);
    });
    return job;
  }

  /** Resolves with the job when it has ended. */
  async ended(id: string): Promise<Job | undefined> {
    const running = this.#running.get(id);
    await running?.done;
    return running?.job;
  }

  /** Ends it; false when it has ended already. */
  async cancel(id: string): Promise<boolean> {
    const running = this.#running.get(id);
    if (!running) return false;
    running.cancelled = true;
    for (const { job } of [...this.#running.values()]) if (job.parentId === id) void this.cancel(job.id);
    if (running.job.state === "queued") this.#wake();
    await running.process?.signal("SIGTERM");
    const timer = setTimeout(() => void running.process?.signal("SIGKILL").catch(() => {}), 5_000);
    await running.done;
    clearTimeout(timer);
    return true;
  }

  /** Takes what a program says of a job of its own; answers the job. */
  report(report: JobReport): Job {
    const known = report.id === undefined ? undefined : this.#reported.get(report.id);
    const own = report.id === undefined ? undefined : this.#running.get(report.id)?.job;
    const now = new Date().toISOString();
    const job = own ?? known ?? this.#begin(report, now);
    // How the job of an action ends is told by its program's end.
    if (!own && report.state && (JOB_STATES as readonly string[]).includes(report.state)) job.state = report.state;
    for (const key of ["done", "total", "message"] as const) {
      if (report[key] !== undefined) Object.assign(job, { [key]: report[key] });
    }
    if (!own && ENDED_STATES.includes(job.state)) {
      job.endedAt = now;
      this.#reported.delete(job.id);
    }
    this.reports.job(job);
    return job;
  }

  /** The service that reported them has ended: of those that it did not end nobody will hear again. */
  abandon(service: string): void {
    for (const job of [...this.#reported.values()]) {
      if (job.service !== service) continue;
      this.#reported.delete(job.id);
      Object.assign(job, {
        state: "lost",
        endedAt: new Date().toISOString(),
        message: "The service ended before the job",
      });
      this.reports.job(job);
    }
  }

  /** Ends everything that runs. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.cancel(id)));
  }

  #begin(report: JobReport, now: string): Job {
    const own = report.service === undefined ? 0 : this.#reportedBy(report.service);
    if (this.#reported.size >= MAX_REPORTED || own >= MAX_REPORTED_BY_ONE) {
      throw new RpcError("rate_limited", `${own || MAX_REPORTED} reported jobs have not ended`, {
        reason: "too_many_jobs",
        retryAfterMs: 5_000,
        hint: "Report the end of each: state succeeded, failed or cancelled",
      });
    }
    const job: Job = {
      ...{ id: report.id ?? crypto.randomUUID(), name: report.name ?? "job", state: "running", trigger: "report" },
      ...{ createdAt: now, startedAt: now },
      ...(report.service === undefined ? {} : { service: report.service }),
      ...(report.parentId === undefined ? {} : { parentId: report.parentId }),
    };
    this.#reported.set(job.id, job);
    return job;
  }

  #reportedBy(service: string): number {
    let count = 0;
    for (const job of this.#reported.values()) if (job.service === service) count++;
    return count;
  }

  async #carryOut(unit: Unit, action: ActionSpec, running: Running, args: string[]): Promise<void> {
    const { job } = running;
    for (const need of action.needs) {
      if (running.cancelled) return this.#finish(running, "cancelled");
      const needed = unit.actions.find(({ name }) => name === need)!;
      const child = await this.ended(
        this.submit(unit, needed, { trigger: "need", parentId: job.id, traceparent: running.traceparent }).id,
      );
      if (child?.state !== "succeeded") {
        return this.#finish(
          running,
          running.cancelled ? "cancelled" : "failed",
          `It needs "${need}", which ${child?.state}`,
        );
      }
    }
    await this.#turn(unit, action, running);
    try {
      if (running.cancelled) return this.#finish(running, "cancelled");
      job.state = "running";
      job.startedAt = new Date().toISOString();
      this.reports.job(job);
      await this.#run(unit, action, running, args);
    } finally {
      this.#lane(unit, action).active--;
      this.#wake();
    }
  }

  async #run(unit: Unit, action: ActionSpec, running: Running, args: string[]): Promise<void> {
    const { job } = running;
    const { name, cwd, env, env_inherit, env_from_secret, logs } = unit.spec;
    const process = await this.ctx.process.services.launch({
      ...{ name, exec: [...action.exec, ...args], cwd: action.cwd ?? cwd, envInherit: env_inherit },
      env: { BULKHEAD_SERVICE: name, BULKHEAD_JOB: job.id, ...env, ...action.env },
      ...{ envSecrets: env_from_secret, source: `${logs.src ?? name}.${action.name}`, fields: { job: job.id } },
      timeoutMs: Math.round(action.timeout),
      ...(running.traceparent === undefined ? {} : { traceparent: running.traceparent }),
    });
    running.process = process;
    if (running.cancelled) await process.signal("SIGTERM");
    const following = this.#follow(process, job).catch(() => {});
    const end = await process.ended;
    await following;
    job.exitCode = end.code;
    if (running.cancelled) return this.#finish(running, "cancelled");
    if (end.code === 0 && !end.endedBy) return this.#finish(running, "succeeded");
    const last = end.lastLines.at(-1);
    const what = endWords(end, undefined);
    this.#finish(running, "failed", last && !end.endedBy ? `${what}: ${last.slice(0, 300)}` : what);
  }

  /** Progress of the job, and children that it reports. */
  async #follow(process: LaunchedService, job: Job): Promise<void> {
    for await (const note of process.notes()) {
      if (note.bulkhead !== "job") continue;
      const report = readReport(note);
      if (report.id === undefined || report.id === job.id) this.report({ ...report, id: job.id });
      else this.report({ ...report, service: job.service, parentId: report.parentId ?? job.id });
    }
  }

  #finish(running: Running, state: JobState, message?: string): void {
    const { job } = running;
    job.state = state;
    job.endedAt = new Date().toISOString();
    if (message !== undefined) job.message = message;
    this.#running.delete(job.id);
    this.reports.job(job);
  }

  #lane(unit: Unit, action: ActionSpec) {
    const key = `${unit.name}/${action.name}`;
    let lane = this.#lanes.get(key);
    if (!lane) this.#lanes.set(key, lane = { active: 0, waiting: [] });
    return lane;
  }

  async #turn(unit: Unit, action: ActionSpec, running: Running): Promise<void> {
    const lane = this.#lane(unit, action);
    while (lane.active >= action.max_concurrent && !running.cancelled) {
      await new Promise<void>((resolve) => lane.waiting.push(resolve));
    }
    lane.active++;
  }

  /** Whoever waits looks whether it is its turn; those that came first look first. */
  #wake(): void {
    for (const { waiting } of this.#lanes.values()) for (const resume of waiting.splice(0)) resume();
  }
}

/** A report out of a note that a program printed: nothing about it is certain. */
export function readReport(note: Record<string, unknown>): JobReport {
  const text = (value: unknown, max: number) =>
    typeof value === "string" && value !== "" ? value.slice(0, max) : undefined;
  const count = (value: unknown) => typeof value === "number" && Number.isFinite(value) ? value : undefined;
  return {
    ...{ id: text(note.id, 100), name: text(note.name, 200), message: text(note.message, 500) },
    ...{ done: count(note.done), total: count(note.total), parentId: text(note.parent, 100) },
    state: JOB_STATES.find((state) => state === note.state && state !== "lost"),
  };
}

import type { Context } from "@bulkhead/plugin";
import type { Job } from "../domain/job.ts";
import { saveJob } from "../store/jobs.ts";
import { addSamples, saveInstance } from "../store/services.ts";
import { present } from "./present.ts";
import type { Unit } from "./unit.ts";

/** Changes of so long are kept and told together: one commit for all of them. */
const GATHER_MS = 60;

/** After what could not be kept. */
const AGAIN_MS = 5_000;

/** Keeps how services and jobs are, and tells it, a moment after it came to be so and many at once. */
export class Reports {
  readonly #units = new Set<Unit>();
  readonly #jobs = new Map<string, Job>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ctx: Context) {}

  unit(unit: Unit): void {
    this.#units.add(unit);
    this.#soon();
  }

  job(job: Job): void {
    this.#jobs.set(job.id, { ...job });
    this.#soon();
  }

  forget(unit: Unit): void {
    this.#units.delete(unit);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#units.size === 0 && this.#jobs.size === 0) return;
    const [units, jobs] = [[...this.#units], [...this.#jobs.values()]];
    this.#units.clear();
    this.#jobs.clear();
    try {
      this.ctx.db.transaction(() => this.#keep(units, jobs));
    } catch (error) {
      // The disk is full, or gone: what is so is kept and told as soon as that works again.
      for (const unit of units) {
        this.#told.delete(unit);
        this.#units.add(unit);
      }
      for (const job of jobs) if (!this.#jobs.has(job.id)) this.#jobs.set(job.id, job);
      this.#soon(AGAIN_MS);
      throw error;
    }
    for (const unit of units) unit.samples = [];
  }

  #keep(units: Unit[], jobs: Job[]): void {
    const { ctx } = this;
    for (const unit of units) {
      saveInstance(ctx.db, unit.row());
      if (unit.samples.length > 0) addSamples(ctx.db, unit.name, unit.samples);
      this.#tell(unit);
    }
    for (const job of jobs) {
      saveJob(ctx.db, job);
      ctx.events.publish({ type: "supervisor.job.changed", subject: job.id, audience: "role:admin", data: job });
    }
  }

  /** What is the same as last time is not told again: a sample of health alone is no news. */
  #tell(unit: Unit): void {
    const { lastEnd, ...status } = present(unit);
    const data = lastEnd ? { ...status, lastEnd: { ...lastEnd, lastLines: [] } } : status;
    const text = JSON.stringify(data);
    if (this.#told.get(unit) === text) return;
    this.#told.set(unit, text);
    const { ctx } = this;
    ctx.events.publish({ type: "supervisor.service.changed", subject: unit.name, audience: "role:admin", data });
    if (unit.actual === "failed") {
      ctx.events.publish({ type: "supervisor.service.failed", subject: unit.name, audience: "role:admin", data });
    }
  }
  readonly #told = new WeakMap<Unit, string>();

  #soon(afterMs = GATHER_MS): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      try {
        this.flush();
      } catch (error) {
        this.ctx.log.error("How services are could not be kept", { error });
      }
    }, afterMs);
  }
}

import { type Context, RpcError, type SpecFiles } from "@bulkhead/plugin";
import { type Dependency, dependencyVerdict } from "../domain/dependency.ts";
import { checkFile, checkSpec, type Fault } from "../domain/faults.ts";
import { dependentsOf, neededBy } from "../domain/graph.ts";
import type { Spec } from "../domain/spec.ts";
import { lineOf } from "../domain/toml_lines.ts";
import { loseJobs } from "../store/jobs.ts";
import { allInstances, allServices, removeService } from "../store/services.ts";
import { Jobs, readReport } from "./jobs.ts";
import { KeptServices, recall } from "./kept.ts";
import { pause } from "./pause.ts";
import { Reports } from "./reports.ts";
import { clearSchedules, setSchedules } from "./schedules.ts";
import { checkCircle, checkCommands, refusal } from "./spec_checks.ts";
import { Unit, type UnitHost } from "./unit.ts";
import { MACHINE_CLOCK } from "./unit_clock.ts";

/** True while this runs: where it is so at the start, the last life was not ended in order. */
const OPEN = "open";
/** Less than the host gives a plugin to drain. */
const STOP_ALL_MS = 4_000;
/** After a failed look at the folder of specs. */
const AGAIN_MS = 5_000;

/** What a reload has done. */
export interface Reloaded {
  added: string[];
  changed: string[];
  restarted: string[];
  removed: string[];
  faults: Fault[];
}

/** All services of this machine: what is wanted, what is, and everything that keeps the two together. */
export class Supervisor implements UnitHost {
  readonly units = new Map<string, Unit>();
  readonly reports: Reports;
  readonly jobs: Jobs;
  faults: Fault[] = [];
  folder = "";
  /** Do services run apart from the host's data folder? */
  confined = true;
  readonly #kept: KeptServices;
  readonly #closing = new AbortController();
  readonly #changes = new Set<() => void>();
  /** Until all is known nothing is started. */
  #opened = false;
  #version = -1;
  #loading: Promise<Reloaded> | undefined;
  #reloading: Promise<Reloaded> | undefined;
  #watching: Promise<void> = Promise.resolve();

  readonly clock = MACHINE_CLOCK;

  constructor(readonly ctx: Context) {
    this.reports = new Reports(ctx);
    this.jobs = new Jobs(ctx, this.reports);
    this.#kept = new KeptServices(ctx, (unit) => this.units.get(unit.name) === unit);
  }

  /** Reads what is known, ends nothing and starts what is wanted. */
  async open(): Promise<void> {
    const killed = this.ctx.kv.get(OPEN) === true;
    this.ctx.kv.set(OPEN, true);
    const lost = loseJobs(this.ctx.db, new Date().toISOString());
    if (lost > 0) this.ctx.log.warn(`${lost} jobs were cut off when the host ended`);
    const instances = new Map(allInstances(this.ctx.db).map((row) => [row.service, row]));
    for (const row of allServices(this.ctx.db)) {
      const { spec } = checkSpec(JSON.parse(row.spec));
      if (!spec) {
        this.ctx.log.error(`The kept spec of "${row.name}" is none any more: register it anew`);
        continue;
      }
      const unit = new Unit(spec, this);
      recall(unit, row, instances.get(row.name));
      this.units.set(row.name, unit);
    }
    await this.reload();
    this.#opened = true;
    for (const unit of this.units.values()) {
      const row = instances.get(unit.name);
      unit.resume({ killed, cut: killed && row !== undefined && row.started_at !== null });
    }
    this.#watching = this.#watch();
  }

  /** Throws RpcError `not_found` that names what there is. */
  get(name: string): Unit {
    const unit = this.units.get(name);
    if (unit) return unit;
    const fault = this.faults.find((one) => one.service === name || one.file === `${name}.toml`);
    const known = [...this.units.keys()].sort();
    throw new RpcError("not_found", `There is no service "${name}"`, {
      path: "/name",
      hint: fault
        ? `Its spec is at fault: ${fault.file}:${fault.line}: ${fault.message}`
        : known.length > 0
        ? `There are ${known.slice(0, 20).join(", ")}${known.length > 20 ? " …" : ""}`
        : `Put a spec into ${this.folder}/${name}.toml, or register it`,
    });
  }

  /** Starts it and what it needs, except what somebody has stopped. Resolves when it is on disk that this is wanted. */
  async start(unit: Unit, options: { dependencies: boolean; traceparent?: string | undefined }): Promise<void> {
    if (!unit.enabled) {
      throw new RpcError("precondition_failed", `"${unit.name}" is disabled`, {
        reason: "disabled",
        hint: `Enable it first: supervisor.service.enable {"name": "${unit.name}"}`,
      });
    }
    for (const name of neededBy(unit.name, this.edges())) {
      const needed = this.units.get(name)!;
      if (needed.desired === "running" || !needed.enabled) continue;
      if (needed.stoppedBy !== undefined && !options.dependencies) continue;
      void this.#want(needed, "running").catch(() => {});
      needed.start();
    }
    const kept = this.#want(unit, "running");
    unit.traceparent = options.traceparent;
    unit.start();
    await kept;
  }

  async stop(unit: Unit, by: string): Promise<void> {
    await Promise.all([this.#want(unit, "stopped", by), unit.stop(by)]);
  }

  async setEnabled(unit: Unit, enabled: boolean): Promise<void> {
    unit.enabled = enabled;
    await this.#kept.keep(unit);
    if (!enabled) {
      await unit.halt();
      if (!unit.enabled) unit.become("disabled");
      return;
    }
    unit.become("stopped");
    if (unit.desired === "running") unit.start();
  }

  /** Takes a spec that somebody sent; `given` is as it came. Throws RpcError `invalid_params` or `conflict`. */
  async register(given: unknown, options: { replace: boolean }): Promise<Unit> {
    const { spec, faults } = checkSpec(given);
    if (!spec) throw refusal(faults[0]!, faults.length - 1);
    const { name } = spec.service;
    const known = this.units.get(name);
    if (known?.source === "toml") {
      throw new RpcError("conflict", `"${name}" is described by ${known.file}`, {
        path: "/spec/service/name",
        hint: `Change ${this.folder}/${known.file}, or take another name`,
      });
    }
    if (!known && options.replace) this.get(name);
    await checkCommands(spec, this.ctx);
    checkCircle(spec, this.edges());
    return await this.#take(spec, given, { source: "registered", file: undefined });
  }

  /** Ends and forgets it. */
  async remove(unit: Unit): Promise<void> {
    unit.desired = "stopped";
    await unit.halt();
    this.units.delete(unit.name);
    this.reports.forget(unit);
    clearSchedules(unit, this.ctx);
    removeService(this.ctx.db, unit.name);
    this.ctx.events.publish({
      type: "supervisor.service.removed",
      subject: unit.name,
      audience: "role:admin",
      data: { name: unit.name },
    });
    this.#changed();
  }

  /** Reads the folder of specs; restarts only what was made with something that is other now. */
  reload(): Promise<Reloaded> {
    if (!this.#loading) return this.#loading = this.#load().finally(() => this.#loading = undefined);
    // The one under way may have looked before what the caller has written.
    return this.#reloading ??= this.#loading.catch(() => {}).then(() => {
      this.#reloading = undefined;
      return this.reload();
    });
  }

  edges(): Map<string, string[]> {
    return new Map([...this.units].map(([name, { spec }]) => [name, spec.after.map(({ service }) => service)]));
  }

  changed(unit: Unit): void {
    this.reports.unit(unit);
    this.#changed();
  }

  ended(unit: Unit): void {
    this.jobs.abandon(unit.name);
  }

  keep(): void {
    this.reports.flush();
  }

  failed(unit: Unit): void {
    this.ctx.log.error(`${unit.name} has failed: ${unit.reason}`, { service: unit.name });
  }

  noted(unit: Unit, note: { bulkhead: string } & Record<string, unknown>): void {
    if (note.bulkhead === "health") {
      unit.pushed(note.ok === true, typeof note.detail === "string" ? note.detail.slice(0, 200) : "it says so");
    } else if (note.bulkhead === "job") {
      const report = readReport(note);
      // Without a name of its own nobody could say how it goes on.
      if (report.id === undefined) return;
      try {
        this.jobs.report({ ...report, service: unit.name });
      } catch (error) {
        this.ctx.log.warn(`A job that ${unit.name} reports is not followed`, { error });
      }
    }
  }

  async awaitDependencies(unit: Unit, signal: AbortSignal): Promise<boolean> {
    const { after, dependency_timeout } = unit.spec;
    if (after.length === 0) return !signal.aborted;
    const deadline = performance.now() + dependency_timeout;
    while (!signal.aborted) {
      const now = performance.now();
      const verdict = dependencyVerdict(after.map((one) => this.#dependency(one)));
      if (verdict.met) return true;
      if (verdict.hopeless) unit.become("skipped", verdict.reason);
      else if (now >= deadline) {
        unit.become("skipped", `${verdict.reason}; dependency_timeout is over. It starts by itself once that is so`);
      } else unit.become("pending", verdict.reason);
      await this.#change(signal, unit.actual === "pending" ? deadline - now : undefined);
    }
    return false;
  }

  /** Ends everything, those first for which nobody waits; what is wanted stays so. */
  async close(): Promise<void> {
    this.#closing.abort();
    const edges = this.edges();
    const halting = new Map<string, Promise<void>>();
    const halt = (name: string): Promise<void> => {
      const known = halting.get(name);
      if (known) return known;
      const work = (async () => {
        await Promise.all(dependentsOf(name, edges).map(halt));
        const unit = this.units.get(name)!;
        unit.closing = true;
        await unit.halt();
        if (unit.actual !== "failed" && unit.actual !== "completed" && unit.desired === "running") {
          unit.become("stopped", "The host is stopping");
        }
      })();
      halting.set(name, work);
      return work;
    };
    const timeout = new AbortController();
    const all = Promise.all([this.jobs.close(), ...[...this.units.keys()].map(halt)]);
    await Promise.race([all, pause(STOP_ALL_MS, timeout.signal)]);
    timeout.abort();
    this.reports.flush();
    this.ctx.kv.set(OPEN, false);
    await this.#watching;
  }

  #dependency({ service, condition }: { service: string; condition: Dependency["condition"] }): Dependency {
    const unit = this.units.get(service);
    if (!unit) return { service, condition };
    const { actual, desired, stoppedBy, reason, checked, logged } = unit;
    return {
      ...{ service, condition },
      state: {
        ...{ actual, desired, checked, logged, readyLog: unit.spec.ready_log },
        ...(stoppedBy === undefined ? {} : { stoppedBy }),
        ...(reason === undefined ? {} : { reason }),
      },
    };
  }

  #want(unit: Unit, desired: "running" | "stopped", by?: string): Promise<void> {
    unit.desired = desired;
    unit.stoppedBy = desired === "stopped" ? by : undefined;
    return this.#kept.keep(unit);
  }

  async #load(): Promise<Reloaded> {
    const done: Reloaded = { added: [], changed: [], restarted: [], removed: [], faults: [] };
    const found = await this.ctx.process.services.specs();
    this.#version = found.version;
    this.folder = found.folder;
    this.confined = found.confined;
    if (found.fault) done.faults.push({ file: "", line: 0, path: "", message: found.fault });
    const files = new Set<string>();
    for (const file of found.files) {
      files.add(file.file);
      await this.#loadFile(file, done);
    }
    for (const unit of [...this.units.values()]) {
      // A folder that cannot be read says nothing about what is in it.
      if (unit.source !== "toml" || files.has(unit.file!) || found.fault) continue;
      await this.remove(unit);
      done.removed.push(unit.name);
    }
    for (const unit of this.units.values()) {
      const missing = unit.spec.after.find(({ service }) => !this.units.has(service));
      if (!missing || unit.source !== "toml") continue;
      const message = `"after" names "${missing.service}", which no spec describes: it waits until one does`;
      done.faults.push({ file: unit.file!, line: 0, path: "/service/after", service: unit.name, message });
    }
    if (JSON.stringify(this.faults) !== JSON.stringify(done.faults)) {
      this.faults = done.faults;
      this.ctx.events.publish({
        type: "supervisor.spec.changed",
        audience: "role:admin",
        data: { faults: done.faults },
      });
      for (const { file, line, message } of done.faults) this.ctx.log.warn(`${file}:${line}: ${message}`);
    }
    return done;
  }

  async #loadFile(file: SpecFiles["files"][number], done: Reloaded): Promise<void> {
    const { spec, given, faults } = checkFile(file);
    const fault = (path: string, message: string, hint?: string) => {
      const at = lineOf(file.text, path.split("/").slice(1));
      const whole = hint ? `${message}. ${hint}` : message;
      done.faults.push({
        file: file.file,
        line: at,
        path,
        ...(spec ? { service: spec.service.name } : {}),
        message: whole,
      });
    };
    done.faults.push(...faults);
    if (!spec) return;
    const { name } = spec.service;
    const known = this.units.get(name);
    if (known && (known.source !== "toml" || known.file !== file.file)) {
      const by = known.source === "toml" ? `in ${known.file}` : "by a call";
      return fault("/service/name", `"${name}" is described ${by} already: give one another name`);
    }
    try {
      await checkCommands(spec, this.ctx);
      checkCircle(spec, this.edges());
    } catch (error) {
      const { message, data } = error as RpcError;
      return fault((data?.path ?? "/service/exec").replace(/^\/spec/, ""), message, data?.hint);
    }
    if (known && JSON.stringify(known.given) === JSON.stringify(given)) return;
    const wasRunning = known?.running !== undefined;
    const before = known?.running?.id;
    const unit = await this.#take(spec, given, { source: "toml", file: file.file });
    (known ? done.changed : done.added).push(name);
    if (wasRunning && unit.running?.id === before && unit.anew) done.restarted.push(name);
  }

  async #take(spec: Spec, given: unknown, from: { source: Unit["source"]; file: string | undefined }): Promise<Unit> {
    const { name } = spec.service;
    const known = this.units.get(name);
    const unit = known ?? new Unit(spec, this);
    const scheduled = known?.actions.filter((action) => action.schedule !== undefined).map((action) => action.name) ??
      [];
    unit.source = from.source;
    unit.file = from.file;
    unit.given = given;
    unit.anew = known !== undefined && unit.replace(spec, given);
    if (!known) {
      this.units.set(name, unit);
      if (from.source === "toml" && this.#startsByItself(spec)) unit.desired = "running";
    }
    await this.#kept.keep(unit);
    if (this.units.get(name) !== unit) return unit;
    setSchedules(unit, scheduled, this.ctx);
    if (!this.#opened) return unit;
    if (unit.anew) void unit.restart();
    else if (!known && unit.desired === "running") unit.start();
    this.changed(unit);
    return unit;
  }

  /** A service of a profile starts by itself where that is the one of the settings. */
  #startsByItself({ service: { autostart = true, always_on, profile } }: Spec): boolean {
    const { profile: chosen = "" } = this.ctx.settings as { profile?: string };
    return always_on || (autostart && (profile.length === 0 || profile.includes(chosen)));
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        const version = await Promise.race([
          this.ctx.process.services.specsChanged(this.#version),
          new Promise<undefined>((resolve) =>
            signal.addEventListener("abort", () => resolve(undefined), { once: true })
          ),
        ]);
        if (version !== undefined && version !== this.#version) await this.reload();
      } catch (error) {
        if (signal.aborted) return;
        this.ctx.log.error("The folder of specs cannot be watched", { error });
        await pause(AGAIN_MS, signal);
      }
    }
  }

  #change(signal: AbortSignal, timeoutMs: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => done(), Math.max(1, timeoutMs));
      const done = () => {
        clearTimeout(timer);
        this.#changes.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.#changes.add(done);
      signal.addEventListener("abort", done, { once: true });
    });
  }

  #changed(): void {
    if (this.#told) return;
    this.#told = true;
    // Those who wait look once at all that this turn has changed.
    queueMicrotask(() => {
      this.#told = false;
      for (const done of [...this.#changes]) done();
    });
  }
  #told = false;
}

import type { Context, LaunchedService } from "@bulkhead/plugin";
import { spoken } from "../domain/duration.ts";
import { type Cause, decideRestart, type RestartDecision } from "../domain/restart.ts";
import { runtimeOf, type ServiceSpec, type Spec } from "../domain/spec.ts";
import type { Actual, Desired, Health, LastEnd } from "../domain/status.ts";
import type { HealthRow, InstanceRow } from "../store/services.ts";
import { type Checked, type Verdict, watchHealth } from "./checks.ts";
import { endWords } from "./end_words.ts";
import { pause } from "./pause.ts";
import { toWallTimes, type UnitClock } from "./unit_clock.ts";

/** What a unit needs of the engine around it. */
export interface UnitHost {
  readonly ctx: Context;
  readonly clock: UnitClock;
  /** Something about the unit is other than before: it is to be kept and told. */
  changed(unit: Unit): void;
  /** Resolves when the dependencies are met; false when `signal` aborted first. Sets the unit's state meanwhile. */
  awaitDependencies(unit: Unit, signal: AbortSignal): Promise<boolean>;
  /** A note that its program printed. */
  noted(unit: Unit, note: { bulkhead: string } & Record<string, unknown>): void;
  /** Its run is over: what it reported and did not end will not be ended. */
  ended(unit: Unit): void;
  /** Puts on disk now what is known. */
  keep(): void;
  /** It has failed for good. */
  failed(unit: Unit): void;
}

/** The process of one run. */
interface Run {
  service: LaunchedService;
  startedAt: number;
  /** The same, by the clock that nobody sets. */
  begunAt: number;
  /** Since when it is up and well, by the clock that nobody sets. */
  wellAt?: number;
}

interface Outcome {
  cause: Cause;
  code?: number;
  signal?: string;
  what: string;
  lastLines: string[];
  stableMs: number;
}

/**
 * One service: what is wanted of it, how it is, and the one life that brings the two together. Whoever starts or stops it
 * changes what is wanted; only the life starts and ends processes, so that there are never two.
 */
export class Unit implements Checked {
  source: "toml" | "registered" = "registered";
  file: string | undefined;
  /** As it was given. */
  given: unknown;
  desired: Desired = "stopped";
  stoppedBy: string | undefined;
  enabled = true;
  actual: Actual = "stopped";
  health: Health = "unknown";
  sinceMs: number;
  /** The trace of the call that has it start: its next process goes on with it. */
  traceparent: string | undefined;
  reason: string | undefined;
  restarts = 0;
  /** When it ended without having been well for long, by the clock that nobody sets. */
  unstable: number[] = [];
  nextRestartMs: number | undefined;
  readyMs: number | undefined;
  lastEnd: LastEnd | undefined;
  /** Its ready_log line has come in this run. */
  logged = false;
  /** Takes what the service says of its health. */
  pushed: (ok: boolean, detail: string) => void = () => {};
  /** The host is stopping: nothing begins any more. */
  closing = false;
  /** The last change of its spec had what runs begin anew. */
  anew = false;
  /** Health samples that are not kept yet. */
  samples: HealthRow[] = [];
  readonly #host: UnitHost;
  #spec: Spec;
  #run: Run | undefined;
  #launchedMs: number | undefined;
  #life: Promise<void> | undefined;
  #interrupt = new AbortController();
  /** It came to an end by itself, and goes on only when somebody says so. */
  #settled = false;
  readonly #listeners = new Set<() => void>();

  constructor(spec: Spec, host: UnitHost) {
    this.#spec = spec;
    this.#host = host;
    this.sinceMs = host.clock.now();
  }

  get name(): string {
    return this.#spec.service.name;
  }
  get spec(): ServiceSpec {
    return this.#spec.service;
  }
  get actions(): Spec["action"] {
    return this.#spec.action;
  }
  get clock(): UnitClock {
    return this.#host.clock;
  }
  get running(): LaunchedService | undefined {
    return this.#run?.service;
  }
  get startedMs(): number | undefined {
    return this.#run?.startedAt;
  }
  /** For how long the present process has been there. */
  get runningForMs(): number | undefined {
    return this.#run && this.#host.clock.elapsed() - this.#run.begunAt;
  }
  /** Has it a life: is something going on that will change how it is? */
  get alive(): boolean {
    return this.#life !== undefined;
  }
  /** Something says when it is ready. */
  get checked(): boolean {
    return this.spec.readiness !== undefined || this.spec.ready_log !== "";
  }
  get #wanted(): boolean {
    return this.desired === "running" && this.enabled && !this.#settled && !this.closing;
  }

  /** Takes another spec; true when what runs was made with something else and has to begin anew. */
  replace(spec: Spec, given: unknown): boolean {
    const anew = runtimeOf(spec) !== runtimeOf(this.#spec);
    this.#spec = spec;
    this.given = given;
    this.#host.changed(this);
    return anew;
  }

  /** Somebody wants it to run. Does nothing to one that runs. */
  start(): void {
    this.desired = "running";
    this.stoppedBy = undefined;
    // Whoever says start does not want to wait for the end of a pause.
    if (this.actual === "backoff") this.#interrupt.abort();
    if (this.#settled || !this.#life) this.unstable = [];
    this.#settled = false;
    this.#host.changed(this);
    this.#kick();
  }

  /** Somebody wants it not to run. Resolves when all of it has ended. */
  async stop(by: string | undefined): Promise<void> {
    this.desired = "stopped";
    this.stoppedBy = by;
    this.#host.changed(this);
    await this.halt();
    // Meanwhile somebody may have started it again.
    if (this.desired === "stopped" && !this.#life) this.become(this.enabled ? "stopped" : "disabled", by && `by ${by}`);
  }

  /** Ends what runs and begins anew, if it is wanted to run. */
  async restart(): Promise<void> {
    this.#settled = false;
    this.unstable = [];
    if (this.#life && this.#run) this.restarts++;
    this.#interrupt.abort();
    this.#kick();
    await Promise.resolve();
  }

  /** Ends what runs, whatever is wanted. */
  async halt(): Promise<void> {
    const halted = this.#life;
    this.#halting++;
    this.#interrupt.abort();
    await halted;
    this.#halting--;
    this.#kick();
  }
  #halting = 0;

  /**
   * After a start of the host: goes on with what is wanted. `killed`: the host's last life was not ended in order, so that
   * this is no fresh start, and what had come to its end stays there. `cut`: it ran when that happened.
   */
  resume({ killed, cut }: { killed: boolean; cut: boolean }): void {
    const atEnd = this.actual === "failed" || this.actual === "completed";
    if (killed && !cut && atEnd && this.desired === "running") {
      this.#settled = true;
      return this.tell();
    }
    if (cut && this.desired === "running") {
      const what = "The host ended without stopping it";
      this.#ended({ cause: "host", what, lastLines: [], stableMs: 0 });
      if (this.spec.restart.policy === "no") {
        this.#settle("failed", `${what}; restart.policy is "no"`);
        return;
      }
      this.restarts++;
    }
    if (!this.enabled) this.become("disabled");
    else if (this.desired === "stopped") this.become("stopped", this.stoppedBy && `by ${this.stoppedBy}`);
    this.#kick();
  }

  /** Changes how it is, and tells everybody. */
  become(actual: Actual, reason?: string, health?: Health): void {
    const nextHealth = health ?? (actual === "starting" ? "starting" : isUp(actual) ? this.health : "unknown");
    if (actual === this.actual && reason === this.reason && nextHealth === this.health) return;
    if (actual !== this.actual) this.sinceMs = this.#host.clock.now();
    this.actual = actual;
    this.reason = reason;
    this.health = nextHealth;
    this.tell();
  }

  tell(): void {
    this.#host.changed(this);
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls back at each change; answers a function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** A check has answered. */
  sampled(sample: HealthRow): void {
    if (this.samples.push(sample) > 100) this.samples.shift();
    this.#host.changed(this);
  }

  #kick(): void {
    if (this.#life || !this.#wanted || this.#halting > 0) return;
    this.#life = this.#live().catch((error) => {
      this.#host.ctx.log.error(`The life of ${this.name} broke off`, { error, stack: (error as Error).stack });
      this.#settle("failed", `A fault of the supervisor: ${(error as Error).message}`);
    }).finally(() => {
      this.#life = undefined;
      // What is wanted may have changed on the way out.
      this.#kick();
    });
  }

  async #live(): Promise<void> {
    while (this.#wanted && this.#halting === 0) {
      const { signal } = this.#interrupt = new AbortController();
      if (!await this.#host.awaitDependencies(this, signal)) continue;
      const outcome = await this.#once(signal);
      if (outcome === "interrupted") continue;
      const decision = this.#decide(outcome);
      this.unstable = decision.unstable;
      if (decision.action === "restart") await this.#backOff(decision, signal);
      else this.#settle(decision.action === "complete" ? "completed" : "failed", decision.reason);
    }
  }

  #decide({ cause, code, what, stableMs }: Outcome): RestartDecision {
    return decideRestart({
      ...{ rules: this.spec.restart, cause, code, what, stableMs, unstable: this.unstable },
      ...{ onExceed: this.spec.limits.on_exceed, nowMs: this.#host.clock.elapsed(), random: Math.random() },
    });
  }

  /** One run, from its launch to its end. */
  async #once(interrupted: AbortSignal): Promise<Outcome | "interrupted"> {
    this.logged = false;
    this.#launchedMs = this.#host.clock.now();
    this.become("starting");
    // What must not run twice is known to have begun before it does.
    if (this.spec.restart.policy === "no") this.#host.keep();
    const run = await this.#launch();
    this.#launchedMs = undefined;
    if ("cause" in run) {
      this.#ended(run);
      return run;
    }
    this.#run = run;
    this.tell();
    const over = new AbortController();
    try {
      const noting = this.#takeNotes(run);
      const verdict = await Promise.race([
        run.service.ended.then(() => undefined),
        aborted(interrupted, over.signal),
        watchHealth(this, run.service, over.signal, {
          up: () => this.#up(run),
          ready: (ready, detail) => this.#ready(run, ready, detail),
        }, this.#host.ctx),
      ]);
      over.abort();
      if (verdict) {
        this.become("stopping", verdict.what, this.health);
        await this.#end(run);
      }
      const end = await run.service.ended;
      const stableMs = run.wellAt === undefined ? 0 : this.#host.clock.elapsed() - run.wellAt;
      const outcome: Outcome = {
        ...{ cause: verdict?.cause ?? (end.endedBy === "memory" ? "memory" : "exit"), stableMs },
        ...{ code: end.code, ...(end.signal ? { signal: end.signal } : {}), lastLines: end.lastLines },
        what: verdict?.what || endWords(end, this.spec.limits.rss_mb),
      };
      await noting;
      this.#run = undefined;
      this.#ended(outcome);
      this.#host.ended(this);
      return verdict && verdict.cause === undefined ? "interrupted" : outcome;
    } finally {
      over.abort();
      this.#run = undefined;
      this.readyMs = undefined;
    }
  }

  async #launch(): Promise<Run | Outcome> {
    const { name, exec, cwd, env, env_inherit, env_from_secret, logs, limits, ready_log } = this.spec;
    const checks = [this.spec.startup, this.spec.readiness];
    const { traceparent } = this;
    this.traceparent = undefined;
    const lines = [ready_log, ...checks.map((check) => check?.log)].filter((text) => text !== undefined && text !== "");
    try {
      const service = await this.#host.ctx.process.services.launch({
        ...(traceparent === undefined ? {} : { traceparent }),
        ...{ name, exec, cwd, env: { BULKHEAD_SERVICE: name, ...env }, envInherit: env_inherit },
        ...{
          envSecrets: env_from_secret,
          source: logs.src ?? name,
          json: logs.json,
          lines: [...new Set(lines as string[])],
        },
        limits: {
          ...(limits.rss_mb ? { memoryMb: limits.rss_mb } : {}),
          ...(limits.nofile ? { openFiles: limits.nofile } : {}),
          ...(limits.fsize_mb ? { fileMb: limits.fsize_mb } : {}),
          ...(limits.cpu_seconds ? { cpuSeconds: limits.cpu_seconds } : {}),
        },
      });
      return { service, startedAt: this.#host.clock.now(), begunAt: this.#host.clock.elapsed() };
    } catch (error) {
      const { message, data } = error as Error & { data?: { hint?: string } };
      const what = data?.hint ? `${message}. ${data.hint}` : message;
      return { cause: "launch", what, lastLines: [], stableMs: 0 };
    }
  }

  /** The start-up check has succeeded, or there is none. */
  #up(run: Run): void {
    run.wellAt = this.#host.clock.elapsed();
    this.become("running", undefined, this.spec.readiness || this.spec.startup ? "healthy" : "unknown");
  }

  #ready(run: Run, ready: boolean, detail: string): void {
    if (!ready) return this.become("unhealthy", `Its readiness check fails: ${detail}`, "unhealthy");
    run.wellAt ??= this.#host.clock.elapsed();
    this.readyMs ??= this.#host.clock.now();
    this.become("ready", undefined, "healthy");
  }

  /** The ladder: the signal that it wants, time to follow it, then the end for all of it. */
  async #end({ service }: Run): Promise<void> {
    const { signal, timeout, group } = this.spec.stop;
    await service.signal(signal, { group });
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), timeout);
    const ended = await Promise.race([service.ended.then(() => true), promise]);
    clearTimeout(timer);
    if (ended) return;
    this.#host.ctx.log.warn(`${this.name} did not end within ${spoken(timeout)} after ${signal}: it is killed`);
    await service.signal("SIGKILL");
  }

  #ended({ code, signal, what, lastLines }: Outcome): void {
    this.lastEnd = {
      at: new Date().toISOString(),
      ...(code === undefined ? {} : { code }),
      ...(signal === undefined ? {} : { signal }),
      ...{ reason: what, lastLines },
    };
    this.#host.changed(this);
  }

  async #backOff({ delayMs, reason }: { delayMs: number; reason: string }, signal: AbortSignal): Promise<void> {
    this.restarts++;
    if (delayMs > 0) {
      this.nextRestartMs = this.#host.clock.now() + delayMs;
      this.become("backoff", `${reason}; next try in ${spoken(delayMs)}`);
      await pause(delayMs, signal);
      this.nextRestartMs = undefined;
    }
  }

  #settle(actual: "completed" | "failed", reason: string): void {
    this.#settled = true;
    this.become(actual, reason);
    if (actual === "failed") this.#host.failed(this);
  }

  async #takeNotes({ service }: Run): Promise<void> {
    try {
      for await (const note of service.notes()) this.#host.noted(this, note);
    } catch (error) {
      this.#host.ctx.log.warn(`Notes of ${this.name} are lost`, { error });
    }
  }

  /** What is kept of how it is. */
  row(): InstanceRow {
    const { pid, startTicks } = this.#run?.service ?? {};
    const startedMs = this.#run?.startedAt ?? this.#launchedMs;
    return {
      ...{ service: this.name, actual: this.actual, health: this.health, reason: this.reason ?? null },
      ...{
        restarts: this.restarts,
        unstable: JSON.stringify(toWallTimes(this.unstable.slice(-1_000), this.#host.clock)),
      },
      ...{ since: iso(this.sinceMs), pid: pid ?? null, start_ticks: startTicks ?? null },
      started_at: startedMs === undefined ? null : iso(startedMs),
      ready_at: this.readyMs === undefined ? null : iso(this.readyMs),
      last_end: this.lastEnd ? JSON.stringify(this.lastEnd) : null,
    };
  }
}

export function isUp(actual: Actual): boolean {
  return actual === "running" || actual === "ready" || actual === "unhealthy" || actual === "stopping";
}

function aborted(signal: AbortSignal, over: AbortSignal): Promise<Verdict | undefined> {
  if (signal.aborted) return Promise.resolve({ what: "" });
  const { promise, resolve } = Promise.withResolvers<Verdict | undefined>();
  signal.addEventListener("abort", () => resolve({ what: "" }), { once: true, signal: over });
  return promise;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

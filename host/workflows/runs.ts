import type { Logger } from "../observe/ports.ts";
import type { Compartment, EndRecord } from "../sandbox/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { InterruptCause } from "../sdk/workflow/interrupt.ts";
import { JOURNAL_LIMITS } from "../sdk/workflow/limits.ts";
import type { Difference, FromScript } from "../sdk/workflow/protocol.ts";
import { journalEntry } from "../sdk/workflow/step_record.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { ActiveRun, type ActiveRunOptions, runStart } from "./active_run.ts";
import type { Alarms } from "./alarms.ts";
import { Compartments } from "./compartments.ts";
import { Departures, type DeparturesOptions } from "./departures.ts";
import { Journal } from "./journal.ts";
import { Outbox } from "./outbox.ts";
import type { EventWaits } from "./event_waits.ts";
import type { RunState, WorkflowHost } from "./ports.ts";
import { endedTooOften, endOf, type RunEnd, wrongState } from "./run_errors.ts";
import { RunQueue } from "./run_queue.ts";
import { ReplayChecks } from "./replay_check.ts";
import {
  getRun,
  interruptPosition,
  moveRun,
  readSteps,
  restoreBeginnings,
  type RunChange,
  type RunRow,
  selectRuns,
  updateRun,
} from "./run_store.ts";
import { Seats } from "./seats.ts";
import type { Signals } from "./signals.ts";
import { VersionCache } from "./version_cache.ts";
import { sameTriggers, type Version } from "./version_store.ts";

export interface RunsOptions {
  db: Database;
  writer: Writer;
  log: DeparturesOptions["log"];
  host: WorkflowHost;
  authority: ActiveRunOptions["authority"];
  alarms: Alarms;
  waits: EventWaits;
  signals: Signals;
  invoke: ActiveRunOptions["invoke"];
  secrets: ActiveRunOptions["secrets"];
  /** Hosts that a version may reach now. */
  net(name: string, hash: string): string[];
  logger: Logger;
  now(): number;
  sharesClock: ActiveRunOptions["sharesClock"];
  bundlePath(hash: string): string;
  /** `concurrency.limit` of a workflow's live version. */
  limit(name: string): number;
  /** A run's row or steps changed. */
  changed(run: RunRow): void;
  /** A run is being ended, and that is on disk. */
  interrupted(run: RunRow): void;
  /** Runs of one script in its compartment at once; default 256. */
  perWorkflow?: number;
  /** Milliseconds without anything to do after which a run leaves its compartment; default 10,000. */
  lingerMs?: number;
  /** Milliseconds without runs after which a compartment is stopped; default 60,000. */
  idleMs?: number;
  /** Steps that one run may have; default 10,000. */
  maxSteps?: number;
}

/** Ends of its compartment without progress after which a run fails. */
const MAX_CRASHES = 5;
const REPAIR_MS = 5_000;
const ALIVE: RunState[] = ["running", "waiting", "sleeping", "paused"];
const ENDED: RunState[] = ["succeeded", "failed", "cancelled"];

/** All runs that have begun: in memory while something happens to them, in the database always. */
export class Runs {
  readonly compartments: Compartments;
  readonly queue: RunQueue;
  readonly #active = new Map<string, ActiveRun>();
  readonly #seats: Seats;
  readonly #versions: VersionCache;
  readonly #outboxes = new WeakMap<Compartment, Outbox>();
  readonly #journal: Journal;
  /** The last run of earlier lives. */
  readonly #lastOld: number;
  /** Runs that are being moved to another version; what is asked of them waits. */
  readonly #moving = new Map<string, Promise<void>>();
  readonly #checks: ReplayChecks;
  readonly #departures: Departures;
  #closed = false;

  constructor(private readonly options: RunsOptions) {
    const { alarms, host, db, writer } = options;
    this.#journal = new Journal(writer);
    this.#versions = new VersionCache(db);
    restoreBeginnings(db);
    this.#lastOld = db.get<{ ord: number | null }>("SELECT max(ord) AS ord FROM wf_runs")?.ord ?? 0;
    this.compartments = new Compartments({
      host,
      alarms,
      now: options.now,
      bundlePath: options.bundlePath,
      net: options.net,
      message: (_hash, method, params) => this.#message(method, params),
      ended: (hash, end) => this.#ended(hash, end),
      idleMs: options.idleMs,
    });
    this.#checks = new ReplayChecks(this.compartments);
    this.#seats = new Seats({
      compartments: this.compartments,
      perWorkflow: options.perWorkflow ?? 256,
      makeRoom: (idle) => void this.#departures.evict(idle),
      freed: (name) => this.#closed || this.queue.roomAgain(name),
      failed: (run, error) => this.#crashed(run, endOf(error)),
    });
    this.#departures = new Departures({
      db,
      log: options.log,
      journal: this.#journal,
      alarms,
      seats: this.#seats,
      now: options.now,
      lingerMs: options.lingerMs ?? 10_000,
      isWanted: (name) => this.#seats.isWanted(name) || this.queue.isStarved(name),
      outbox: (run) => this.#outbox(run.compartment!, run.version),
      isHeld: (id) => this.#active.has(id) || this.#moving.has(id),
      left: (run) => void this.#active.delete(run.row.id),
      comeBack: (row, seen) => this.#activate(row, seen),
      broken: (run, error) => this.#broken(run, error),
      failed: (error) => options.logger.error(`Runs that wait cannot be woken: ${(error as Error).message}`),
    });
    this.queue = new RunQueue({
      db,
      limit: options.limit,
      room: (name) => this.#seats.room(name),
      now: options.now,
      starved: (name) => this.#seats.makeRoom(name),
      start: (row) => this.#activate(row) ?? this.queue.begun(row.ord),
    });
  }

  /** Goes on with the runs of an earlier life: with those that were in memory, and what came for others meanwhile. */
  async restore(): Promise<void> {
    await this.#departures.catchUp();
    const going = selectRuns(
      this.options.db,
      // The first line is that of the index.
      "ended_at IS NULL AND state <> 'queued' AND state <> 'paused' AND " +
        "(state = 'running' OR ord NOT IN (SELECT run FROM wf_rests WHERE left_at IS NOT NULL)) " +
        "ORDER BY +ord",
    );
    for (const row of going) {
      // What was cancelled on the way here is under way already.
      if (!this.#active.has(row.id)) this.#activate(row);
    }
    this.#departures.open();
  }

  /** Something may have come for runs that are not in memory. */
  wakeRested(): void {
    this.#departures.wake();
  }

  get(id: string): RunRow {
    const row = this.#active.get(id)?.row ?? getRun(this.options.db, id);
    if (!row || !row.admitted) throw new RpcError("not_found", `No run "${id}"`, { path: "/id" });
    // What is written for it next finds it.
    void this.#journal.created(row.ord);
    return row;
  }

  /**
   * Begins a new run that holds nothing back before it is on disk; resolves when it is. There has to be room for it, else it
   * is written first.
   */
  async beginAhead(row: RunRow, insert: (db: Database) => void): Promise<void> {
    if (!this.#closed && this.queue.room(row.name, row.key) > 0) {
      const written = this.#journal.create(row.ord, insert);
      this.queue.offer(row);
      return void await written;
    }
    await this.#journal.write(insert);
    if (!this.#closed) this.queue.offer(row);
  }

  /** Resolves when all runs that have begun are on disk. */
  settled(): Promise<void> {
    return this.#journal.settled();
  }

  /** As {@linkcode get}, once an end that is being written is on disk: nobody is told of what a kill would undo. */
  async onDisk(id: string): Promise<RunRow> {
    await this.#active.get(id)?.concluded;
    return this.get(id);
  }

  /**
   * Ends a run: what is under way rejects in its script, which may clean up with further steps. `force`, and a second
   * one, end it where it is, and so does one that has not begun or cannot be replayed. Answers the run as it is when that
   * is on disk; a script may take its time to clean up.
   */
  async cancel(id: string, { by, force = false }: { by: string; force?: boolean }): Promise<RunRow> {
    await this.#moving.get(id);
    const row = await this.onDisk(id);
    if (ENDED.includes(row.state)) return row;
    const cause = { kind: "cancel" as const, at: this.options.now(), message: `The run was cancelled by ${by}` };
    const isStuck = row.state === "paused" && row.difference !== undefined;
    const cleans = !force && !row.interrupt && row.startedAt !== null && !isStuck && this.#versions.get(row.hash);
    if (cleans) await this.#interrupt(row, cause);
    else {
      const endedAt = this.options.now();
      await this.#leave(row, { state: "cancelled", reason: cause.message, error: undefined, wakeAt: null, endedAt });
    }
    return this.get(id);
  }

  /**
   * Moves a run that has not ended to another version, if what is recorded of it fits: that is found out by a replay
   * without effects. Else it goes on with its own and the answer says why.
   */
  async migrate(id: string, to: Version): Promise<{ message?: string; difference?: Difference }> {
    const row = this.get(id);
    if (ENDED.includes(row.state)) throw wrongState(row, "host.workflow.replay begins a new run in the live version");
    if (row.hash === to.hash) return {};
    if (this.#moving.has(id)) throw new RpcError("conflict", `Run "${id}" is being moved already`);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#moving.set(id, promise);
    try {
      return await this.#move(row, to);
    } finally {
      this.#moving.delete(id);
      resolve();
    }
  }

  async #move(row: RunRow, to: Version): Promise<{ message?: string; difference?: Difference }> {
    const { db } = this.options;
    const wasPaused = row.state === "paused";
    const goesOn = !wasPaused || row.difference !== undefined;
    // Out of its compartment; a kill in between leaves a run that goes on with its own version.
    const active = this.#active.get(row.id);
    if (active) await active.conclude({ state: "running", reason: null, wakeAt: null });
    else if (row.state === "queued") this.queue.skip(row.ord);
    else if (!wasPaused) await this.#journal.run(row.ord, { state: "running", wakeAt: null });
    const held = getRun(db, row.id)!;
    const candidates = sameTriggers(held, to);
    let found: { message?: string; difference?: Difference } = {};
    try {
      if (held.startedAt !== null) {
        const start = runStart(
          { ...held, candidates },
          readSteps(db, held.ord).map(journalEntry),
          this.options.secrets(held.name, to),
        );
        const difference = await this.#checks.difference(to, start);
        if (difference) found = { message: difference.message, difference };
      }
    } catch (error) {
      found = { message: (error as Error).message };
    }
    const fits = found.message === undefined;
    const change: RunChange = fits && goesOn && wasPaused
      ? { state: "running", reason: null, difference: undefined, error: undefined }
      : {};
    if (fits) {
      await this.#journal.write((db) => {
        moveRun(db, held.ord, { hash: to.hash, candidates });
        if (Object.keys(change).length > 0) updateRun(db, held.ord, change);
      });
      Object.assign(held, change, { hash: to.hash, candidates });
    }
    if (held.state === "queued") {
      this.queue.begun(held.ord);
      this.queue.pump(held.name, held.key);
    } else if (held.state !== "paused" && !this.#closed && !this.#active.has(held.id)) this.#activate(held);
    this.options.changed(held);
    return found;
  }

  async #interrupt(row: RunRow, cause: InterruptCause): Promise<void> {
    const active = this.#active.get(row.id);
    if (active) return await active.interrupt(cause);
    const goesOn: RunChange = { state: "running", reason: null, error: undefined, wakeAt: null };
    row.interrupt = await this.#journal.write((db) => {
      const interrupt = { ...cause, position: interruptPosition(db, row.ord) };
      updateRun(db, row.ord, { ...goesOn, interrupt });
      return interrupt;
    });
    Object.assign(row, goesOn);
    if (this.#closed || this.#active.has(row.id)) return;
    const run = this.#activate(row);
    if (run) this.options.interrupted(row);
  }

  async pause(id: string, by: string): Promise<RunRow> {
    await this.#moving.get(id);
    const row = this.get(id);
    if (row.state === "paused") return row;
    if (ENDED.includes(row.state)) throw wrongState(row, "Only a run that has not ended can be paused");
    if (row.state === "queued" && !this.#active.has(id)) this.queue.take(row.name, row.key);
    return await this.#leave(row, { state: "paused", reason: `paused by ${by}`, wakeAt: null });
  }

  /** A paused run goes on; a failed one goes on at the step that failed. */
  async resume(id: string): Promise<RunRow> {
    await this.#moving.get(id);
    const row = this.get(id);
    if (ALIVE.includes(row.state) && row.state !== "paused") return row;
    if (row.state !== "paused" && row.state !== "failed") {
      throw wrongState(row, "Only a paused or failed run can go on; host.workflow.replay begins a new one");
    }
    if (row.state === "failed" && row.interrupt) {
      throw wrongState(row, "It took longer than its timeout; host.workflow.replay {id, from} begins anew at a step");
    }
    if (row.state === "failed") this.queue.take(row.name, row.key);
    const again = { state: "running", reason: null, error: undefined, difference: undefined } as const;
    const change: RunChange = { ...again, endedAt: null, crashes: 0 };
    await this.#journal.write((db) => {
      // What the run learned from the failure on is forgotten: that step is tried again, and what came after it.
      if (row.state === "failed") {
        db.run(
          "DELETE FROM wf_steps WHERE run = ?1 AND (state = 'failed' OR seq IS NULL) AND coalesce(seq, 9e15) >= " +
            "coalesce((SELECT max(seq) FROM wf_steps WHERE run = ?1 AND state = 'failed'), 0)",
          row.ord,
        );
      }
      updateRun(db, row.ord, change);
    });
    Object.assign(row, change);
    if (!this.#closed && !this.#active.has(id)) this.#activate(row);
    this.options.changed(row);
    return row;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const saved = this.#departures.close();
    for (const run of this.#active.values()) run.abandon();
    this.#active.clear();
    this.#journal.close();
    await this.compartments.close();
    await saved;
  }

  #activate(row: RunRow, seen?: number): ActiveRun | undefined {
    const version = this.#versions.get(row.hash);
    if (!version) {
      this.options.logger.error(`Run ${row.id} cannot go on: its bundle ${row.hash} is gone`);
      return undefined;
    }
    const run: ActiveRun = new ActiveRun(row, version, this.#runOptions(), seen);
    this.#active.set(row.id, run);
    if (row.generation > 0) this.#departures.forget(row.ord);
    this.#seats.seat(run);
    return run;
  }

  #runOptions(): ActiveRunOptions {
    const { db, host, authority, alarms, waits, signals, invoke, secrets, now, sharesClock } = this.options;
    return {
      db,
      journal: this.#journal,
      host,
      authority,
      alarms,
      waits,
      signals,
      invoke,
      secrets,
      redact: host.redact ? (value) => host.redact!(value) : (value) => value,
      now,
      sharesClock,
      outbox: (compartment, version) => this.#outbox(compartment, version),
      isOld: ({ ord }) => ord <= this.#lastOld,
      begun: (run) => this.queue.begun(run.row.ord),
      limits: { ...JOURNAL_LIMITS, ...(this.options.maxSteps === undefined ? {} : { steps: this.options.maxSteps }) },
      wanted: (run) => this.#closed || this.#seats.seat(run),
      rewind: (run) => this.#replay(run),
      lost: (run, error) => this.#lost(run, error),
      changed: (run) => this.#changed(run),
      interrupted: (run) => this.options.interrupted(run.row),
      over: (run) => this.#over(run),
      broken: (run, error) => this.#broken(run, error),
    };
  }

  #message(method: string, params: unknown): void {
    const message = params as FromScript[keyof FromScript] | null;
    if (typeof message?.run === "string" && this.#checks.receive(method, message)) return;
    const run = typeof message?.run === "string" ? this.#active.get(message.run) : undefined;
    run?.receive(method as keyof FromScript, message!);
  }

  #outbox(compartment: Compartment, { description }: Version): Outbox {
    let outbox = this.#outboxes.get(compartment);
    if (!outbox) this.#outboxes.set(compartment, outbox = new Outbox(compartment, description.protocol ?? 1));
    return outbox;
  }

  #changed(run: ActiveRun): void {
    this.options.changed(run.row);
    this.#departures.changed(run);
  }

  #over(run: ActiveRun): void {
    const { row } = run;
    if (this.#active.get(row.id) === run) this.#active.delete(row.id);
    this.#departures.gone(run);
    this.queue.begun(row.ord);
    this.#seats.leave(run);
    this.options.changed(row);
    if (!ALIVE.includes(row.state) && !this.#closed) this.queue.release(row.name, row.key);
  }

  /** The journal could not be written (a full disk): the run is taken up again from what is on disk. */
  #broken(run: ActiveRun, error: unknown): void {
    if (this.#closed || this.#active.get(run.row.id) !== run) return;
    this.options.logger.error(`Run ${run.row.id} cannot write its journal: ${(error as Error).message}`);
    run.abandon();
    this.#active.delete(run.row.id);
    this.#departures.gone(run);
    this.#seats.leave(run);
    this.options.alarms.at(this.options.now() + REPAIR_MS, () => {
      const row = getRun(this.options.db, run.row.id);
      // It never came to be on disk.
      if (!row) return this.queue.forget(run.row);
      // That its first beginning is not on disk does not mean that no step of it is.
      row.generation = Math.max(row.generation, run.row.generation);
      row.startedAt ??= run.row.startedAt;
      if ((ALIVE.includes(row.state) || row.state === "queued") && row.state !== "paused") this.#activate(row);
    });
  }

  #lost(run: ActiveRun, error: unknown): void {
    // One that ended is reported by its end; here it lives and only could not take the message.
    const compartment = run.compartment;
    if (!compartment || this.compartments.running(run.version.hash) !== compartment) return;
    this.options.logger.warn(`Run ${run.row.id} is replayed: ${(error as Error).message}`);
    this.#replay(run, { delayMs: REPAIR_MS });
  }

  #replay(run: ActiveRun, { delayMs = 0 } = {}): void {
    run.detach({ stop: true });
    this.#seats.leave(run);
    this.options.alarms.at(this.options.now() + delayMs, () => this.#closed || this.#seats.seat(run));
  }

  #ended(hash: string, end: EndRecord): void {
    if (this.#closed) return;
    for (const run of [...this.#active.values()]) {
      if (run.version.hash !== hash || !run.attached) continue;
      // One that waits has no part in it, and goes on waiting without a compartment.
      const idle = run.isIdle && !run.isUnheard;
      run.detach({ stop: !idle });
      this.#seats.leave(run);
      if (idle) void this.#departures.rest(run);
      else this.#crashed(run, end);
    }
  }

  /** The run's compartment ended under it, or did not come up. */
  #crashed(run: ActiveRun, end: RunEnd): void {
    if (this.#closed || run.isOver) return;
    const { row } = run;
    row.crashes++;
    this.#journal.run(row.ord, { crashes: row.crashes }).catch(() => {});
    if (row.crashes >= MAX_CRASHES) {
      const error = endedTooOften(row.crashes, end);
      const ending = row.interrupt
        ? run.concludeInterrupted({ error })
        : run.conclude({ state: "failed", reason: null, error, wakeAt: null, endedAt: this.options.now() });
      ending.catch((thrown) => this.#broken(run, thrown));
      return;
    }
    const delayMs = row.crashes === 1 ? 0 : 500 * 2 ** (row.crashes - 1);
    this.options.alarms.at(this.options.now() + delayMs, () => this.#closed || this.#seats.seat(run));
  }

  /** Puts a run into a state in which nothing happens to it. */
  async #leave(row: RunRow, change: RunChange & Pick<RunRow, "state">): Promise<RunRow> {
    const run = this.#active.get(row.id);
    if (run) {
      await run.conclude(change);
      return run.row;
    }
    const held = ALIVE.includes(row.state);
    this.queue.skip(row.ord);
    if (row.generation > 0) this.#departures.forget(row.ord);
    await this.#journal.run(row.ord, change).finally(() => this.queue.begun(row.ord));
    Object.assign(row, change);
    this.options.changed(row);
    if (held && change.state !== "paused") this.queue.release(row.name, row.key);
    return row;
  }
}

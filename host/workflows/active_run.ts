import type { Compartment } from "../sandbox/ports.ts";
import { DEFAULT_GRACE_MS, type InterruptCause, interruptedEnd } from "../sdk/workflow/interrupt.ts";
import type { JournalLimits } from "../sdk/workflow/limits.ts";
import type { Completion, FromScript, JournalEntry, RunStart, ToScript } from "../sdk/workflow/protocol.ts";
import { type Redact, redactor } from "../sdk/workflow/redact.ts";
import type { RetryPolicy } from "../sdk/workflow/retry.ts";
import { type DriverPorts, type DriverStatus, type EventWanted, RunDriver } from "../sdk/workflow/run_driver.ts";
import type { ErrorRecord } from "../sdk/workflow/step_error.ts";
import { journalEntry, type StepRecord } from "../sdk/workflow/step_record.ts";
import type { Database } from "../storage/ports.ts";
import type { Alarms } from "./alarms.ts";
import { argumentFault } from "./argument_fault.ts";
import type { Authority } from "./authority.ts";
import { failedAttempt, saveAttempt } from "./attempts.ts";
import type { ChildHooks, Invocation } from "./children.ts";
import type { EventWaits } from "./event_waits.ts";
import type { Journal } from "./journal.ts";
import type { Outbox } from "./outbox.ts";
import type { WorkflowHost } from "./ports.ts";
import { FencedError, interruptPosition, readSteps, type RunChange, type RunRow, updateRun } from "./run_store.ts";
import { traceparentOf, traceRun, traceStep } from "./run_traces.ts";
import type { Signals } from "./signals.ts";
import type { Version } from "./version_store.ts";

export interface ActiveRunOptions {
  db: Database;
  journal: Journal;
  host: WorkflowHost;
  authority: Authority;
  alarms: Alarms;
  waits: EventWaits;
  signals: Signals;
  /** The secrets that the script may have and that are set. */
  secrets(name: string, version: Version): Record<string, string>;
  /** Takes every secret of the host out of what is kept. */
  redact: Redact;
  invoke(parent: RunRow, child: Invocation, signal: AbortSignal, hooks: ChildHooks): Promise<unknown>;
  now(): number;
  /** `now` is the machine's clock, which compartments have, too. */
  sharesClock: boolean;
  limits: JournalLimits;
  /** Gives the run to a compartment again, since something happened to it while it was in none. */
  wanted(run: ActiveRun): void;
  /** How a compartment with this version is told something. */
  outbox(compartment: Compartment, version: Version): Outbox;
  /** An earlier life of the host made it, and may have begun it. */
  isOld(row: RunRow): boolean;
  /** The row on disk says that the run has begun. */
  begun(run: ActiveRun): void;
  /** State, reason or steps are others. */
  changed(run: ActiveRun): void;
  /** It is being ended, and that is on disk. */
  interrupted(run: ActiveRun): void;
  /** It ended, or is paused: it is not active any more and the outcome is on disk. */
  over(run: ActiveRun): void;
  /** Its script has gone on with what the journal does not have: it is to be replayed. */
  rewind(run: ActiveRun): void;
  /** Its compartment did not take a message. */
  lost(run: ActiveRun, error: unknown): void;
  /** The journal could not be written. */
  broken(run: ActiveRun, error: unknown): void;
}

/** Characters of JSON of a journal that one message carries. */
const MESSAGE_CHARS = 4 * 1024 * 1024;

/**
 * A run that has begun and has not ended, in memory: its row, its driver, and the compartment that executes it, if it
 * is in one. All that it writes is fenced by its generation.
 */
export class ActiveRun {
  #driver: RunDriver | undefined;
  #compartment: Compartment | undefined;
  #outbox: Outbox | undefined;
  #status: DriverStatus = { state: "running", dormant: false };
  #over = false;
  #concluded: Promise<unknown> | undefined;
  /** Takes the alarm of the run's timeout, or of the end of its cleaning up, back. */
  #disarm: (() => void) | undefined;
  #redact: Redact = (value) => value;
  #stirs = 0;
  #unheard = false;
  #trace: string | undefined;
  /** The script is not allowed to be ahead of the journal (any more). */
  #inStep = false;
  #seen: number | undefined;

  /** `seen`: nothing up to this position fits what it waits for, as the last of its steps on disk say. */
  constructor(
    readonly row: RunRow,
    readonly version: Version,
    private readonly options: ActiveRunOptions,
    seen?: number,
  ) {
    this.#seen = seen;
    // A fork has steps of the run that it comes from.
    if (row.generation === 0 && row.origin === null && !options.isOld(row)) row.asks ??= false;
  }

  get attached(): boolean {
    return this.#compartment !== undefined;
  }
  get compartment(): Compartment | undefined {
    return this.#compartment;
  }
  get status(): DriverStatus {
    return this.#status;
  }
  get isOver(): boolean {
    return this.#over;
  }
  /** Resolves when the end that is being written is on disk, or cannot be. */
  get concluded(): Promise<unknown> | undefined {
    return this.#concluded;
  }
  /** Grows with all that happens to it. */
  get stirs(): number {
    return this.#stirs;
  }
  /** Nothing is done for it in its compartment. */
  get isIdle(): boolean {
    const { state, looking, wakeAt = Infinity } = this.#status;
    return this.#compartment !== undefined && state !== "running" && !looking && wakeAt > this.options.now() &&
      !this.#over;
  }
  /** The script was told something and has said nothing since. */
  get isUnheard(): boolean {
    return this.#unheard;
  }
  /** All that it waits for can be found by its records; it is in no compartment and needs no memory. */
  get canRest(): boolean {
    return this.#compartment === undefined && !this.#over && this.#driver?.status().dormant === true;
  }
  /** When it has to be in memory again, if not earlier. */
  get restUntil(): number | undefined {
    return earlier(this.#status.wakeAt, this.#limit);
  }
  /** The events that it waits for. */
  get eventsWanted(): EventWanted[] {
    return this.#driver?.eventsWanted() ?? [];
  }

  /** Hands the run to a compartment under a new generation; the script is replayed up to where it was. */
  async attach(compartment: Compartment): Promise<void> {
    const { row, options } = this;
    this.#driver?.stop();
    this.#driver = undefined;
    this.#compartment = compartment;
    this.#stirs++;
    this.#outbox = options.outbox(compartment, this.version);
    const again = row.generation > 0;
    const generation = row.generation + 1;
    const startedAt = row.startedAt ?? options.now();
    this.#status = { state: "running", dormant: false };
    const change = { state: "running", reason: null, wakeAt: null, generation, startedAt } as const;
    // That it has begun need not be on disk: after a kill it begins again, with the steps that are.
    const stored = this.#store(change, { mayWait: !again });
    stored.then((done) => done && options.begun(this));
    options.changed(this);
    // What earlier generations still had to write is on disk then, or is refused.
    if (again && !await stored) return;
    if (this.#over || this.#compartment !== compartment || row.generation !== generation) return;
    const steps = again || row.origin !== null || options.isOld(row) ? readSteps(options.db, row.ord) : [];
    const retry: RetryPolicy = this.version.description.retry;
    const secrets = options.secrets(row.name, this.version);
    const own = redactor(secrets);
    // A plugin may have told it a secret of which the script itself has nothing.
    const redact = this.#redact = (value) => options.redact(own(value));
    const { id, since, interrupt } = row;
    const { limits } = options;
    const seen = this.#seen;
    this.#seen = undefined;
    const created = () => options.journal.created(row.ord);
    const run = { id, since, seen, retry, steps, limits, interrupt, redact, created };
    this.#driver = new RunDriver(run, this.#ports(generation));
    this.#arm();
    const journal = this.#tellJournal(steps, generation);
    const ahead = options.sharesClock && !this.#inStep && this.#protocol >= 4;
    this.#tell("run.start", { ...runStart(row, journal, secrets), ...(ahead ? { ahead } : {}) }, MESSAGE_CHARS);
  }

  /** Sends all of a journal but what fits into the message that begins the run, and answers that. */
  #tellJournal(steps: StepRecord[], generation: number): JournalEntry[] {
    let entries: JournalEntry[] = [];
    let bytes = 0;
    for (const step of steps) {
      bytes += step.bytes ?? 0;
      if (bytes > MESSAGE_CHARS && entries.length > 0 && this.#protocol >= 2) {
        this.#tell("run.journal", { run: this.row.id, generation, entries }, bytes);
        entries = [];
        bytes = step.bytes ?? 0;
      }
      entries.push(journalEntry(step));
    }
    return entries;
  }

  get #protocol(): number {
    return this.version.description.protocol ?? 1;
  }

  /** Takes the run out of its compartment. What it waits for goes on; with `stop` nothing does. */
  detach({ stop = false, tell = true } = {}): void {
    const outbox = this.#outbox;
    this.#compartment = undefined;
    this.#outbox = undefined;
    if (stop) this.#driver?.stop();
    if (tell) outbox?.tell("run.drop", { run: this.row.id, generation: this.row.generation }, { lost: () => {} });
  }

  /** A message of the script; one of an earlier generation is not heard. */
  receive<M extends keyof FromScript>(method: M, message: FromScript[M]): void {
    const driver = this.#driver;
    if (message.generation !== this.row.generation || !this.#compartment || !driver || this.#over) return;
    this.#stirs++;
    this.#unheard = false;
    if (method === "run.operation") {
      const operation = message as FromScript["run.operation"];
      if (operation.kind === "approve") this.row.asks = true;
      driver.operation(operation);
    }
    if (method === "run.result") driver.result(message as FromScript["run.result"]);
    else if (method === "run.finish") driver.finish(message as FromScript["run.finish"]);
    else if (method === "run.mismatch") driver.mismatch((message as FromScript["run.mismatch"]).difference);
  }

  /** Ends the run in a state, or pauses it; resolves when that is on disk. Later messages change nothing. */
  async conclude(change: RunChange & Pick<RunRow, "state">, { tell = true } = {}): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    this.#disarm?.();
    const fence = this.row.generation;
    // No compartment can write for this run from here on.
    const changed = changedOf(this.row, { ...change, generation: fence + 1 });
    Object.assign(this.row, changed);
    this.detach({ stop: true, tell });
    const written = this.options.journal.run(this.row.ord, changed, { fence, hasParent: this.row.parent !== null });
    this.#concluded = written.catch(() => {});
    await written;
    traceRun(this.options.host.traced, this.row, this.#traceparent);
    this.options.over(this);
  }

  /** Forgets the run in memory; the row and the journal are as they are. */
  abandon(): void {
    this.#over = true;
    this.#disarm?.();
    this.detach({ stop: true });
  }

  /** Ends the run from outside: what is under way rejects in the script, which may clean up. Resolves when that is on disk. */
  async interrupt(cause: InterruptCause): Promise<void> {
    const { row, options } = this;
    if (this.#over) return;
    this.#stirs++;
    if (!this.#driver) {
      // It is on its way into a compartment, and only the journal knows what is under way.
      const position = await options.journal.write((db) => {
        const position = interruptPosition(db, row.ord);
        updateRun(db, row.ord, { interrupt: { ...cause, position } });
        return position;
      });
      row.interrupt = { ...cause, position };
    }
    if (this.#driver && !this.#over) {
      const interrupt = row.interrupt = this.#driver.interrupt(cause);
      this.#arm();
      await options.journal.run(row.ord, { interrupt });
    }
    if (!this.#over) this.#changed();
    options.interrupted(this);
  }

  /** Ends a run that is interrupted where it is. */
  async concludeInterrupted(outcome: Parameters<typeof interruptedEnd>[1]): Promise<void> {
    const end = interruptedEnd(this.row.interrupt!, outcome);
    await this.conclude({ ...end, wakeAt: null, endedAt: this.options.now() });
  }

  /** When the run as a whole has to come to an end. */
  get #limit(): number | undefined {
    const { row, version: { description } } = this;
    if (row.interrupt) return row.interrupt.at + (description.graceMs ?? DEFAULT_GRACE_MS);
    if (description.timeoutMs === undefined || row.startedAt === null) return undefined;
    return row.startedAt + description.timeoutMs;
  }

  #arm(): void {
    this.#disarm?.();
    this.#disarm = undefined;
    const at = this.#limit;
    if (at === undefined || this.#over) return;
    this.#disarm = this.options.alarms.at(at, () => {
      const { row, version } = this;
      const ending = row.interrupt ? this.concludeInterrupted({ late: true }) : this.interrupt({
        kind: "timeout",
        at: this.options.now(),
        message: `The run took longer than its timeout of ${durationText(version.description.timeoutMs!)}`,
      });
      ending.catch((thrown) => this.options.broken(this, thrown));
    });
  }

  #ports(generation: number): DriverPorts {
    const { row, version, options } = this;
    const { host, alarms } = options;
    const cause = row.event;
    return {
      now: options.now,
      save: (record, how) => this.#save(record, generation, how),
      call: (method, params, key, signal) =>
        options.authority.act(row.name, row.hash, (role) =>
          host.call({
            workflow: row.name,
            uses: version.description.uses,
            method,
            params,
            key,
            cause: cause && { id: cause.id, hops: cause.hops },
            traceparent: this.#traceparent(),
            signal,
            role,
          })).catch((error) => {
            throw argumentFault(error, { method, params });
          }),
      publish: (event) =>
        options.authority.publish(
          row.name,
          row.hash,
          () => host.publish(row.name, { ...event, cause, traceparent: this.#traceparent() }),
        ),
      whenAvailable: (plugin, signal) => host.whenAvailable(plugin, signal),
      nextEvent: (wanted, signal, none) => options.waits.next(wanted, signal, { none, found: this.#stir }),
      nextSignal: (wanted, signal) => options.signals.next(row.ord, wanted, signal, this.#stir),
      expire: (name) =>
        options.signals.send({ ord: row.ord, name }, { data: { approved: false, expired: true }, key: name }),
      invoke: (child, signal, begun) =>
        options.authority.act(
          row.name,
          row.hash,
          () => options.invoke(row, child, signal, { begun, ended: this.#stir }),
        ),
      alarm: (at, callback) => alarms.at(at, callback),
      completed: (completion, own) => this.#completed(completion, own),
      go: (attempt) => this.#tell("run.go", { run: row.id, generation, ...attempt }),
      abandon: (attempt) => this.#tell("run.abandon", { run: row.id, generation, ...attempt }),
      gaveUp: ({ name }, error) =>
        void this.conclude({ state: "paused", reason: `${name} failed: ${error.message}`, error, wakeAt: null })
          .catch((thrown) => options.broken(this, thrown)),
      changed: () => this.#changed(),
      finished: ({ output, error }) => void this.#finished({ output, error }),
      mismatch: (difference) =>
        void this.conclude({ state: "paused", reason: difference.message, difference, wakeAt: null })
          .catch((thrown) => options.broken(this, thrown)),
      rewind: () => {
        this.#inStep = true;
        options.rewind(this);
      },
      broken: (error) => {
        if (!(error instanceof FencedError)) options.broken(this, error);
      },
    };
  }

  #save(record: StepRecord, generation: number, how: { mayWait: boolean }): Promise<void> {
    const { journal, now } = this.options;
    // Taken down now: the record is that of the next attempt soon.
    const failed = failedAttempt(record, now());
    // A failure to write it is that of the step's own record, too.
    if (failed) journal.write((db) => saveAttempt(db, this.row.ord, generation, failed)).catch(() => {});
    const saved = journal.step(this.row.ord, generation, record, how);
    if (record.seq !== undefined) saved.then(() => this.#stepEnded(record), () => {});
    return saved;
  }

  #stepEnded(record: StepRecord): void {
    // It makes progress.
    this.row.crashes = 0;
    traceStep(this.options.host.traced, this.row, record, this.#traceparent);
  }

  /** The trace that it is part of. */
  readonly #traceparent = (): string => this.#trace ??= traceparentOf(this.row, this.options.db);

  /** Something came that the run will hear of in a moment. */
  readonly #stir = (): void => void this.#stirs++;

  #completed(completion: Completion, own = false): void {
    this.#stirs++;
    if (!this.#compartment) return this.options.wanted(this);
    const repeats = own && !completion.error && this.#protocol >= 2;
    const item: Completion = repeats ? { ...completion, output: undefined, own: true } : completion;
    const chars = item.output === undefined ? 0 : sizeOf(item.output);
    this.#tell("run.completed", { run: this.row.id, generation: this.row.generation, items: [item] }, chars);
  }

  async #finished(outcome: { output?: unknown; error?: ErrorRecord }): Promise<void> {
    const { output, error } = this.#redact(outcome);
    try {
      if (this.row.interrupt) return await this.concludeInterrupted({ output, error });
      await this.conclude({
        state: error ? "failed" : "succeeded",
        reason: null,
        output,
        error,
        wakeAt: null,
        endedAt: this.options.now(),
        // The script has forgotten it by itself.
      }, { tell: error !== undefined });
    } catch (thrown) {
      this.options.broken(this, thrown);
    }
  }

  #changed(): void {
    if (this.#over || !this.#driver) return;
    const { row } = this;
    const status = this.#status = this.#driver.status();
    // One that leaves memory has to come back for its timeout.
    if (status.dormant && status.state === "sleeping") status.wakeAt = this.restUntil;
    const reason = status.reason ?? null;
    const wakeAt = status.wakeAt ?? null;
    if (row.state !== status.state || row.reason !== reason || row.wakeAt !== wakeAt) {
      // Of a run that goes on the disk need not hear at once: after a kill it goes on in any case.
      this.#store({ state: status.state, reason, wakeAt }, { mayWait: status.state === "running" });
    }
    this.options.changed(this);
  }

  /** False when it could not be written. */
  #store(change: RunChange, { mayWait }: { mayWait: boolean }): Promise<boolean> {
    const fence = change.generation === undefined ? this.row.generation : undefined;
    const changed = changedOf(this.row, change);
    Object.assign(this.row, changed);
    return this.options.journal.run(this.row.ord, changed, { fence, mayWait }).then(
      () => true,
      (error) => {
        if (!this.#over) this.options.broken(this, error);
        return false;
      },
    );
  }

  /** Tells the script something; when the channel has no room for it the run is replayed. */
  #tell<M extends keyof ToScript>(method: M, params: ToScript[M], chars = 0): void {
    const compartment = this.#compartment;
    this.#stirs++;
    this.#unheard = true;
    const lost = (error: unknown) => {
      if (this.#compartment === compartment && !this.#over) this.options.lost(this, error);
    };
    this.#outbox?.tell(method, params, { chars, lost });
  }
}

/** About how long a value is as JSON: exact enough to tell what is long. */
function sizeOf(value: unknown): number {
  return typeof value === "string" ? value.length : typeof value === "object" ? JSON.stringify(value).length : 0;
}

/** The earlier one of two times, of which either may be none. */
function earlier(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? one ?? other : Math.min(one, other);
}

/** What of a change is another than it was: what stays need not be written. */
function changedOf(row: RunRow, change: RunChange): RunChange {
  const changed = Object.entries(change).filter(([field, value]) => row[field as keyof RunRow] !== value);
  return Object.fromEntries(changed);
}

/** What a script needs to execute or replay a run. */
export function runStart(row: RunRow, journal: JournalEntry[], secrets: Record<string, string>): RunStart {
  return {
    run: row.id,
    generation: row.generation,
    name: row.name,
    event: row.event,
    events: row.events,
    input: row.input,
    startedAt: row.clockAt ?? row.startedAt!,
    trigger: row.candidates[0],
    dueAt: row.dueAt ?? undefined,
    seed: row.seed,
    secrets,
    journal,
  };
}

/** A time for people: the largest unit in which it is whole. */
function durationText(ms: number): string {
  const units: [number, string][] = [[86_400_000, "d"], [3_600_000, "h"], [60_000, "m"], [1_000, "s"]];
  const unit = units.find(([size]) => ms % size === 0);
  return unit ? `${ms / unit[0]}${unit[1]}` : `${ms}ms`;
}

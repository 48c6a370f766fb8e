import type { BusEvent } from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { approvalSignal } from "./approval.ts";
import { decode } from "./codec.ts";
import { DEFAULT_GRACE_MS, type Interrupt, interruptedEnd } from "./interrupt.ts";
import { matchesType, matchesWhere } from "./match.ts";
import type { FromScript } from "./protocol.ts";
import { redactor } from "./redact.ts";
import { type DriverPorts, type EventWanted, RunDriver, type SignalTaken } from "./run_driver.ts";
import type { ScriptRuntime } from "./script_runtime.ts";
import { type ErrorRecord, StepError } from "./step_error.ts";
import { journalEntry, type StepRecord } from "./step_record.ts";
import type { TestClock } from "./test_clock.ts";
import type { TestRun, TestWorkflow, TestWorkflowOptions } from "./test_types.ts";

/** What a run in memory finds around it. */
export interface MemoryWorld {
  readonly clock: TestClock;
  readonly runtime: ScriptRuntime;
  readonly options: TestWorkflowOptions;
  readonly calls: TestWorkflow["calls"];
  readonly events: BusEvent[];
  /** Called for each event. */
  readonly watchers: Set<(event: BusEvent) => void>;
  append(type: string, subject: string | undefined, data: unknown, id: string, source: string): BusEvent;
  /** Calls a plugin's fake. */
  answer(method: string, params: unknown, key: string): Promise<unknown>;
  /** Puts something on disk; false when the process ended before or after it, so that nobody learns of it. */
  commit(write: () => void): boolean;
  /** Throws what is wrong with the test itself. */
  verify(): void;
}

/** What began a run of a test. */
export interface MemoryCause {
  event?: BusEvent;
  input?: unknown;
  dueAt?: number;
  trigger?: number;
}

/** One run: the driver on records that live in an array. */
export class MemoryRun implements TestRun {
  /** JSON of each record as it was last written: what a crash leaves. */
  readonly #journal = new Map<string, string>();
  readonly #startedAt: number;
  readonly #signals: { name: string; data: unknown }[] = [];
  readonly #wakes = new Set<() => void>();
  #generation = 0;
  #interrupt: Interrupt | undefined;
  #disarm: (() => void) | undefined;
  #driver: RunDriver | undefined;
  #end: Pick<TestRun, "state" | "reason" | "output" | "error"> | undefined;
  /** Grows with everything that happens: idle is when it stands still. */
  #activity = 0;
  #busy = 0;

  constructor(
    readonly id: string,
    private readonly cause: MemoryCause,
    private readonly test: MemoryWorld,
  ) {
    this.#startedAt = test.clock.now();
  }

  get steps(): StepRecord[] {
    return [...this.#journal.values()].map((text) => JSON.parse(text) as StepRecord);
  }
  get state(): TestRun["state"] {
    return this.#end?.state ?? this.#driver!.status().state;
  }
  get reason(): string | undefined {
    return this.#end ? this.#end.reason : this.#driver!.status().reason;
  }
  // deno-lint-ignore no-explicit-any -- any: as declared
  get output(): any {
    return decode(this.#end?.output);
  }
  get error(): ErrorRecord | undefined {
    return this.#end?.error;
  }

  replay(): void {
    const steps = this.steps;
    const { name = "workflow", retry } = this.test.runtime.describe();
    const since = this.cause.event?.seq ?? 0;
    this.#generation++;
    this.#driver = new RunDriver(
      {
        id: this.id,
        since,
        retry,
        steps,
        interrupt: this.#interrupt,
        redact: redactor(this.test.options.secrets),
      },
      this.#ports(this.#generation),
    );
    this.#arm();
    this.test.runtime.start({
      run: this.id,
      generation: this.#generation,
      name,
      event: this.cause.event,
      input: this.cause.input,
      startedAt: this.#startedAt,
      dueAt: this.cause.dueAt,
      trigger: this.cause.trigger,
      secrets: this.test.options.secrets,
      seed: `seed of ${this.id}`,
      journal: wire(steps.map(journalEntry)) as ReturnType<typeof journalEntry>[],
    });
  }

  /** Sets the alarm of the run's timeout, or of the end of its cleaning up. */
  #arm(): void {
    this.#disarm?.();
    const { timeoutMs, graceMs = DEFAULT_GRACE_MS } = this.test.runtime.describe();
    const interrupt = this.#interrupt;
    const at = interrupt ? interrupt.at + graceMs : timeoutMs === undefined ? undefined : this.#startedAt + timeoutMs;
    if (at === undefined) return;
    this.#disarm = this.test.clock.timer(at - this.test.clock.now(), () => {
      this.#activity++;
      if (interrupt) return this.#over(interruptedEnd(interrupt, { late: true }));
      this.#interrupted("timeout", `The run took longer than its timeout of ${timeoutMs} ms`);
    });
  }

  #interrupted(kind: Interrupt["kind"], message: string): void {
    this.#interrupt = this.#driver!.interrupt({ kind, message, at: this.test.clock.now() });
    this.#arm();
  }

  async cancel({ force = false } = {}): Promise<void> {
    if (this.#end && this.#end.state !== "paused") return;
    const message = "The run was cancelled by a test";
    if (this.#end) this.#resume();
    if (force || this.#interrupt) this.#over({ state: "cancelled", reason: message, output: undefined });
    else this.#interrupted("cancel", message);
    await this.idle();
  }

  async resume(): Promise<void> {
    if (this.#end?.state !== "paused") throw new RpcError("precondition_failed", `The run is ${this.state}`);
    this.#resume();
    await this.idle();
  }

  #resume(): void {
    this.#end = undefined;
    this.replay();
  }

  #over(end: Pick<TestRun, "state" | "error"> & { reason?: string | null; output?: unknown }): void {
    this.stop();
    this.test.runtime.drop({ run: this.id, generation: this.#generation });
    this.#end = { ...end, reason: end.reason ?? undefined, output: end.output };
  }

  receive(method: keyof FromScript, message: FromScript[keyof FromScript]): void {
    if (message.generation !== this.#generation || this.#end) return;
    this.#activity++;
    if (method === "run.operation") this.#driver!.operation(message as FromScript["run.operation"]);
    else if (method === "run.result") this.#driver!.result(message as FromScript["run.result"]);
    else if (method === "run.finish") this.#driver!.finish(message as FromScript["run.finish"]);
    else this.#driver!.mismatch((message as FromScript["run.mismatch"]).difference);
  }

  async signal(name: string, data: unknown = null): Promise<void> {
    this.#signals.push({ name, data: wire(data) });
    this.#activity++;
    for (const wake of [...this.#wakes]) wake();
    await this.idle();
  }

  approve(options: { step?: string; comment?: string } = {}): Promise<void> {
    return this.#decide(true, options);
  }

  reject(options: { step?: string; comment?: string } = {}): Promise<void> {
    return this.#decide(false, options);
  }

  async #decide(approved: boolean, { step, comment }: { step?: string; comment?: string }): Promise<void> {
    const labels = this.steps.filter(({ kind, state }) => kind === "approve" && state === "waiting").map((
      { name, occurrence },
    ) => occurrence === 1 ? name : `${name}#${occurrence}`);
    const found = step === undefined ? labels[0] : labels.find((label) => label === step);
    if (found === undefined) {
      throw new RpcError("precondition_failed", `The run asks for nothing now: it is ${this.state}`);
    }
    await this.signal(approvalSignal(found), { approved, by: "a test", ...(comment === undefined ? {} : { comment }) });
  }

  #nextSignal({ name, after }: { name: string; after: number }, abort: AbortSignal): Promise<SignalTaken> {
    const read = () => {
      const at = this.#signals.findIndex((sent, index) => sent.name === name && index >= after);
      return at === -1 ? undefined : { seq: at + 1, data: this.#signals[at]!.data };
    };
    const first = read();
    if (first) return Promise.resolve(first);
    return new Promise((resolve, reject) => {
      const wake = () => {
        const taken = read();
        if (taken) this.#wakes.delete(wake), resolve(taken);
      };
      this.#wakes.add(wake);
      abort.addEventListener("abort", () => (this.#wakes.delete(wake), reject(abort.reason)), { once: true });
    });
  }

  async #invoke({ workflow, input, key }: { workflow: string; input: unknown; key: string }): Promise<unknown> {
    await Promise.resolve();
    this.test.calls.push({ method: `workflow.${workflow}`, params: input, key });
    const answer = this.test.options.workflows?.[workflow];
    if (answer) return wire(await answer(input));
    throw new RpcError("not_found", `The test has no workflow "${workflow}"`, {
      hint: `Pass it: testWorkflow(script, { workflows: { "${workflow}": (input) => … } })`,
    });
  }

  async crash(): Promise<void> {
    if (this.#end) return;
    this.die();
    this.replay();
    await this.idle();
  }

  /** Ends as a process does that is killed: whatever is still to come of this life changes nothing. */
  die(): void {
    if (this.#end) return;
    this.stop();
    this.test.runtime.drop({ run: this.id, generation: this.#generation });
    this.#generation++;
    this.#activity++;
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  stop(): void {
    this.#disarm?.();
    this.#driver?.stop();
  }

  async idle(): Promise<void> {
    const given = performance.now() + MAX_BUSY_MS;
    for (let still = 0; still < 5 && !this.#end;) {
      const before = this.#activity;
      await turn();
      const isBusy = this.#busy > 0 && performance.now() < given;
      still = this.#activity === before && !isBusy ? still + 1 : 0;
    }
  }

  async result(): Promise<unknown> {
    await this.idle();
    this.test.verify();
    if (this.#end?.state === "succeeded") return this.output;
    const { state, reason } = this;
    throw new StepError(
      this.error ??
        { name: "Unfinished", message: `The run is ${state}: ${reason ?? "move time"}`, code: -32022, reason: state },
    );
  }

  #ports(generation: number): DriverPorts {
    const test = this.test;
    const identity = { run: this.id, generation };
    const isDead = () => generation !== this.#generation;
    return {
      now: () => test.clock.now(),
      save: (record) => {
        if (isDead()) return never();
        const text = JSON.stringify(record);
        const heard = test.commit(() => void this.#journal.set(`${record.name}/${record.occurrence}`, text));
        return heard ? this.#working(Promise.resolve()) : never();
      },
      call: (method, params, key, signal) => {
        if (isDead()) return never();
        const { promise, reject } = Promise.withResolvers<never>();
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        return this.#working(Promise.race([test.answer(method, params, key), promise]));
      },
      publish: async ({ id, type, subject, data }) => {
        await Promise.resolve();
        if (isDead()) return never();
        const { seq } = test.append(type, subject, data, id, `workflow:${test.runtime.describe().name ?? "workflow"}`);
        return { id, seq };
      },
      whenAvailable: (_, signal) =>
        new Promise((resolve, reject) => {
          const cancel = test.clock.timer(1_000, resolve);
          signal.addEventListener("abort", () => (cancel(), reject(signal.reason)), { once: true });
        }),
      nextEvent: (wanted, signal) => this.#nextEvent(wanted, signal),
      nextSignal: (wanted, signal) => this.#nextSignal(wanted, signal),
      expire: async (name) => {
        if (!this.#signals.some((sent) => sent.name === name)) {
          await this.signal(name, { approved: false, expired: true });
        }
      },
      invoke: (child) => isDead() ? never() : this.#working(this.#invoke(child)),
      alarm: (at, callback) =>
        test.clock.timer(at - test.clock.now(), () => {
          this.#activity++;
          if (!isDead()) callback();
        }),
      completed: (completion) =>
        test.runtime.completed({ ...identity, items: [wire(completion) as typeof completion] }),
      go: (attempt) => test.runtime.go({ ...identity, ...attempt }),
      abandon: (attempt) => test.runtime.abandon({ ...identity, ...attempt }),
      gaveUp: ({ name }, error) => {
        if (!isDead()) this.#over({ state: "paused", reason: `${name} failed: ${error.message}`, error });
      },
      changed: () => void this.#activity++,
      finished: (outcome) => {
        if (isDead()) return;
        const { output, error } = redactor(test.options.secrets)(outcome);
        this.#over(
          this.#interrupt
            ? interruptedEnd(this.#interrupt, { output, error })
            : { state: error ? "failed" : "succeeded", output, error },
        );
      },
      mismatch: ({ message }) => this.#over({ state: "paused", reason: message }),
      rewind: () => {
        this.die();
        this.replay();
      },
      broken: (error) => {
        throw error;
      },
    };
  }

  #nextEvent({ type, subject, where, since }: EventWanted, signal: AbortSignal): Promise<BusEvent> {
    const { events, watchers } = this.test;
    const fits = (event: BusEvent) =>
      event.seq > since && matchesType(event.type, type) && (subject === undefined || event.subject === subject) &&
      matchesWhere(event, where);
    const found = events.find(fits);
    if (found) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const watcher = (event: BusEvent) => {
        if (!fits(event)) return;
        watchers.delete(watcher);
        resolve(event);
      };
      watchers.add(watcher);
      signal.addEventListener("abort", () => (watchers.delete(watcher), reject(signal.reason)), { once: true });
    });
  }

  async #working<T>(work: Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work;
    } finally {
      this.#busy--;
      this.#activity++;
    }
  }
}

/** A fake that does not answer for so long is taken for one that waits for time to be moved. */
const MAX_BUSY_MS = 1_000;

/** What a process that is dead answers. */
function never(): Promise<never> {
  return new Promise(() => {});
}

/** One turn of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** A value as it comes out of the other end of a channel. */
export function wire(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

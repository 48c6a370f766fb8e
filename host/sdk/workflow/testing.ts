import type { BusEvent, LogRecord } from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { approvalSignal } from "./approval.ts";
import { decode, encode } from "./codec.ts";
import { dueTimes } from "./due_times.ts";
import type { Workflow } from "./definition.ts";
import { matchesType, matchesWhere } from "./match.ts";
import type { FromScript } from "./protocol.ts";
import { patchConsole } from "./run_logger.ts";
import { patchGlobals } from "./patched_globals.ts";
import { type DriverPorts, type EventWanted, RunDriver, type SignalTaken } from "./run_driver.ts";
import { ScriptRuntime } from "./script_runtime.ts";
import { type ErrorRecord, StepError } from "./step_error.ts";
import { journalEntry, type StepRecord } from "./step_record.ts";
import { TestClock } from "./test_clock.ts";
import type { TestHookRequest, TestRun, TestWorkflow, TestWorkflowOptions } from "./test_types.ts";

/**
 * A workflow in memory, with time that can be moved, executed by the code that executes it in production.
 *
 * @example
 * ```ts
 * import { manual, workflow } from "@bulkhead/workflow";
 * import { testWorkflow } from "@bulkhead/testing";
 *
 * const script = workflow({ on: manual() }, async ({ sleep }) => {
 *   await sleep("30d");
 *   return "done";
 * });
 * using test = testWorkflow(script);
 * const run = await test.run();
 * await test.advance("30d");
 * if (await run.result() !== "done") throw new Error(run.state);
 * ```
 */
export function testWorkflow(script: Workflow, options: TestWorkflowOptions = {}): TestWorkflow {
  return new MemoryWorkflow(script, options);
}

class MemoryWorkflow implements TestWorkflow {
  readonly clock: TestClock;
  readonly calls: TestWorkflow["calls"] = [];
  readonly events: BusEvent[] = [];
  readonly logs: LogRecord[] = [];
  readonly byId = new Map<string, MemoryRun>();
  readonly runtime: ScriptRuntime;
  /** Called for each event. */
  readonly watchers = new Set<(event: BusEvent) => void>();
  readonly #undo: (() => void)[];

  constructor(readonly script: Workflow, readonly options: TestWorkflowOptions) {
    this.clock = options.clock ?? new TestClock();
    const log = (records: LogRecord[]) => void this.logs.push(...records);
    this.#undo = [patchGlobals(), patchConsole(log)];
    this.runtime = new ScriptRuntime(script, {
      log,
      send: (method, params) => {
        const message = wire(params) as FromScript[typeof method];
        // A turn of the event loop lies between the two sides, as it does on the channel.
        queueMicrotask(() => this.byId.get(message.run)?.receive(method, message));
      },
    });
    this.#schedule();
  }

  async run(input?: unknown): Promise<TestRun> {
    const trigger = this.#trigger("manual") ?? this.#trigger("call") ?? -1;
    const checked = await this.runtime.input({ input: encode(input), trigger });
    if (!checked.ok) throw new RpcError("invalid_params", checked.message, { path: checked.path });
    return await this.begin({ input: checked.input, trigger });
  }

  async hook(path: string, { method = "POST", query = {}, headers = {}, body = "" }: TestHookRequest = {}) {
    const trigger = this.script.triggers.findIndex((one) => one.kind === "hook" && one.path === path);
    if (trigger === -1) throw new RpcError("not_found", `The workflow has no hook "${path}"`);
    const raw = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
    return await this.begin({ input: encode({ method, path, query, headers, raw }), trigger });
  }

  #trigger(kind: string): number | undefined {
    const index = this.script.triggers.findIndex((trigger) => trigger.kind === kind);
    return index === -1 ? undefined : index;
  }

  async publish(
    { type, subject, data = null }: { type: string; subject?: string; data?: unknown },
  ): Promise<TestRun[]> {
    const event = this.append(type, subject, data, `test-${this.events.length + 1}`, type.split(".")[0]!);
    const { triggers } = this.runtime.describe();
    const fitting = triggers.flatMap((trigger, index) =>
      trigger.kind === "event" && matchesType(type, trigger.type) && matchesWhere(event, trigger.where) ? [index] : []
    );
    const begun: TestRun[] = [];
    if (fitting.length > 0) {
      const [verdict] = this.runtime.admit({ items: [{ id: event.id, event, triggers: fitting }] });
      if (verdict && "error" in verdict) throw new StepError(verdict.error);
      if (verdict?.admitted) begun.push(await this.begin({ event }));
    }
    await Promise.all(this.runs.map((run) => run.idle()));
    return begun;
  }

  async advance(duration: Parameters<TestClock["advance"]>[0]): Promise<void> {
    await this.clock.advance(duration, async () => {
      await Promise.all(this.runs.map((run) => run.idle()));
    });
  }

  /** Puts an event into the log; a repeat by id and source answers the earlier one. */
  append(type: string, subject: string | undefined, data: unknown, id: string, source: string): BusEvent {
    const earlier = this.events.find((event) => event.id === id && event.source === source);
    if (earlier) return earlier;
    const event = wire({
      specversion: "1.0",
      id,
      source,
      type,
      subject,
      time: new Date(this.clock.now()).toISOString(),
      datacontenttype: "application/json",
      data,
      actorkind: "system",
      hops: 0,
      seq: this.events.length + 1,
      audience: "plugins",
    }) as BusEvent;
    this.events.push(event);
    for (const watcher of [...this.watchers]) watcher(event);
    return event;
  }

  get runs(): MemoryRun[] {
    return [...this.byId.values()];
  }

  /** Begins runs at the times of `cron` and `every`. */
  #schedule(): void {
    const setAt = this.clock.now();
    for (const trigger of this.runtime.describe().triggers) {
      if (trigger.kind !== "cron" && trigger.kind !== "every") continue;
      const times = dueTimes(trigger, setAt);
      const arm = (after: number) => {
        const dueAt = times.after(after);
        if (dueAt === undefined) return;
        const cancel = this.clock.timer(dueAt - this.clock.now(), () => {
          this.#undo.splice(this.#undo.indexOf(cancel), 1);
          arm(dueAt);
          void this.begin({ dueAt });
        });
        this.#undo.push(cancel);
      };
      arm(setAt);
    }
  }

  async begin(cause: MemoryCause): Promise<MemoryRun> {
    const run = new MemoryRun(`run-${this.byId.size + 1}`, cause, this);
    this.byId.set(run.id, run);
    run.replay();
    await run.idle();
    return run;
  }

  [Symbol.dispose](): void {
    for (const run of this.runs) run.stop();
    this.runtime.close();
    for (const undo of this.#undo.reverse()) undo();
  }
}

/** What began a run of a test. */
interface MemoryCause {
  event?: BusEvent;
  input?: unknown;
  dueAt?: number;
  trigger?: number;
}

/** One run: the driver on records that live in an array. */
class MemoryRun implements TestRun {
  /** JSON of each record as it was last written: what a crash leaves. */
  readonly #journal = new Map<string, string>();
  readonly #startedAt: number;
  readonly #signals: { name: string; data: unknown }[] = [];
  readonly #wakes = new Set<() => void>();
  #generation = 0;
  #driver: RunDriver | undefined;
  #end: Pick<TestRun, "state" | "reason" | "output" | "error"> | undefined;
  /** Grows with everything that happens: idle is when it stands still. */
  #activity = 0;
  #busy = 0;

  constructor(
    readonly id: string,
    private readonly cause: MemoryCause,
    private readonly test: MemoryWorkflow,
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
    const name = this.test.runtime.describe().name ?? "workflow";
    const since = this.cause.event?.seq ?? 0;
    this.#generation++;
    this.#driver = new RunDriver(
      { id: this.id, since, retry: this.test.runtime.describe().retry, steps },
      this.#ports(this.#generation),
    );
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
    this.#driver!.stop();
    this.test.runtime.drop({ run: this.id, generation: this.#generation });
    this.replay();
    await this.idle();
  }

  stop(): void {
    this.#driver?.stop();
  }

  async idle(): Promise<void> {
    for (let still = 0; still < 5 && !this.#end;) {
      const before = this.#activity;
      await turn();
      still = this.#activity === before && this.#busy === 0 ? still + 1 : 0;
    }
  }

  async result(): Promise<unknown> {
    await this.idle();
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
    return {
      now: () => test.clock.now(),
      save: async (record) => {
        this.#journal.set(`${record.name}/${record.occurrence}`, JSON.stringify(record));
        await this.#working(Promise.resolve());
      },
      call: (method, params, key) => this.#working(this.#call(method, params, key)),
      publish: async ({ id, type, subject, data }) => {
        await Promise.resolve();
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
      invoke: (child) => this.#working(this.#invoke(child)),
      alarm: (at, callback) => test.clock.timer(at - test.clock.now(), () => (this.#activity++, callback())),
      completed: (completion) =>
        test.runtime.completed({ ...identity, items: [wire(completion) as typeof completion] }),
      go: ({ name, occurrence }) => test.runtime.go({ ...identity, name, occurrence }),
      changed: () => void this.#activity++,
      finished: ({ output, error }) => {
        this.#end = { state: error ? "failed" : "succeeded", output, error };
      },
      mismatch: ({ message }) => {
        this.#driver!.stop();
        this.#end = { state: "paused", reason: message, output: undefined };
      },
      broken: (error) => {
        throw error;
      },
    };
  }

  async #call(method: string, params: unknown, key: string): Promise<unknown> {
    await Promise.resolve();
    this.test.calls.push({ method, params, key });
    const answer = this.test.options.plugins?.[method];
    if (!answer) {
      throw new RpcError("method_not_found", `The test has no answer to ${method}`, {
        hint: `Pass it: testWorkflow(script, { plugins: { "${method}": (params) => … } })`,
      });
    }
    return wire(await answer(params, { key }));
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

/** One turn of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function wire(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

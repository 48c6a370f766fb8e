import type { BusEvent, LogRecord } from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { encode } from "./codec.ts";
import { dueTimes } from "./due_times.ts";
import type { Workflow } from "./definition.ts";
import { fakeChecks } from "./fake_check.ts";
import { matchesType, matchesWhere } from "./match.ts";
import type { FromScript } from "./protocol.ts";
import { patchConsole } from "./run_logger.ts";
import { patchGlobals } from "./patched_globals.ts";
import { type MemoryCause, MemoryRun, type MemoryWorld, wire } from "./memory_run.ts";
import { ScriptRuntime } from "./script_runtime.ts";
import { StepError } from "./step_error.ts";
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

/** Where a test ends the process: before or after this commit. */
export interface CrashPoint {
  /** From 1. */
  commit: number;
  when: "before" | "after";
}

/** The harness behind {@linkcode testWorkflow}. */
export class MemoryWorkflow implements TestWorkflow, MemoryWorld {
  readonly clock: TestClock;
  readonly calls: TestWorkflow["calls"] = [];
  readonly events: BusEvent[] = [];
  readonly logs: LogRecord[] = [];
  readonly byId = new Map<string, MemoryRun>();
  readonly runtime: ScriptRuntime;
  /** Called for each event. */
  readonly watchers = new Set<(event: BusEvent) => void>();
  /** Records written so far. */
  commits = 0;
  readonly #undo: (() => void)[];
  readonly #checks: ReturnType<typeof fakeChecks> | undefined;
  /** Answers by key, as plugins record them. */
  readonly #answers = new Map<string, { answer: unknown }>();
  #fault: Error | undefined;

  constructor(readonly script: Workflow, readonly options: TestWorkflowOptions, private readonly crash?: CrashPoint) {
    this.#checks = options.openrpc && fakeChecks(options.openrpc);
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

  async answer(method: string, params: unknown, key: string): Promise<unknown> {
    await Promise.resolve();
    this.calls.push({ method, params, key });
    const check = this.#checks?.(method);
    check?.params(params);
    // A plugin answers a repeat from its record; without a crash a test may want to see each attempt.
    const recorded = this.crash && this.#answers.get(key);
    if (recorded) return recorded.answer;
    const answer = this.options.plugins?.[method];
    if (!answer) {
      throw new RpcError("method_not_found", `The test has no answer to ${method}`, {
        hint: `Pass it: testWorkflow(script, { plugins: { "${method}": (params) => … } })`,
      });
    }
    const result = wire(await answer(params, { key }));
    try {
      check?.result(result);
    } catch (error) {
      this.#fault ??= error as Error;
      throw error;
    }
    this.#answers.set(key, { answer: result });
    return result;
  }

  commit(write: () => void): boolean {
    const { crash } = this;
    const isHere = ++this.commits === crash?.commit;
    if (!isHere || crash.when === "after") write();
    if (!isHere) return true;
    for (const run of this.runs) run.die();
    const unfinished = this.runs.filter((run) => !run.ended);
    queueMicrotask(() => {
      for (const run of unfinished) run.replay();
    });
    return false;
  }

  /** Throws what is wrong with the test itself. */
  verify(): void {
    if (this.#fault) throw this.#fault;
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

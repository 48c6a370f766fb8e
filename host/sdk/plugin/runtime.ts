import type {
  BusEvent,
  Caller,
  CallParams,
  EventParams,
  HookParams,
  HookResult,
  IdleResult,
  InitParams,
  InitResult,
  ScheduleParams,
  SettingsParams,
} from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { CallContext } from "./call_context.ts";
import { type SdkClock, systemClock } from "./clock.ts";
import type { Context, ScheduledWork } from "./context.ts";
import { type AnyEvent, type HookHandler, methodsOf, type PluginDefinition } from "./definition.ts";
import { describePlugin } from "./describe.ts";
import { type Executable, Executor, isAsyncFunction } from "./executor.ts";
import { findHook, hookRequest } from "./hooks.ts";
import type { HostLink } from "./host_link.ts";
import type { Invocation, RequestOrigin } from "./invocation.ts";
import { matcher } from "./names.ts";
import { Timers } from "./schedule.ts";
import { handlerOf } from "./schedule_spec.ts";
import { createServices, type Services } from "./services.ts";
import { describe, invalidParams, invalidResult } from "./validation.ts";

/** First look for keys that are too old to keep, and the time between two looks. */
const PRUNE_FIRST_MS = 60_000;
const PRUNE_MS = 6 * 3_600_000;

interface CompiledMethod extends Executable {
  safeParse(params: unknown): { success: true; data: unknown } | { success: false; error: import("zod").z.ZodError };
  run(ctx: Context, params: unknown): unknown;
}

/** A running plugin: takes the host's requests, whatever carries them. */
export class PluginRuntime {
  readonly #definition: PluginDefinition;
  readonly #services: Services;
  readonly #executor: Executor;
  readonly #methods: Map<string, CompiledMethod>;
  readonly #events: { pattern: string; matches(type: string): boolean; handler: AnyEvent }[];
  readonly #stopping = new AbortController();
  readonly #self: Caller;
  #drained: Promise<void> | undefined;
  #cancelPrune: () => void = () => {};
  /** What the host is told of this plugin. */
  readonly description: InitResult;

  private constructor(definition: PluginDefinition, init: InitParams, link: HostLink, clock: SdkClock) {
    this.#definition = definition;
    this.#self = { kind: "plugin", id: init.id, name: init.id, role: "member" };
    this.description = describePlugin(definition, init.id);
    const services = createServices(init, link, clock, definition.migrations ?? {});
    const timers = new Timers(clock, (name, work) => this.#scheduled(name, work));
    const schedules = new Set(Object.keys(definition.schedules ?? {}));
    this.#services = Object.assign(services, { timers, schedules, background: (what: string) => this.#context(what) });
    this.#executor = new Executor(this.#services, init.validateResults);
    this.#methods = compile(definition, init.id, {
      all: init.validateResults,
      // A fault that a sample finds is the author's to mend; the caller has done nothing wrong.
      report: (error) => this.#services.log.error("A result does not fit its schema", { error: error.message }),
    });
    this.#events = Object.entries(definition.events ?? {}).map(([pattern, handler]) => ({
      pattern,
      matches: matcher(pattern),
      handler,
    }));
  }

  /** Opens and migrates the database and runs `setup`. Rejects when one of them fails. */
  static async start(
    definition: PluginDefinition,
    init: InitParams,
    link: HostLink,
    clock: SdkClock = systemClock,
  ): Promise<PluginRuntime> {
    const runtime = new PluginRuntime(definition, init, link, clock);
    if (init.migrateOnly) return runtime;
    try {
      await definition.setup?.(runtime.#context("setup"));
    } catch (error) {
      runtime.#services.log.error("setup failed", { error });
      runtime.#services.logBuffer.flush();
      await runtime.#services.timers.close();
      runtime.#services.store.close();
      throw error instanceof RpcError ? error : new RpcError("internal", `setup failed: ${(error as Error).message}`);
    }
    runtime.#prune(PRUNE_FIRST_MS);
    return runtime;
  }

  /** Begins to relay what is in the outbox; to be called when the host has heard that the plugin is up. */
  ready(): void {
    this.#services.outbox.start();
  }

  /** Resolves when everything published so far is with the host. */
  relayed(): Promise<void> {
    return this.#services.outbox.idle();
  }

  /** Runs a method. Throws or rejects with RpcError only. */
  call(request: CallParams, origin: RequestOrigin): unknown {
    this.#refuseWhenDraining();
    const method = this.#methods.get(request.method);
    if (method === undefined) {
      throw new RpcError("method_not_found", `No method "${request.method}"`, {
        hint: `This plugin has ${[...this.#methods.keys()].join(", ") || "none"}`,
      });
    }
    const parsed = method.safeParse(request.params ?? {});
    if (!parsed.success) throw invalidParams(request.method, parsed.error, request.params ?? {});
    const call = this.#invocation(request.method, origin, request.caller);
    if (request.key !== undefined) call.key = request.key;
    if (request.cause !== undefined) call.cause = request.cause;
    call.traceparent = request.traceparent;
    if (request.timeoutMs > 0) call.deadline = this.#services.clock.now() + request.timeoutMs;
    const params = parsed.data;
    return this.#executor.execute(call, method, (ctx) => method.run(ctx, params));
  }

  /** Handles one event with every handler whose pattern fits, in the order of their declaration, each once in effect. */
  async event({ event, replay }: EventParams, origin: RequestOrigin): Promise<void> {
    this.#refuseWhenDraining();
    for (const { pattern, matches, handler } of this.#events) {
      if (!matches(event.type)) continue;
      const call = this.#invocation(`event ${event.type}`, origin, this.#self);
      call.cause = event;
      call.traceparent = event.traceparent;
      call.key = `event:${event.source}:${event.id}:${pattern}${replay ? `#${replay}` : ""}`;
      await this.#consume(call, event, handler);
    }
  }

  /** Runs the handler of a durable schedule, once in effect for each time that it is due. */
  async schedule({ key, ...run }: ScheduleParams, origin: RequestOrigin): Promise<void> {
    this.#refuseWhenDraining();
    const handler = this.#definition.schedules?.[handlerOf(run.name)];
    if (handler === undefined) throw new RpcError("not_found", `This plugin has no schedule "${handlerOf(run.name)}"`);
    const call = this.#invocation(`schedule ${run.name}`, origin, this.#self);
    call.key = key;
    const executable = { asynchronous: isAsyncFunction(handler), readOnly: false, check: () => undefined };
    await this.#executor.execute(call, executable, (ctx) => handler(run, ctx));
  }

  /** Answers an inbound webhook, after what it wrote is on disk. */
  async hook(request: HookParams, origin: RequestOrigin, body?: Uint8Array<ArrayBuffer>): Promise<HookResult> {
    this.#refuseWhenDraining();
    const handler = findHook(this.#definition.hooks ?? {}, request.path);
    if (handler === undefined) throw new RpcError("not_found", `This plugin has no hook "${request.path}"`);
    const call = this.#invocation(`hook ${request.path}`, origin, this.#self);
    const executable = hookExecutable(handler);
    return await this.#executor.execute(
      call,
      executable,
      (ctx) => handler(hookRequest(request, body), ctx),
    ) as HookResult;
  }

  /** Takes changed settings and secrets; resolves when the plugin has seen to its settings. */
  async settings(change: SettingsParams): Promise<void> {
    if (change.secrets) this.#services.secrets.replace(change.secrets);
    if (!change.settings) return;
    this.#services.settings = Object.freeze({ ...change.settings });
    try {
      await this.#definition.onSettings?.(this.#context("settings"));
    } catch (error) {
      this.#services.log.error("onSettings failed", { error });
    }
  }

  /** May the host end it until it is needed again? Not while it has timers, work or events on their way. */
  idle(): IdleResult {
    const { timers, outbox } = this.#services;
    return { idle: timers.idle && this.#executor.active === 0 && !outbox.busy };
  }

  /** Takes nothing new, finishes what runs, tears down, hands over the outbox and closes the database. */
  drain(): Promise<void> {
    return this.#drained ??= this.#drain();
  }

  async #drain(): Promise<void> {
    const { timers, outbox, store, log, logBuffer } = this.#services;
    this.#cancelPrune();
    await timers.close();
    await this.#executor.idle();
    try {
      await this.#definition.teardown?.(this.#context("teardown"));
    } catch (error) {
      log.error("teardown failed", { error });
    }
    this.#stopping.abort(new RpcError("cancelled", "The plugin is stopping"));
    await outbox.stop();
    logBuffer.flush();
    store.close();
  }

  async #consume(call: Invocation, event: BusEvent, handler: AnyEvent): Promise<void> {
    const run = typeof handler === "function" ? handler : handler.handler;
    let taken = event;
    if (typeof handler !== "function" && handler.data !== undefined) {
      const parsed = handler.data.safeParse(event.data);
      if (!parsed.success) {
        this.#services.log.error(`An event of type ${event.type} does not fit the schema and was passed over`, {
          id: event.id,
          seq: event.seq,
          problem: describe(parsed.error, event.data),
        });
        return;
      }
      taken = { ...event, data: parsed.data };
    }
    const executable = { asynchronous: isAsyncFunction(run), readOnly: false, check: () => undefined };
    await this.#executor.execute(call, executable, (ctx) => run(taken, ctx));
  }

  async #scheduled(name: string, work: ScheduledWork): Promise<void> {
    try {
      await work(this.#context(`schedule ${name}`));
    } catch (error) {
      this.#services.log.error(`The scheduled work "${name}" failed`, { error, stack: (error as Error).stack });
    }
  }

  #context(what: string): Context {
    return new CallContext(this.#services, this.#invocation(what, { signal: this.#stopping.signal }, this.#self));
  }

  #invocation(what: string, origin: RequestOrigin, caller: Caller): Invocation {
    return {
      what,
      caller,
      origin,
      key: undefined,
      deadline: undefined,
      cause: undefined,
      traceparent: undefined,
      units: 0,
      calls: 0,
      published: 0,
    };
  }

  #refuseWhenDraining(): void {
    if (this.#drained === undefined) return;
    throw new RpcError("plugin_unavailable", `${this.#services.plugin.id} is stopping`, { hint: "stopping" });
  }

  #prune(delayMs: number): void {
    this.#cancelPrune = this.#services.clock.timer(delayMs, () => {
      try {
        if (this.#services.store.opened) this.#services.keys.prune();
      } catch (error) {
        this.#services.log.warn("Old call keys could not be removed", { error });
      }
      this.#prune(PRUNE_MS);
    });
  }
}

/** In production one result of so many is checked against its schema, beginning with the first. */
const SAMPLE_EVERY = 64;

interface ResultChecks {
  /** Check every result and refuse a wrong one (tests and dev); otherwise a sample is checked and reported. */
  all: boolean;
  report(error: RpcError): void;
}

function compile(definition: PluginDefinition, id: string, checks: ResultChecks): Map<string, CompiledMethod> {
  const methods = new Map<string, CompiledMethod>();
  for (const [full, { params, result, handler, readOnly }] of methodsOf(definition, id)) {
    const faultOf = (value: unknown): RpcError | undefined => {
      const checked = result.safeParse(value);
      return checked.success ? undefined : invalidResult(full, checked.error, value);
    };
    let answered = 0;
    const sample = (value: unknown): undefined => {
      if (answered++ % SAMPLE_EVERY !== 0) return;
      const fault = faultOf(value);
      if (fault) checks.report(fault);
    };
    methods.set(full, {
      asynchronous: isAsyncFunction(handler),
      readOnly: readOnly ?? false,
      safeParse: (value) => params.safeParse(value),
      run: (ctx, value) => handler(value, ctx),
      check: checks.all ? faultOf : sample,
    });
  }
  return methods;
}

function hookExecutable(handler: HookHandler): Executable {
  return {
    asynchronous: isAsyncFunction(handler),
    readOnly: false,
    check: (value) => {
      const status = (value as HookResult | undefined)?.status;
      if (Number.isInteger(status) && status! >= 200 && status! <= 599) return undefined;
      return new RpcError(
        "internal",
        "A hook handler must answer {status, headers?, body?} with a status of 200 to 599",
      );
    },
  };
}

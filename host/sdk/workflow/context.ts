import type { z } from "zod";
import type { Plugins } from "../../../schemas/generated/plugins.d.ts";
import type { BusEvent } from "../channel/protocol.ts";
import type { EventData } from "./event_data.ts";
import type { Duration } from "./duration.ts";
import type { Where } from "./match.ts";
import type { RetryOptions } from "./retry.ts";
import type { StepAttempt } from "./step_attempt.ts";
import type { HookRequest } from "./hook_request.ts";
import type { CallTrigger, EventTrigger, HookTrigger, ManualTrigger, Trigger } from "./triggers.ts";

/** Ids of the plugins whose methods are known. */
export type PluginId = keyof Plugins & string;

/** A plugin's name in the context: `link-check` is `linkCheck`. */
export type ContextName<Id extends string> = Id extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<ContextName<Tail>>}`
  : Id;

/** The event that a run may have: of all event triggers, and undefined where the workflow can begin without one. */
export type EventOf<T> = T extends EventTrigger<infer D> ? BusEvent<D> : undefined;
/** What the trigger's schema makes of the input, or a hook's request; undefined for a run that an event or time began. */
export type InputOf<T> = T extends ManualTrigger<infer S> | CallTrigger<infer S>
  ? (S extends z.ZodType ? z.output<S> : unknown)
  : T extends HookTrigger ? HookRequest
  : undefined;

/** What a workflow's function is handed. */
export type Context<Id extends PluginId, T extends Trigger> =
  & BaseContext<EventOf<T>, InputOf<T>>
  & { [Name in Id as ContextName<Name>]: Plugins[Name] };

export interface BaseContext<E, I> {
  /** The event that began this run. */
  event: E;
  /** All events of a `batch`, oldest first; else the one, or none. */
  events: Exclude<E, undefined>[];
  /** The input of a run that was begun by hand or called, or the request that came to a hook. */
  input: I;
  /** This run. */
  run: RunInfo;
  /**
   * Makes any effect durable: `fn` runs once, its result is recorded, and a replay gets the record. When it throws it
   * is tried again by `retry`; in the end the step rejects with a StepError. Inside, time and randomness are real.
   */
  step<R>(name: string, fn: (attempt: StepAttempt) => R | Promise<R>, options?: StepOptions): Promise<R>;
  /** Waits, for days if need be; nothing is held in memory meanwhile. */
  sleep(duration: Duration): Promise<void>;
  sleepUntil(time: Date | string | number): Promise<void>;
  /**
   * The next event of this type that fits. It looks from the run's beginning; called again for the same type it goes
   * on after the event that it took last. Rejects with a StepError of reason `deadline_exceeded` after `timeout`.
   */
  waitFor<D = never, K extends string = string>(type: K, options?: WaitOptions): Promise<BusEvent<EventData<D, K>>>;
  /**
   * Waits for a signal of this name, sent to this very run with `host.workflow.signal {id, name, data}`; answers its
   * data. What was sent earlier is kept; called again it takes the next. Rejects after `timeout` as `waitFor` does.
   */
  // deno-lint-ignore no-explicit-any -- any: what a signal carries is its sender's; a script may name the type
  signal<D = any>(name: string, options?: { timeout?: Duration }): Promise<D>;
  /**
   * Asks people and waits: true when somebody with the role (default: any member), or one above it, approves; false when
   * somebody rejects or nobody decides within `timeout`. Publishes `workflow.approval.requested` and `.decided`.
   */
  approve(question: string, options?: ApproveOptions): Promise<boolean>;
  /**
   * Begins a run of another workflow, by its `call` or `manual` trigger, and waits for what it returns. It is cancelled
   * with this run. Rejects with the child's error.
   */
  // deno-lint-ignore no-explicit-any -- any: what a workflow returns is its script's; the caller may name the type
  invoke<R = any>(workflow: string, input?: unknown): Promise<R>;
  /** Publishes an event as `workflow:<name>`, once however often the run is replayed. */
  publish(event: { type: string; subject?: string; data?: unknown }): Promise<{ id: string; seq: number }>;
  /**
   * As Promise.all, with functions as well as promises: of the functions at most `limit` run at once (default: all).
   */
  all<const T extends readonly unknown[]>(
    items: T,
    options?: { limit?: number },
  ): Promise<{ -readonly [K in keyof T]: Settled<T[K]> }>;
  /** The run's time in milliseconds since 1970. It stands still between steps; Date in a run says the same. */
  now(): number;
  /** In [0, 1), the same at each replay. Math.random in a run does the same. */
  random(): number;
  uuid(): string;
  /** The secrets that the option names. One that is not set throws when it is read. */
  secrets: Readonly<Record<string, string>>;
  /** Log records of this run; nothing is written again at a replay. */
  log: RunLog;
}

/** What an item of `all` comes to. */
export type Settled<T> = T extends () => infer R ? Awaited<R> : Awaited<T>;

export interface StepOptions {
  /** Instead of the workflow's own. */
  retry?: RetryOptions;
  /** How long an attempt may take: after that it fails with reason `deadline_exceeded`, and the next one begins. Default: any time. */
  timeout?: Duration;
}

export interface WaitOptions {
  subject?: string;
  where?: Where;
  /** Default: for ever. */
  timeout?: Duration;
}

export interface ApproveOptions {
  /** Who may decide: this role and those above it. Default member. */
  role?: "member" | "admin" | "owner";
  /** Default: for ever. */
  timeout?: Duration;
  /**
   * Where people see it besides the cockpit: a channel of chat, `#name` or id, in which the workflow may write. Default:
   * the channel of chat's settings, if one is chosen there.
   */
  channel?: string;
}

export interface RunInfo {
  readonly id: string;
  /** Of the workflow. */
  readonly name: string;
  readonly startedAt: Date;
  /** Of a run that `cron` or `every` began: the time that was meant, which is earlier when the host was off. */
  readonly dueAt?: Date;
}

export interface RunLog {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

import type { BusEvent } from "../channel/protocol.ts";
import { type Duration, durationMs } from "./duration.ts";
import type { FlowDescription, FlowKey, FlowValues } from "./protocol.ts";

/** What a key is made of. */
// deno-lint-ignore no-explicit-any -- any: the data of whichever event began the run
export type FlowCause = { event?: BusEvent<any>; input?: any };
/** A path such as `"event.data.repo"`, or a function that must be quick and must not have effects. */
export type FlowKeyOption = string | ((cause: FlowCause) => string);

/** How runs are held back, put together or left out before they begin. */
export interface FlowOptions {
  /** At most `limit` runs begin within `period`, for each key; the others wait for their turn. */
  throttle?: { limit: number; period: Duration; key?: FlowKeyOption };
  /** Begins when nothing has come for `period`, with what came last; at the latest `max` after the first. */
  debounce?: { period: Duration; max?: Duration; key?: FlowKeyOption };
  /** One run for up to `size` events, at the latest `timeout` after the first: they are in `events`. */
  batch?: { size: number; timeout: Duration; key?: FlowKeyOption };
  /** While a run has not ended, further ones are left out (`"skip"`), or begin in its place (`"cancel"`). */
  singleton?: "skip" | "cancel" | { mode: "skip" | "cancel"; key?: FlowKeyOption };
  /** Of those that wait the highest begins first; default 0. A number, a path or a function. */
  priority?: number | string | ((cause: FlowCause) => number);
  /** Of runs with the same key there is only one, as long as its history is kept. */
  idempotencyKey?: FlowKeyOption;
}

/** What the host needs to know of the options. @throws {TypeError} naming the one that is wrong. */
export function describeFlow(options: FlowOptions): FlowDescription {
  const { throttle, debounce, batch, singleton, priority, idempotencyKey } = options;
  if (debounce && batch) throw new TypeError("debounce and batch exclude each other: give one of them");
  const mode = typeof singleton === "object" ? singleton.mode : singleton;
  if (mode !== undefined && mode !== "skip" && mode !== "cancel") {
    throw new TypeError(`Bad singleton "${mode}": expected "skip" or "cancel"`);
  }
  return {
    throttle: throttle && {
      limit: whole("throttle.limit", throttle.limit, 1_000),
      periodMs: positive("throttle.period", throttle.period),
      key: flowKey(throttle.key),
    },
    debounce: debounce && {
      periodMs: positive("debounce.period", debounce.period),
      maxMs: debounce.max === undefined ? undefined : positive("debounce.max", debounce.max),
      key: flowKey(debounce.key),
    },
    batch: batch && {
      size: whole("batch.size", batch.size, 1_000),
      timeoutMs: positive("batch.timeout", batch.timeout),
      key: flowKey(batch.key),
    },
    singleton: mode,
    priority: typeof priority === "number" ? whole("priority", priority, 1e6, -1e6) : flowKey(priority),
    once: flowKey(idempotencyKey),
  };
}

/** Asks those of the options that are functions. */
export function flowValues(
  { throttle, debounce, batch, priority, idempotencyKey }: FlowOptions,
  cause: FlowCause,
): FlowValues {
  const ask = <T>(key: unknown, as: (value: unknown) => T): T | undefined =>
    typeof key === "function" ? as(key(cause)) : undefined;
  return {
    throttle: ask(throttle?.key, String),
    debounce: ask(debounce?.key, String),
    batch: ask(batch?.key, String),
    priority: ask(priority, Number),
    once: ask(idempotencyKey, String),
  };
}

/** A path, or that there is a function; undefined without a key. */
export function flowKey(key: unknown): FlowKey | undefined {
  return typeof key === "function" ? "script" : typeof key === "string" ? { path: key } : undefined;
}

function whole(name: string, value: number, max: number, min = 1): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new TypeError(`${name} is ${value}: it must be a whole number from ${min} to ${max}`);
}

function positive(name: string, duration: Duration): number {
  const ms = durationMs(duration);
  if (ms > 0) return ms;
  throw new TypeError(`${name} is ${JSON.stringify(duration)}: it must be longer than nothing`);
}

import type { Caller, Cause } from "../channel/protocol.ts";

/** Where a request came from on the channel. */
export interface RequestOrigin {
  /** Channel id of the host's request: calls made for it carry it as `parent`. Undefined for the plugin's own work. */
  readonly id?: number;
  /** Aborts when the request is taken back; made at first use. */
  readonly signal: AbortSignal;
}

/** One piece of work that a handler does: a call, an event, a hook, a scheduled run, set-up. */
export interface Invocation {
  /** Method name, `event <type>`, `hook <path>` …: for keys, logs and messages. */
  what: string;
  caller: Caller;
  origin: RequestOrigin;
  /** Idempotency key. */
  key?: string;
  /** Milliseconds since 1970 by which it must have answered. */
  deadline?: number;
  /** The event being handled, or the one that led to this call. */
  cause?: Cause;
  /** The trace that it is part of; events that it publishes go on with it. */
  traceparent?: string;
  /** Counters by which repeats of an interrupted keyed call are matched to the first attempt. */
  units: number;
  calls: number;
  published: number;
}

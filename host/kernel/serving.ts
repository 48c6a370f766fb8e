import type { CallRequest } from "../rpc/ports.ts";
import type { Caller, Cause } from "../sdk/channel/protocol.ts";

/** What a compartment is doing for the host at the moment, under the channel id of the request. */
export interface Serving {
  /** For whom it works; undefined for events and hooks: it works for itself. */
  caller?: Caller;
  /** The event that led to it. */
  cause?: Cause;
  /** The trace that it is part of. */
  traceparent?: string;
  /** Whom to tell how far it is. */
  onProgress?: CallRequest["onProgress"];
  /** What was reported last. */
  progress?: number;
}

/** People whose calls are remembered, so that their names may stand in what is published a little later. */
const REMEMBERED = 10_000;

/**
 * The requests in flight on one channel. Who is behind a call that comes out of a compartment is looked up here by
 * the id of the request it belongs to, and never taken from what the compartment says.
 */
export class Servings {
  readonly #open = new Map<number, Serving>();
  readonly #callers = new Set<string>();

  /** `active` is called at the beginning and at the end of each. */
  constructor(private readonly active: () => void = () => {}) {}

  /** How many are under way. */
  get size(): number {
    return this.#open.size;
  }

  begin(id: number, serving: Serving): void {
    this.#open.set(id, serving);
    this.active();
    const caller = serving.caller?.id;
    if (caller === undefined || this.#callers.has(caller)) return;
    if (this.#callers.size >= REMEMBERED) this.#callers.clear();
    this.#callers.add(caller);
  }

  end(id: number): void {
    if (this.#open.delete(id)) this.active();
  }

  get(id: number | undefined): Serving | undefined {
    return id === undefined ? undefined : this.#open.get(id);
  }

  /** True when this compartment has served a call of this caller. */
  hasServed(callerId: string): boolean {
    return this.#callers.has(callerId);
  }
}

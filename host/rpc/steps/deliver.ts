import { RpcError } from "../../sdk/errors.ts";
import { Deadline, type Deadlines } from "../deadlines.ts";
import type { Method } from "../method.ts";
import type { CallRequest } from "../ports.ts";

/** Milliseconds for a call whose provider names no limit. */
export const DEFAULT_CALL_MS = 30_000;

/**
 * One call on its way to its provider: waits no longer than the deadline or the caller's own cancel. The provider gets
 * both as well; what it answers later is dropped. Exactly one of `done` and `failed` is called, once.
 */
export abstract class Delivery extends Deadline {
  constructor(readonly call: CallRequest, readonly method: Method) {
    super();
  }

  abstract done(result: unknown): void;
  abstract failed(thrown: unknown): void;

  /** `now` is the time of `performance.now()`. */
  start(deadlines: Deadlines, now: number): void {
    const { call, method } = this;
    const { provider } = method;
    const mostMs = provider.callMsOf?.(method.name) ?? provider.callMs ?? DEFAULT_CALL_MS;
    const ms = call.timeoutMs === undefined ? mostMs : Math.max(1, Math.min(call.timeoutMs, mostMs));
    call.timeoutMs = ms;
    if (call.signal?.aborted) return this.failed(this.#cancelled());
    deadlines.watch(this, ms, now);
    call.signal?.addEventListener("abort", this);
    let pending: Promise<unknown>;
    try {
      pending = method.provider.deliver(call, method.descriptor);
    } catch (thrown) {
      this.#close();
      return this.failed(thrown);
    }
    pending.then(
      (result) => {
        if (this.#close()) this.done(result);
      },
      (thrown) => {
        if (this.#close()) this.failed(thrown);
      },
    );
  }

  override expire(): void {
    this.call.signal?.removeEventListener("abort", this);
    const { method, call } = this;
    this.failed(new RpcError("deadline_exceeded", `"${method.name}" did not answer within ${call.timeoutMs} ms`));
  }

  /** The caller's signal aborted. */
  handleEvent(): void {
    if (this.#close()) this.failed(this.#cancelled());
  }

  /** False when the outcome is known already. */
  #close(): boolean {
    if (!this.open) return false;
    this.settle();
    this.call.signal?.removeEventListener("abort", this);
    return true;
  }

  #cancelled(): RpcError {
    return new RpcError("cancelled", `The call of "${this.call.method}" was taken back`);
  }
}

import { RpcError } from "../../sdk/errors.ts";
import type { Deadlines } from "../deadlines.ts";
import type { Method } from "../method.ts";
import type { CallRequest } from "../ports.ts";

/** Milliseconds for a call whose provider names no limit. */
export const DEFAULT_CALL_MS = 30_000;

/** Outcome of a delivery: exactly one of the two is called, once. */
export interface Outcome {
  done(result: unknown): void;
  failed(thrown: unknown): void;
}

/**
 * Hands a call to its provider and waits no longer than the deadline or the caller's own cancel. The provider gets
 * both as well; what it answers later is dropped.
 */
export function deliver(call: CallRequest, method: Method, deadlines: Deadlines, outcome: Outcome): void {
  const mostMs = method.provider.callMs ?? DEFAULT_CALL_MS;
  const ms = call.timeoutMs === undefined ? mostMs : Math.max(1, Math.min(call.timeoutMs, mostMs));
  call.timeoutMs = ms;
  const signal = call.signal;
  if (signal?.aborted) return outcome.failed(cancelled(call));
  let open = true;
  const close = (): boolean => {
    if (!open) return false;
    open = false;
    settle();
    if (signal) signal.removeEventListener("abort", onAbort);
    return true;
  };
  const onAbort = (): void => {
    if (close()) outcome.failed(cancelled(call));
  };
  const settle = deadlines.watch(ms, () => {
    if (!close()) return;
    outcome.failed(new RpcError("deadline_exceeded", `"${method.name}" did not answer within ${ms} ms`));
  });
  if (signal) signal.addEventListener("abort", onAbort);
  let pending: Promise<unknown>;
  try {
    pending = method.provider.deliver(call, method.descriptor);
  } catch (thrown) {
    if (close()) outcome.failed(thrown);
    return;
  }
  pending.then(
    (result) => {
      if (close()) outcome.done(result);
    },
    (thrown) => {
      if (close()) outcome.failed(thrown);
    },
  );
}

function cancelled(call: CallRequest): RpcError {
  return new RpcError("cancelled", `The call of "${call.method}" was taken back`);
}

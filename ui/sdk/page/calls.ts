import type { Link } from "./link.ts";
import { localError, PageError } from "./page_error.ts";
import type { ToPage } from "./protocol.ts";

/** Milliseconds after which a call without an answer fails. A person may be reading a question meanwhile. */
const TIMEOUT_MS = 120_000;

/** How a page's call is made. */
export interface CallOptions {
  /** Default 120,000. */
  timeoutMs?: number;
  /** The answer is not waited for any more; the call itself goes on. */
  signal?: AbortSignal;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Calls that were made and not answered yet. */
export class Calls {
  readonly #link: Link;
  readonly #waiting = new Map<number | string, Waiting>();
  #nextId = 1;

  constructor(link: Link) {
    this.#link = link;
  }

  async call<T>(method: string, params: Record<string, unknown>, options: CallOptions): Promise<T> {
    const { timeoutMs = TIMEOUT_MS, signal } = options;
    signal?.throwIfAborted();
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(
      () => reject(localError("timeout", `"${method}" gave no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const abort = () => reject(signal!.reason);
    signal?.addEventListener("abort", abort);
    this.#waiting.set(id, { resolve, reject });
    try {
      this.#link.send({ type: "bulkhead:rpc", id, method, params });
      return await promise as T;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      this.#waiting.delete(id);
    }
  }

  /** An answer came; one that nobody waits for is dropped. */
  settle(message: ToPage & { type: "bulkhead:result" }): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if ("error" in message) waiting.reject(new PageError(message.error));
    else waiting.resolve(message.result);
  }
}

import { RpcError } from "../sdk/errors.ts";

/** How many may wait for each one that may run. */
const QUEUE_FACTOR = 4;

/** Lets a number of requests run at once; a bounded number waits in order, the rest is refused. */
export class Admission {
  #running = 0;
  #waiting = new Set<() => void>();
  readonly maxWaiting: number;

  constructor(readonly limit: number) {
    this.maxWaiting = limit * QUEUE_FACTOR;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** True when one may run at once; then `leave` must follow. */
  tryEnter(): boolean {
    if (this.#running >= this.limit) return false;
    this.#running++;
    return true;
  }

  /** Waits for a place, at most `timeoutMs`. Rejects with `rate_limited`, `deadline_exceeded` or `cancelled`. */
  enter(options: { timeoutMs: number; signal?: AbortSignal }): Promise<void> {
    if (this.tryEnter()) return Promise.resolve();
    if (this.#waiting.size >= this.maxWaiting) {
      return Promise.reject(
        new RpcError("rate_limited", `${this.limit} calls are in work and ${this.#waiting.size} wait`, {
          reason: "too_many_calls",
          retryAfterMs: 100,
          hint: "limits.maxConcurrent in plugin.json",
        }),
      );
    }
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        this.#waiting.delete(admit);
        if (timer !== undefined) clearTimeout(timer);
        options.signal?.removeEventListener("abort", abort);
        end();
      };
      const admit = () => settle(resolve);
      const abort = () => settle(() => reject(new RpcError("cancelled", "Taken back while it waited for its turn")));
      const late = () => settle(() => reject(new RpcError("deadline_exceeded", "No turn came in time")));
      const timer = options.timeoutMs > 0 ? setTimeout(late, options.timeoutMs) : undefined;
      options.signal?.addEventListener("abort", abort, { once: true });
      this.#waiting.add(admit);
    });
  }

  /** One has finished: the next may run in its place. */
  leave(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#running--;
  }
}

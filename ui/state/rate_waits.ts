/** Told once for each time that calls of a method are held back. */
export type LimitedListener = (method: string, waitMs: number) => void;

export interface RateWaitsOptions {
  onLimited?: LimitedListener;
  /** Milliseconds since some moment. Default performance.now. */
  now?: () => number;
  /** Resolves after so many milliseconds, rejects when the signal aborts. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to below 1. Default Math.random. */
  random?: () => number;
}

/** Remembers until when the host takes no calls of a method, so that none is sent before. */
export class RateWaits {
  readonly #until = new Map<string, number>();
  readonly #options: RateWaitsOptions;

  constructor(options: RateWaitsOptions = {}) {
    this.#options = options;
  }

  /** Milliseconds until a call of this method has a chance; 0 = now. */
  left(method: string): number {
    const until = this.#until.get(method);
    if (until === undefined) return 0;
    const left = until - this.#now();
    if (left <= 0) this.#until.delete(method);
    return Math.max(0, left);
  }

  /** The host has refused a call: the next ones are held back as long as it says. */
  limited(method: string, retryAfterMs: number): void {
    const known = this.left(method) > 0;
    this.#until.set(method, this.#now() + retryAfterMs);
    if (!known) this.#options.onLimited?.(method, retryAfterMs);
  }

  /** Waits for that moment, and a little longer, so that not all that waited come at once. */
  async wait(method: string, signal?: AbortSignal): Promise<void> {
    const left = this.left(method);
    if (left === 0) return;
    const { random = Math.random, sleep = browserSleep } = this.#options;
    await sleep(left + random() * Math.min(250, left / 4), signal);
  }

  #now(): number {
    return (this.#options.now ?? (() => performance.now()))();
  }
}

function browserSleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    const abort = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    signal?.addEventListener("abort", abort, { once: true });
  });
}

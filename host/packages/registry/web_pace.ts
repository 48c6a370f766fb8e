import type { Clock } from "../../observe/ports.ts";
import { PackageError } from "../ports.ts";

/** How slow a server may be. */
export interface Pace {
  /** From the request to the end of the answer's headers, for each redirect anew. */
  headMs: number;
  /** The body is looked at so often … */
  windowMs: number;
  /** … and must have brought at least so much since. */
  windowBytes: number;
  /** For all of it, redirects included. */
  totalMs: number;
}

/** Ends one transfer when its server is too slow: `signal` aborts with a {@linkcode PackageError} `fetch_failed`. */
export class Deadline implements Disposable {
  readonly #stop = new AbortController();
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #what: string;
  readonly #ends: (() => void)[] = [];

  constructor(clock: Clock, pace: Pace, options: { what: string; signal?: AbortSignal | undefined }) {
    this.#clock = clock;
    this.#pace = pace;
    this.#what = options.what;
    const { signal } = options;
    const abort = () => this.#stop.abort(signal!.reason);
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
    this.#ends.push(
      () => signal?.removeEventListener("abort", abort),
      clock.timer(pace.totalMs, () => this.#fail(`took longer than ${seconds(pace.totalMs)}`)),
    );
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Runs until the headers are there. */
  head(): Disposable {
    const { headMs } = this.#pace;
    const end = this.#clock.timer(headMs, () => this.#fail(`did not answer within ${seconds(headMs)}`));
    return { [Symbol.dispose]: end };
  }

  /** Runs until the body is there; `count` is told of what arrives. */
  body(): Disposable & { count(bytes: number): void } {
    const { windowMs, windowBytes } = this.#pace;
    let received = 0;
    let end = () => {};
    const arm = () => {
      end = this.#clock.timer(windowMs, () => {
        if (received < windowBytes) {
          return this.#fail(`sent ${received} bytes in ${seconds(windowMs)}, expected at least ${windowBytes}`);
        }
        received = 0;
        arm();
      });
    };
    arm();
    return { count: (bytes) => void (received += bytes), [Symbol.dispose]: () => end() };
  }

  /** What `promise` answers, unless the deadline passes before. */
  async race<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      return await Promise.race([promise, stopped]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  [Symbol.dispose](): void {
    for (const end of this.#ends) end();
  }

  #fail(how: string): void {
    this.#stop.abort(new PackageError("fetch_failed", `"${this.#what}" ${how}`, "Try again when the server is well"));
  }
}

function seconds(ms: number): string {
  return `${ms / 1_000} s`;
}

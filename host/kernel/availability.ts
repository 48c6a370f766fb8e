/** Prefixes of the host's own methods: they are always there. */
const HOSTS = new Set(["host", "rpc", "events", "workflow"]);

/** Waits until there is somebody who answers under a prefix. */
export class Availability {
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(private readonly isAvailable: (prefix: string) => boolean) {}

  /** Resolves at once when it is; rejects with the signal's reason when that aborts first. */
  async wait(prefix: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#is(prefix)) return;
    await new Promise<void>((resolve, reject) => {
      const waiters = this.#waiting.get(prefix) ?? new Set();
      this.#waiting.set(prefix, waiters);
      const abort = () => {
        waiters.delete(wake);
        reject(signal.reason);
      };
      const wake = () => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      waiters.add(wake);
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  /** To be called when anything has changed. */
  check(): void {
    for (const [prefix, waiters] of this.#waiting) {
      if (!this.#is(prefix)) continue;
      this.#waiting.delete(prefix);
      for (const wake of waiters) wake();
    }
  }

  #is(prefix: string): boolean {
    return HOSTS.has(prefix) || this.isAvailable(prefix);
  }
}

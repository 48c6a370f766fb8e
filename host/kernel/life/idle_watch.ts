import type { Clock } from "../../observe/ports.ts";

export interface IdleWatchOptions {
  clock: Clock;
  /** Milliseconds without anything to do. */
  idleMs: number;
  /** Is something under way now? */
  busy(): boolean;
  /** Called when nothing was done for that long; to be followed by {@linkcode IdleWatch.start} if it goes on. */
  idle(): void;
}

/** Notices that a running plugin has had nothing to do for a while. One timer, which is set anew only when it fires. */
export class IdleWatch {
  readonly #options: IdleWatchOptions;
  #lastAt = 0;
  #cancel: (() => void) | undefined;

  constructor(options: IdleWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    this.touch();
    this.#arm(this.#options.idleMs);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** It does something, or has done so. */
  touch(): void {
    this.#lastAt = this.#options.clock.now();
  }

  /** Has it done nothing for all of that time? */
  get passed(): boolean {
    return !this.#options.busy() && this.#leftMs() <= 0;
  }

  #leftMs(): number {
    return this.#lastAt + this.#options.idleMs - this.#options.clock.now();
  }

  #arm(delayMs: number): void {
    this.#cancel = this.#options.clock.timer(delayMs, () => {
      this.#cancel = undefined;
      if (this.#options.busy()) this.touch();
      if (this.#leftMs() > 0) this.#arm(this.#leftMs());
      else this.#options.idle();
    });
  }
}

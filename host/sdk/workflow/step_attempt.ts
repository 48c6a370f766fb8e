/** One attempt of a `step` function, as the function is handed it. */
export interface StepAttempt {
  /** From 1. */
  readonly number: number;
  /**
   * Aborts when nobody waits for the attempt any more: it took longer than its timeout, or the run was cancelled. For
   * `fetch` and whatever else takes one.
   */
  readonly signal: AbortSignal;
}

/** An attempt that has begun. The signal is made when it is asked for, since most functions do not. */
export class AttemptUnderway implements StepAttempt {
  #controller: AbortController | undefined;
  #abandoned = false;

  constructor(readonly number: number) {}

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#abandoned) this.abandon();
    }
    return this.#controller.signal;
  }

  abandon(): void {
    this.#abandoned = true;
    this.#controller?.abort(new DOMException("Nobody waits for this attempt any more", "AbortError"));
  }
}

/** Messages that may come at once, and how many more each second. */
const BURST = 400;
const PER_SECOND = 200;
/** Messages above that, without a pause in which the budget fills up again, after which the page is stopped. */
const MAX_EXCESS = 2_000;

/** What becomes of a message: `drop` passes it over, `stop` ends the page. */
export type Verdict = "take" | "drop" | "stop";

/** Keeps a page from drowning the cockpit in messages. */
export class MessageBudget {
  #tokens = BURST;
  #at: number;
  #excess = 0;

  /** `now` is in milliseconds. */
  constructor(now: number) {
    this.#at = now;
  }

  judge(now: number): Verdict {
    this.#tokens = Math.min(BURST, this.#tokens + (now - this.#at) * PER_SECOND / 1000);
    this.#at = now;
    if (this.#tokens === BURST) this.#excess = 0;
    if (this.#tokens >= 1) {
      this.#tokens--;
      return "take";
    }
    return ++this.#excess > MAX_EXCESS ? "stop" : "drop";
  }
}

/** Messages that may come at once, and how many more each second. */
const MESSAGES = { burst: 400, perSecond: 200 };
/** The same of those that make the cockpit and the server work: another address, another subscription. */
const CHANGES = { burst: 40, perSecond: 5 };
/** Messages above the first, without a pause in which the budget fills up again, after which the page is stopped. */
const MAX_EXCESS = 2_000;

/** What becomes of a message: `drop` passes it over, `stop` ends the page. */
export type Verdict = "take" | "drop" | "stop";

/** Keeps a page from drowning the cockpit in messages. Times are in milliseconds. */
export class MessageBudget {
  readonly #messages: Bucket;
  readonly #changes: Bucket;
  #excess = 0;

  constructor(now: number) {
    this.#messages = new Bucket(MESSAGES, now);
    this.#changes = new Bucket(CHANGES, now);
  }

  /** Of each message, before it is looked at. */
  judge(now: number): Verdict {
    if (this.#messages.isFull(now)) this.#excess = 0;
    if (this.#messages.take(now)) return "take";
    return ++this.#excess > MAX_EXCESS ? "stop" : "drop";
  }

  /** May it change the address or what it hears once more? */
  allowsChange(now: number): boolean {
    return this.#changes.take(now);
  }
}

class Bucket {
  #tokens: number;
  #at: number;

  constructor(private readonly size: { burst: number; perSecond: number }, now: number) {
    this.#tokens = size.burst;
    this.#at = now;
  }

  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens === this.size.burst;
  }

  take(now: number): boolean {
    this.#refill(now);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  #refill(now: number): void {
    const { burst, perSecond } = this.size;
    this.#tokens = Math.min(burst, this.#tokens + (now - this.#at) * perSecond / 1000);
    this.#at = now;
  }
}

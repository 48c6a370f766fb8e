import type { Delivery } from "./_lanes.ts";

/** Events of one consumer that are held in memory; the rest is read from the log when there is room. */
export const MAX_BUFFERED = 512;
/** Events that may be settled ahead of one that is not: behind a slow one the others go on this far. */
const MAX_AHEAD = 100_000;

/** Deliveries that the cursor has not passed, by position: it follows those that are done. */
export class Window {
  #deliveries: Delivery[] = [];
  #start = 0;
  /** Those that are not done. */
  #open = 0;

  add(delivery: Delivery): void {
    this.#deliveries.push(delivery);
    this.#open++;
  }

  /** The cursor may pass it. */
  done(delivery: Delivery): void {
    if (delivery.done) return;
    delivery.done = true;
    this.#open--;
  }

  /** The first that is not done. */
  first(): Delivery | undefined {
    const deliveries = this.#deliveries;
    while (this.#start < deliveries.length && deliveries[this.#start]!.done) this.#start++;
    if (this.#start > 1_024 && this.#start * 2 > deliveries.length) {
      deliveries.splice(0, this.#start);
      this.#start = 0;
    }
    return deliveries[this.#start];
  }

  /** How many more may be taken in. */
  room(): number {
    return this.#deliveries.length - this.#start < MAX_AHEAD ? MAX_BUFFERED - this.#open : 0;
  }

  /** Those that are done although an earlier one is not. */
  ahead(): number {
    this.first();
    return this.#deliveries.length - this.#start - this.#open;
  }
}

import type { Clock } from "../../observe/ports.ts";
import { decideRestart, type Life, type RestartDecision } from "../restart.ts";

/** Lives that are remembered for the restart decision. */
const REMEMBERED_LIVES = 50;

/** What becomes of a plugin whose process ended by itself: it is started again after a pause, or left for a person. */
export class Recovery {
  #lives: Life[] = [];
  #cancel: (() => void) | undefined;

  /** `again` is called when the pause is over. */
  constructor(private readonly clock: Clock, private readonly again: () => void) {}

  /** Somebody wants it to run: what was is forgotten. */
  forgive(): void {
    this.stop();
    this.#lives = [];
  }

  /** No new start by itself. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** A life is over; `readyMs` is 0 for one that never was ready. */
  ended(readyMs: number): RestartDecision {
    this.#lives = [...this.#lives, { endedAt: this.clock.now(), readyMs }].slice(-REMEMBERED_LIVES);
    const decision = decideRestart(this.#lives);
    if (decision.action === "restart") this.#cancel = this.clock.timer(decision.delayMs, this.again);
    return decision;
  }
}

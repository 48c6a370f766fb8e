import type { Clock } from "../observe/ports.ts";
import type { Deadline, Deadlines } from "./_deadlines.ts";
import type { Delivery } from "./_lanes.ts";

/** One delivery that its consumer has not answered yet. */
export interface Running {
  readonly delivery: Delivery;
  /** When it counts as failed. */
  readonly deadline: number;
  /** How often delivery had been resumed when it began. */
  readonly resumes: number;
  settled: boolean;
}

export interface InFlightOptions {
  clock: Clock;
  deadlines: Deadlines;
  ackTimeoutMs: number;
  /** Was not answered in time. */
  expired(running: Running): void;
}

/** The deliveries of one consumer that are under way, oldest first, with one deadline for all of them. */
export class InFlight {
  readonly #options: InFlightOptions;
  readonly #running = new Set<Running>();
  #deadline: Deadline | undefined;
  #idle: (() => void)[] = [];

  constructor(options: InFlightOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#running.size;
  }

  begin(delivery: Delivery, resumes: number): Running {
    const deadline = this.#options.clock.now() + this.#options.ackTimeoutMs;
    const running = { delivery, deadline, resumes, settled: false };
    this.#running.add(running);
    this.#arm();
    return running;
  }

  end(running: Running): void {
    running.settled = true;
    this.#running.delete(running);
  }

  /** Lets those go on who wait for the end of everything, if this is it. */
  checkIdle(): void {
    if (this.#running.size === 0) { for (const resolve of this.#idle.splice(0)) resolve(); }
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    if (this.#running.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
    this.#deadline?.cancel();
  }

  #arm(): void {
    if (this.#deadline) return;
    const [oldest] = this.#running;
    if (!oldest) return;
    const { clock, deadlines, expired } = this.#options;
    this.#deadline = deadlines.at(oldest.deadline, () => {
      this.#deadline = undefined;
      const now = clock.now();
      for (const running of this.#running) {
        if (running.deadline > now) break;
        expired(running);
      }
      this.#arm();
    });
  }
}

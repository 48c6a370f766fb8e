/** What is watched: ids rise, and everything up to `acknowledgedId` has been read over there. */
export interface Acknowledging {
  readonly lastSentId: number;
  readonly acknowledgedId: number;
}

export type LivenessChange = "unresponsive" | "responsive" | "hung" | "ping" | undefined;

export interface LivenessTimes {
  /** Without an acknowledgement for this long: unresponsive. Default 3,000. */
  unresponsiveMs?: number;
  /** For this long: hung. Default 10,000. */
  hangMs?: number;
  /** Nothing sent for this long: a ping is due. Default 5,000. */
  idleMs?: number;
}

/**
 * Tells slow from hung by acknowledgements alone; replies may take as long as they like. Pure: it is shown the channel
 * every so often and says what changed.
 */
export class Liveness {
  readonly #times: Required<LivenessTimes>;
  /** The newest id when the wait began, and since when nothing came for it. */
  #waiting: { id: number; since: number } | undefined;
  #responsive = true;
  #lastSent = 0;
  #lastActive: number;
  #lastCheck: number;

  constructor(now: number, times: LivenessTimes = {}) {
    this.#times = { unresponsiveMs: 3_000, hangMs: 10_000, idleMs: 5_000, ...times };
    this.#lastActive = now;
    this.#lastCheck = now;
  }

  get hangMs(): number {
    return this.#times.hangMs;
  }

  check(channel: Acknowledging, now: number): LivenessChange {
    this.#forgiveOwnDelay(now);
    if (channel.lastSentId !== this.#lastSent) {
      this.#lastSent = channel.lastSentId;
      this.#lastActive = now;
    }
    if (this.#waiting && channel.acknowledgedId >= this.#waiting.id) this.#waiting = undefined;
    if (!this.#waiting && channel.acknowledgedId < channel.lastSentId) {
      this.#waiting = { id: channel.lastSentId, since: now };
    }
    if (!this.#waiting) return this.#whileAnswering(now);
    const waited = now - this.#waiting.since;
    if (waited >= this.#times.hangMs) return "hung";
    if (waited >= this.#times.unresponsiveMs && this.#responsive) {
      this.#responsive = false;
      return "unresponsive";
    }
    return undefined;
  }

  #whileAnswering(now: number): LivenessChange {
    if (!this.#responsive) {
      this.#responsive = true;
      return "responsive";
    }
    return now - this.#lastActive >= this.#times.idleMs ? "ping" : undefined;
  }

  /** When the host itself stood still (or the machine slept), that time is nobody's fault. */
  #forgiveOwnDelay(now: number): void {
    const gap = now - this.#lastCheck;
    this.#lastCheck = now;
    if (gap > 1_000 && this.#waiting) this.#waiting.since += gap;
  }
}

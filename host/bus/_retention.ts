import { AgeGuard } from "../observe/mod.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import type { Writer } from "../storage/ports.ts";
import type { EventStore } from "./_event_store.ts";

/** How long and how much the log keeps. */
export interface Retention {
  /** Milliseconds; default 30 days, 0 = no limit. */
  maxAgeMs?: number;
  /** Bytes of JSON; default 4 GiB, 0 = no limit. */
  maxBytes?: number;
  /** Milliseconds between two looks; default 10 minutes. */
  everyMs?: number;
}

/** Why the log is larger than it may be. */
export interface Stuck {
  bytes: number;
  maxBytes: number;
  /** Name of the consumer that still needs the oldest events, or of another reader. */
  heldBy: string;
}

const DAY_MS = 86_400_000;
/** Events removed in one transaction, so that nobody waits long for it. */
const SLICE = 500;
/** Pages given back to the file system at a time. */
const VACUUM_PAGES = 256;

/** Removes what is too old or too much, slice by slice, never past what a consumer still needs. */
export class RetentionLoop {
  #maxAgeMs: number;
  #maxBytes: number;
  readonly #ages: AgeGuard;
  #everyMs: number;
  #cancel: (() => void) | undefined;
  #running: Promise<unknown> | undefined;
  #stopped = false;
  #stuck: Stuck | undefined;

  constructor(
    readonly host: { events: EventStore; writer: Writer; clock: Clock; logger: Logger },
    retention: Retention,
    /** The first position that somebody still needs, and who. */
    readonly needed: () => { seq: number; by: string } | undefined,
    /** It is above its size and cannot remove more; or, after that, it can again. */
    readonly changed: (stuck: Stuck | undefined) => void,
  ) {
    this.#maxAgeMs = retention.maxAgeMs ?? 30 * DAY_MS;
    this.#maxBytes = retention.maxBytes ?? 4 * 1024 ** 3;
    this.#everyMs = retention.everyMs ?? 600_000;
    this.#ages = new AgeGuard(host.clock);
  }

  get limits(): { maxBytes: number; maxAgeMs: number } {
    return { maxBytes: this.#maxBytes, maxAgeMs: this.#maxAgeMs };
  }

  get stuck(): Stuck | undefined {
    return this.#stuck;
  }

  start(): void {
    this.#cancel = this.host.clock.timer(this.#everyMs, () => {
      this.#running = this.prune().catch((error) => {
        this.host.logger.error(`Old events could not be removed: ${error instanceof Error ? error.message : error}`);
      }).finally(() => this.#stopped || this.start());
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }

  /** Removes all that may go now; answers how many events. */
  async prune(): Promise<number> {
    const { events, writer } = this.host;
    const beforeMs = this.#maxAgeMs === 0 ? -Infinity : this.#ages.now() - this.#maxAgeMs;
    const maxBytes = this.#maxBytes === 0 ? Infinity : this.#maxBytes;
    let total = 0;
    let needed: { seq: number; by: string } | undefined;
    for (;;) {
      const removed = await writer.write(() => {
        needed = this.needed();
        // The newest event stays, so that positions are never given twice.
        const upTo = Math.min(events.head(), needed?.seq ?? Infinity) - 1;
        return events.prune({ beforeMs, maxBytes, upTo, limit: SLICE });
      });
      total += removed;
      if (removed > 0) events.db.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
      if (removed < SLICE || this.#stopped) break;
    }
    this.#judge(maxBytes, needed?.by);
    return total;
  }

  /** Above its size it cannot decide by itself what may be lost: that is a matter for the owner. */
  #judge(maxBytes: number, heldBy: string | undefined): void {
    const bytes = this.host.events.bytes();
    const before = this.#stuck;
    this.#stuck = bytes > maxBytes && heldBy !== undefined ? { bytes, maxBytes, heldBy } : undefined;
    if (this.#stuck && !before) {
      this.host.logger.warn(
        `The event log holds ${bytes} bytes, more than its ${maxBytes}: "${heldBy}" still needs them. ` +
          "Let it take its events, or remove it",
        { bytes, maxBytes, heldBy },
      );
    }
    if ((this.#stuck === undefined) !== (before === undefined)) this.changed(this.#stuck);
  }
}

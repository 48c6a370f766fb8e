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

const DAY_MS = 86_400_000;
/** Events removed in one transaction, so that nobody waits long for it. */
const SLICE = 500;
/** Pages given back to the file system at a time. */
const VACUUM_PAGES = 256;

/** Removes what is too old or too much, slice by slice, never past what a consumer still needs. */
export class RetentionLoop {
  #maxAgeMs: number;
  #maxBytes: number;
  #everyMs: number;
  #cancel: (() => void) | undefined;
  #running: Promise<unknown> | undefined;
  #stopped = false;
  #warned = false;

  constructor(
    readonly host: { events: EventStore; writer: Writer; clock: Clock; logger: Logger },
    retention: Retention,
    /** The last position that may go. */
    readonly prunableUpTo: () => number,
  ) {
    this.#maxAgeMs = retention.maxAgeMs ?? 30 * DAY_MS;
    this.#maxBytes = retention.maxBytes ?? 4 * 1024 ** 3;
    this.#everyMs = retention.everyMs ?? 600_000;
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
    const { events, writer, clock } = this.host;
    const beforeMs = this.#maxAgeMs === 0 ? -Infinity : clock.now() - this.#maxAgeMs;
    const maxBytes = this.#maxBytes === 0 ? Infinity : this.#maxBytes;
    let total = 0;
    for (;;) {
      const removed = await writer.write(() =>
        events.prune({ beforeMs, maxBytes, upTo: this.prunableUpTo(), limit: SLICE })
      );
      total += removed;
      if (removed > 0) events.db.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
      if (removed < SLICE || this.#stopped) break;
    }
    this.#warnWhenFull(events.bytes(), maxBytes);
    return total;
  }

  #warnWhenFull(bytes: number, maxBytes: number): void {
    const full = bytes > maxBytes;
    if (full && !this.#warned) {
      this.host.logger.warn(
        `The event log holds ${bytes} bytes, more than its ${maxBytes}: a consumer that is off still needs them. ` +
          "Enable it or remove it",
        { bytes, maxBytes },
      );
    }
    this.#warned = full;
  }
}

import type { RelayItem, RelayParams, RelayResult } from "../channel/protocol.ts";
import { ERRORS } from "../../../schemas/generated/errors.ts";
import { RpcError } from "../errors.ts";
import type { Log } from "./context.ts";
import type { SdkClock } from "./clock.ts";
import type { Store } from "./store.ts";

/** Items in one relay message. */
const BATCH = 256;
/** Characters of JSON in one relay message: well below the channel's largest frame. */
const BATCH_CHARS = 1 << 20;
/** Rows that the host has are deleted at the latest after this. */
const TIDY_MS = 1_000;

interface Row {
  n: number;
  item: string;
}

export interface OutboxOptions {
  store: Store;
  relay(params: RelayParams): Promise<RelayResult>;
  clock: SdkClock;
  log: Log;
}

/**
 * What a plugin tells the host after its own commit: events, room memberships, schedules, pushes. An item is a row written in the
 * plugin's transaction; rows are sent in order, one message at a time, and deleted once the host has them on disk.
 * A crash in between sends a row twice: the log drops the repeat by its id, a membership is set to the same again.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #busy = false;
  #woken = false;
  #done: Promise<void> = Promise.resolve();
  #started = false;
  #stopped = false;
  /** Rows up to here are with the host and are deleted with the next transaction. */
  #sent = 0;
  #deleted = 0;
  /** All rows that the host does not have, as long as they are few: what was just written is not read again. */
  #known: Row[] | undefined;
  #knownChars = 0;
  #failures = 0;
  #cancelWait: (() => void) | undefined;
  #cancelTidy: (() => void) | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    options.store.beforeCommit(() => this.#forget());
    options.store.afterCommit(() => this.wake());
    options.store.afterUndo(() => this.#known = undefined);
  }

  /** Adds the JSON of a {@linkcode RelayItem}; to be called inside a unit. */
  add(item: string): void {
    const { store } = this.#options;
    store.touch();
    const { lastInsertRowid } = store.db.run("INSERT INTO _outbox (item) VALUES (?)", item);
    this.#knownChars += item.length;
    if (this.#known?.length === BATCH || this.#knownChars > BATCH_CHARS) this.#known = undefined;
    this.#known?.push({ n: lastInsertRowid, item });
  }

  /** Begins to relay: first what an earlier life left. */
  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Relays whatever is committed, unless it is being done. */
  wake(): void {
    if (!this.#started || this.#stopped) return;
    if (this.#busy) {
      this.#woken = true;
      return;
    }
    this.#busy = true;
    this.#woken = false;
    this.#done = this.#run();
  }

  /** Something is on its way to the host, or will be after its commit. */
  get busy(): boolean {
    return this.#busy || this.#options.store.pending !== undefined;
  }

  /** Resolves when all that is committed has been handed over or refused. */
  async idle(): Promise<void> {
    do {
      await this.#options.store.pending?.catch(() => {});
      await this.#done;
    } while (this.#busy || this.#options.store.pending !== undefined);
  }

  /** Tries once to hand over the rest, then stops; what is left goes at the next start. */
  async stop(): Promise<void> {
    this.wake();
    this.#stopped = true;
    this.#cancelWait?.();
    await this.#done;
    this.#cancelTidy?.();
    this.#tidy();
  }

  async #run(): Promise<void> {
    try {
      await this.#relayAll();
    } catch (error) {
      this.#options.log.error("The outbox stopped", { error: (error as Error).message });
    } finally {
      this.#busy = false;
      // It may have been woken between its last look and here.
      if (this.#woken) this.wake();
    }
  }

  async #relayAll(): Promise<void> {
    const { store, log } = this.#options;
    if (!store.opened) return;
    while (true) {
      // Rows of an open transaction can be read here too: they must not leave before they are on disk.
      while (store.pending !== undefined) await store.pending.catch(() => {});
      const rows = this.#next();
      if (rows.length === 0) return this.#tidyLater();
      try {
        await this.#options.relay({ items: rows.map((row) => JSON.parse(row.item) as RelayItem) });
        this.#failures = 0;
        this.#sent = rows[rows.length - 1]!.n;
      } catch (error) {
        const final = error instanceof RpcError && ERRORS[error.kind].retry === "never" && error.kind !== "cancelled";
        if (final && rows.length === 1) this.#refuse(rows[0]!, error as RpcError);
        else if (final) await this.#oneByOne(rows);
        else {
          if (this.#stopped) return;
          if (this.#failures++ === 0) {
            log.warn("The host did not take events; trying again", { error: (error as Error).message });
          }
          await this.#wait(error instanceof RpcError ? error.data.retryAfterMs : undefined);
        }
      }
    }
  }

  /** Deleting rides on the next transaction, which is free; when none comes, it gets one of its own. */
  #tidyLater(): void {
    if (this.#stopped || this.#cancelTidy !== undefined || this.#sent <= this.#deleted) return;
    this.#cancelTidy = this.#options.clock.timer(TIDY_MS, () => {
      this.#cancelTidy = undefined;
      this.#tidy();
    });
  }

  #tidy(): void {
    const { store } = this.#options;
    if (this.#sent > this.#deleted) {
      store.unit(() => store.touch());
      store.commit();
    }
  }

  /** One of several was refused for good: finds it without holding up the others or changing their order. */
  async #oneByOne(rows: Row[]): Promise<void> {
    for (const row of rows) {
      try {
        await this.#options.relay({ items: [JSON.parse(row.item) as RelayItem] });
        this.#sent = row.n;
      } catch (error) {
        if (!(error instanceof RpcError) || ERRORS[error.kind].retry !== "never" || error.kind === "cancelled") return;
        this.#refuse(row, error);
      }
    }
  }

  #refuse(row: Row, error: RpcError): void {
    const { store, log, clock } = this.#options;
    const item = JSON.parse(row.item) as RelayItem;
    log.error("The host refused what it was told for good; it is kept in the table _outbox_refused", {
      what: nameOf(item),
      error: error.message,
      path: error.data.path,
      hint: error.data.hint,
    });
    store.unit(() => {
      store.touch();
      store.db.run(
        "INSERT OR REPLACE INTO _outbox_refused (n, item, error, at) VALUES (?, ?, ?, ?)",
        row.n,
        row.item,
        error.message,
        clock.now(),
      );
    });
    this.#sent = row.n;
  }

  #next(): Row[] {
    const rows = this.#known?.filter(({ n }) => n > this.#sent) ?? this.#read();
    let chars = 0;
    const end = rows.findIndex((row, index) => (chars += row.item.length) > BATCH_CHARS && index > 0);
    this.#known = rows.length < BATCH && end === -1 ? rows : undefined;
    this.#knownChars = chars;
    return end === -1 ? [...rows] : rows.slice(0, end);
  }

  #read(): Row[] {
    return this.#options.store.db.all<Row>(
      "SELECT n, item FROM _outbox WHERE n > ? ORDER BY n LIMIT ?",
      this.#sent,
      BATCH,
    );
  }

  #forget(): void {
    if (this.#sent <= this.#deleted) return;
    this.#options.store.db.run("DELETE FROM _outbox WHERE n <= ?", this.#sent);
    this.#deleted = this.#sent;
  }

  #wait(retryAfterMs?: number): Promise<void> {
    const delayMs = retryAfterMs ?? Math.min(10_000, 50 * 2 ** Math.min(this.#failures, 8));
    return new Promise((resolve) => {
      const cancel = this.#options.clock.timer(delayMs, done);
      const cancelWait = () => (cancel(), done());
      this.#cancelWait = cancelWait;
      function done() {
        resolve();
      }
    });
  }
}

/** What an item is about, for the log. */
function nameOf(item: RelayItem): string {
  switch (item.kind) {
    case "event":
      return item.type;
    case "room":
      return `room ${item.room}`;
    case "schedule":
      return `schedule ${item.name}`;
    case "push":
      return `push to ${item.to}`;
  }
}

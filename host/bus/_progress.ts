import type { Clock, Logger } from "../observe/ports.ts";
import type { Writer } from "../storage/ports.ts";
import type { CursorChange, CursorStore } from "./_cursor_store.ts";
import type { Deadline, Deadlines } from "./_deadlines.ts";
import type { Lane } from "./_lanes.ts";
import type { ConsumerError } from "./ports.ts";

const RETRY_MS = 1_000;

export interface ProgressOptions {
  name: string;
  cursors: CursorStore;
  writer: Writer;
  clock: Clock;
  deadlines: Deadlines;
  logger: Logger;
  /** Where the cursor stands now. */
  position(): number;
  /** A save is on disk; the waiting events of this lane can be read again. */
  refill(lane: Lane): void;
  /** A save is on disk. */
  saved(): void;
}

/** Brings a consumer's position and the changes that belong to it to the disk, one save at a time. */
export class Progress {
  readonly #options: ProgressOptions;
  #changes: CursorChange[] = [];
  #reload = new Set<Lane>();
  #error: ConsumerError | undefined;
  #dirty = false;
  #saving: Promise<void> | undefined;
  #savedPosition: number;
  #retry: Deadline | undefined;
  #closed = false;

  constructor(options: ProgressOptions, savedPosition: number) {
    this.#options = options;
    this.#savedPosition = savedPosition;
  }

  /** Is to be on disk together with the next position. */
  change(change: CursorChange): void {
    this.#changes.push(change);
    this.#dirty = true;
  }

  /** The position has moved. */
  moved(): void {
    this.#dirty = true;
  }

  failed(error: ConsumerError): void {
    this.#error = error;
    this.#dirty = true;
  }

  /** After the next save the waiting events of this lane are read, when those that are missing there are written. */
  reload(lane: Lane): void {
    this.#reload.add(lane);
  }

  /** What changes while one save runs is written by the next. */
  save(): void {
    const { writer, clock, deadlines, logger, name } = this.#options;
    // Lost with the power at worst, and then events come again: that is no reason to wait for the disk.
    this.#saving ??= writer.write(() => this.#write(), { durability: "normal" }).then((written) => {
      this.#saving = undefined;
      written();
      if (this.#dirty || this.#reload.size > 0) this.save();
      this.#options.saved();
    }, (error) => {
      this.#saving = undefined;
      this.#dirty = true;
      logger.error(`The cursor of "${name}" could not be saved: ${error instanceof Error ? error.message : error}`);
      if (!this.#closed) this.#retry ??= deadlines.at(clock.now() + RETRY_MS, () => this.#again());
    });
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#retry?.cancel();
    await this.#saving;
    if (this.#dirty || this.#options.position() !== this.#savedPosition) this.save();
    await this.#saving;
  }

  #again(): void {
    this.#retry = undefined;
    this.save();
  }

  /** The job of the writer. Answers what to do once it is on disk. */
  #write(): () => void {
    const { cursors, name } = this.#options;
    const count = this.#changes.length;
    const position = this.#options.position();
    const reload = [...this.#reload];
    const error = this.#error;
    this.#dirty = false;
    cursors.save(name, position, this.#changes);
    if (error) cursors.setLastError(name, error);
    return () => {
      // What came meanwhile stands behind these.
      this.#changes.splice(0, count);
      if (this.#error === error) this.#error = undefined;
      this.#savedPosition = position;
      for (const lane of reload) {
        this.#reload.delete(lane);
        this.#options.refill(lane);
      }
    };
  }
}

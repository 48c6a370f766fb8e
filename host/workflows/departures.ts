import type { Database } from "../storage/ports.ts";
import type { ActiveRun } from "./active_run.ts";
import type { Alarms } from "./alarms.ts";
import type { Journal } from "./journal.ts";
import type { Outbox } from "./outbox.ts";
import { Rests, type RestsOptions } from "./rests.ts";
import { type RunRow, selectRuns } from "./run_store.ts";
import type { Seats } from "./seats.ts";
import { Sleepers } from "./sleepers.ts";
import { WakeLine } from "./wake_line.ts";

export interface DeparturesOptions {
  db: Database;
  log: RestsOptions["log"];
  journal: Journal;
  alarms: Alarms;
  seats: Pick<Seats, "has" | "leave" | "makeRoom" | "stays">;
  now(): number;
  /** Milliseconds without anything to do after which a run leaves its compartment. */
  lingerMs: number;
  /** Runs of this workflow want a seat that another has. */
  isWanted(name: string): boolean;
  /** How the run's compartment is told something. */
  outbox(run: ActiveRun): Outbox;
  /** It is in memory, or is being moved to another version. */
  isHeld(id: string): boolean;
  /** It is in memory no more. */
  left(run: ActiveRun): void;
  /** Takes a run up again; nothing up to position `seen` is an event that it waits for. */
  comeBack(row: RunRow, seen: number): ActiveRun | undefined;
  /** The journal could not be written for a run. */
  broken(run: ActiveRun, error: unknown): void;
  /** Runs that rest cannot be looked for. */
  failed(error: unknown): void;
}

/** Takes idle runs out of their compartments and out of memory, and brings them back when what they wait for has come. */
export class Departures {
  readonly #rests: Rests;
  readonly #sleepers: Sleepers;
  readonly #woken: WakeLine;
  /** When an idle run leaves its compartment. */
  readonly #evictions = new Map<ActiveRun, () => void>();
  /** Runs that are leaving memory. */
  readonly #leaving = new Set<ActiveRun>();
  #isOpen = false;
  #closed = false;

  constructor(private readonly options: DeparturesOptions) {
    const { db, log, journal, alarms, now, failed } = options;
    const rests = this.#rests = new Rests({ db, log, journal, now, woken: () => this.wake(), broken: failed });
    const wake = ({ ord }: { ord: number }) => this.#comeBack(ord);
    this.#woken = new WakeLine({ due: (from, limit) => rests.woken(from, limit), wake });
    this.#sleepers = new Sleepers({ alarms, rests, now, wake });
  }

  /** Looks at what came while nobody listened. */
  catchUp(): Promise<void> {
    return this.#rests.catchUp();
  }

  /** From now on runs are brought back. */
  open(): void {
    this.#isOpen = true;
    this.#sleepers.wake();
    this.#woken.wake();
  }

  /** Something may have come for runs that are not in memory. */
  wake(): void {
    if (this.#isOpen && !this.#closed) this.#woken.wake();
  }

  /** A run that is in no memory is changed by others, or is in memory again. */
  forget(ord: number): void {
    this.options.journal.write((db) => this.#rests.remove(db, ord)).catch(() => {});
  }

  /** State, reason or steps of a run are others. */
  changed(run: ActiveRun): void {
    const { alarms, now, lingerMs, isWanted, seats } = this.options;
    this.#sleepers.awake(run);
    this.#woken.awake(run);
    if (!run.isIdle) {
      this.#stay(run);
      return void this.rest(run);
    }
    if (!this.#evictions.has(run)) {
      this.#evictions.set(run, alarms.at(now() + lingerMs, () => void this.evict(run)));
    }
    if (isWanted(run.row.name)) seats.makeRoom(run.row.name);
  }

  /** A run is over, or is taken up anew. */
  gone(run: ActiveRun): void {
    this.#sleepers.awake(run);
    this.#woken.awake(run);
    this.#stay(run);
  }

  /** Takes an idle run out of its compartment, and out of memory when others can find out that it goes on. */
  async evict(run: ActiveRun): Promise<void> {
    const { seats, outbox } = this.options;
    this.#stay(run);
    const { compartment, stirs, row: { id, generation } } = run;
    if (!compartment || !run.isIdle) return seats.stays(run);
    // The script may be about to ask for something.
    const settled = await outbox(run).settled({ run: id, generation }).then(() => true, () => false);
    seats.stays(run);
    if (this.#closed || run.compartment !== compartment) return;
    if (!settled || !run.isIdle || run.stirs !== stirs) return this.changed(run);
    run.detach();
    seats.leave(run);
    await this.rest(run);
  }

  /** Takes a run out of memory that is in no compartment, if all that it waits for can be found in the database. */
  async rest(run: ActiveRun): Promise<void> {
    const { journal, seats } = this.options;
    if (this.#closed || this.#leaving.has(run) || seats.has(run) || !run.canRest) return;
    this.#leaving.add(run);
    const { row, stirs, eventsWanted: events, restUntil: wakeAt } = run;
    const release = this.#rests.hold();
    try {
      // With it, all is on disk that was to be written for the run before.
      await journal.write((db) => this.#rests.save(db, row.ord, { wakeAt, events }));
      if (this.#closed) return;
      if (!run.canRest || run.stirs !== stirs || seats.has(run)) {
        await journal.write((db) => this.#rests.remove(db, row.ord));
        return;
      }
      run.abandon();
      this.options.left(run);
      const left = this.#rests.left(row.ord, events);
      if (wakeAt !== undefined) this.#sleepers.wakeNoLaterThan(wakeAt);
      // A signal may have come in between.
      this.wake();
      await left;
    } catch (error) {
      this.options.broken(run, error);
    } finally {
      release();
      this.#leaving.delete(run);
    }
  }

  /** Resolves when a next start knows how far events were looked at. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#sleepers.close();
    this.#woken.close();
    for (const cancel of this.#evictions.values()) cancel();
    await this.#rests.close().catch(() => {});
  }

  #stay(run: ActiveRun): void {
    this.#evictions.get(run)?.();
    this.#evictions.delete(run);
  }

  #comeBack(ord: number): ActiveRun | undefined {
    const [row] = selectRuns(this.options.db, "ord = ?", ord);
    if (!row || this.options.isHeld(row.id)) return undefined;
    if (row.state === "waiting" || row.state === "sleeping") {
      return this.options.comeBack(row, this.#rests.seenBy(ord));
    }
    // It is paused, or is over, and nothing of it is waited for.
    this.forget(ord);
    return undefined;
  }
}

import type { Compartment } from "../sandbox/ports.ts";
import type { ActiveRun } from "./active_run.ts";
import type { Compartments } from "./compartments.ts";

export interface SeatsOptions {
  compartments: Compartments;
  /** Runs of one workflow that are in a compartment at once. */
  perWorkflow: number;
  /** Takes an idle run out of its compartment, for others that want in. */
  makeRoom(idle: ActiveRun): void;
  /** There may be room again for queued runs of this workflow. */
  freed(name: string): void;
  /** The compartment could not be brought up. */
  failed(run: ActiveRun, error: unknown): void;
}

/** Which runs are in a compartment. A run that wants in while all seats are taken waits in line, and idle ones make room. */
export class Seats {
  readonly #seated = new Map<string, Map<ActiveRun, Compartment | undefined>>();
  readonly #line = new Map<string, ActiveRun[]>();
  /** Those that are about to give their seat up. */
  readonly #leaving = new Set<ActiveRun>();

  constructor(private readonly options: SeatsOptions) {}

  /** Seats that nobody has and nobody waits for. */
  room(name: string): number {
    return this.options.perWorkflow - (this.#seated.get(name)?.size ?? 0) - (this.#line.get(name)?.length ?? 0);
  }

  has(run: ActiveRun): boolean {
    return this.#seated.get(run.row.name)?.has(run) ?? false;
  }

  /** The runs of a workflow that have a seat. */
  of(name: string): ActiveRun[] {
    return [...this.#seated.get(name)?.keys() ?? []];
  }

  /** Brings a run into its version's compartment, now or when there is a seat. Does nothing for one that has a seat or waits. */
  seat(run: ActiveRun): void {
    const { name } = run.row;
    if (run.isOver || this.has(run)) return;
    const line = this.#line.get(name);
    if (line?.includes(run)) return;
    if ((this.#seated.get(name)?.size ?? 0) < this.options.perWorkflow) return void this.#enter(run);
    if (line) line.push(run);
    else this.#line.set(name, [run]);
    this.makeRoom(name);
  }

  /** Runs of a workflow wait for a seat. */
  isWanted(name: string): boolean {
    return this.#line.has(name);
  }

  /** Asks an idle run to give its seat up, if there is one. */
  makeRoom(name: string): void {
    const idle = this.of(name).find((other) => other.isIdle && !this.#leaving.has(other));
    if (!idle) return;
    this.#leaving.add(idle);
    this.options.makeRoom(idle);
  }

  /** It keeps its seat, though it was asked to give it up. */
  stays(run: ActiveRun): void {
    this.#leaving.delete(run);
  }

  /** Gives a run's seat to the next one. */
  leave(run: ActiveRun): void {
    const { name } = run.row;
    const seated = this.#seated.get(name);
    if (!seated?.has(run)) return;
    const compartment = seated.get(run);
    seated.delete(run);
    this.#leaving.delete(run);
    if (seated.size === 0) this.#seated.delete(name);
    if (compartment) this.options.compartments.release(run.version.hash, compartment);
    const next = this.#next(name);
    if (next) this.#enter(next);
    else this.options.freed(name);
  }

  #next(name: string): ActiveRun | undefined {
    const line = this.#line.get(name);
    let next = line?.shift();
    while (next?.isOver) next = line!.shift();
    if (line?.length === 0) this.#line.delete(name);
    return next;
  }

  async #enter(run: ActiveRun): Promise<void> {
    const { name } = run.row;
    let seated = this.#seated.get(name);
    if (!seated) this.#seated.set(name, seated = new Map());
    seated.set(run, undefined);
    try {
      const compartment = await this.options.compartments.acquire(run.version);
      if (run.isOver || !this.has(run)) {
        this.options.compartments.release(run.version.hash, compartment);
        return this.leave(run);
      }
      seated.set(run, compartment);
      await run.attach(compartment);
    } catch (error) {
      if (!this.has(run)) return;
      this.leave(run);
      if (!run.isOver) this.options.failed(run, error);
    }
  }
}

import type { LateCursor, Subscription, TransactionalLog } from "../bus/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { matchesType, matchesWhere } from "../sdk/workflow/match.ts";
import type { Database } from "../storage/ports.ts";
import { type Created, nothingCreated } from "./created.ts";
import { createRun, independentRun } from "./new_run.ts";
import { newRunId } from "./run_id.ts";
import { unwritten, type UnwrittenRun, UnwrittenRuns, type UnwrittenRunsOptions } from "./unwritten_runs.ts";
import type { Version } from "./version_store.ts";

export interface EventIntakeOptions extends UnwrittenRunsOptions {
  log: TransactionalLog;
  now(): number;
  /** The version that takes events of this workflow now. */
  live(name: string): Version | undefined;
  /** There are new runs of this workflow. */
  created(name: string, created: Created): void;
  /** How many more runs of a workflow, of this key, could begin at once. */
  room(name: string, key: string): number;
}

/** What a transaction made of events; nothing of it is there when that is undone. */
interface Made {
  created: Created;
  /** Runs that begin before they are on disk, as soon as their events are. */
  ahead: UnwrittenRun[];
  cursor?: LateCursor;
}

/**
 * Makes runs of events: one durable cursor for each workflow, and the runs are inserted in the very transaction that
 * moves it. So no event is taken without its run, and none makes two. That is the transaction which appends the event; or, for a
 * run that may begin at once and that nothing else has a say in, the one of its first step, so that the script begins sooner.
 */
export class EventIntake {
  readonly #subscriptions = new Map<string, { types: string; subscription: Subscription }>();
  /** Changes of subscriptions follow one another. */
  #changes: Promise<void> = Promise.resolve();

  constructor(private readonly options: EventIntakeOptions) {}

  /** Brings the subscription of a workflow in line with its live version. The cursor stays; a new one begins now. */
  follow(name: string): Promise<void> {
    return this.#change(() => this.#follow(name));
  }

  /** The workflow is gone: its cursor is forgotten. */
  forget(name: string): Promise<void> {
    return this.#change(async () => {
      await this.#subscriptions.get(name)?.subscription.close();
      this.#subscriptions.delete(name);
      await this.options.log.removeConsumer(consumer(name));
    });
  }

  close(): Promise<void> {
    return this.#change(async () => {
      await Promise.all([...this.#subscriptions.values()].map(({ subscription }) => subscription.close()));
      this.#subscriptions.clear();
    });
  }

  #change(work: () => Promise<void>): Promise<void> {
    const done = this.#changes.then(work);
    this.#changes = done.catch(() => {});
    return done;
  }

  async #follow(name: string): Promise<void> {
    const triggers = this.options.live(name)?.description.triggers ?? [];
    const types = [...new Set(triggers.flatMap((trigger) => (trigger.kind === "event" ? [trigger.type] : [])))].sort();
    const known = this.#subscriptions.get(name);
    if (known?.types === types.join()) return;
    await known?.subscription.close();
    this.#subscriptions.delete(name);
    if (types.length === 0) return;
    const runs = new UnwrittenRuns(this.options);
    let made: Made = { created: nothingCreated(), ahead: [] };
    const subscription = await this.options.log.subscribeInTransaction(
      { name: consumer(name), types, from: "now" },
      (db, events, cursor) => {
        if (!cursor) runs.insertAll(db);
        made = this.#take(db, name, events, cursor);
        if (runs.size > 0 || made.ahead.length > 0) cursor?.stay();
      },
      () => {
        const { created, ahead, cursor } = made;
        made = { created: nothingCreated(), ahead: [] };
        for (const run of ahead) runs.begin(run, cursor!);
        if (created.keys.size > 0 || created.runs.length > 0 || created.asking) this.options.created(name, created);
      },
    );
    this.#subscriptions.set(name, { types: types.join(), subscription });
  }

  #take(db: Database, name: string, events: BusEvent[], cursor: LateCursor | undefined): Made {
    const made: Made = { created: nothingCreated(), ahead: [], cursor };
    const version = this.options.live(name);
    if (!version) return made;
    for (const event of events) {
      const candidates = version.description.triggers.flatMap((trigger, index) =>
        trigger.kind === "event" && matchesType(event.type, trigger.type) && matchesWhere(event, trigger.where)
          ? [index]
          : []
      );
      if (candidates.length === 0) continue;
      const cause = { triggerKind: "event", candidates, event, eventSeq: event.seq, since: event.seq } as const;
      const now = this.options.now();
      const id = newRunId(now);
      const run = cursor && independentRun(version, cause, { now, id });
      if (run && made.ahead.length < this.options.room(name, run.key)) made.ahead.push(unwritten(db, run, event.seq));
      else createRun(db, version, cause, { now, created: made.created, id });
    }
    return made;
  }
}

function consumer(name: string): string {
  return `workflow:${name}`;
}

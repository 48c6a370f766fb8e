import type { Subscription, TransactionalLog } from "../bus/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { matchesType, matchesWhere } from "../sdk/workflow/match.ts";
import type { Database } from "../storage/ports.ts";
import { type Created, nothingCreated } from "./created.ts";
import { createRun } from "./new_run.ts";
import type { Version } from "./version_store.ts";

export interface EventIntakeOptions {
  log: TransactionalLog;
  now(): number;
  /** The version that takes events of this workflow now. */
  live(name: string): Version | undefined;
  /** There are new runs of this workflow. */
  created(name: string, created: Created): void;
}

/**
 * Makes runs of events: one durable cursor for each workflow, and the runs are inserted in the very transaction that
 * moves it. So no event is taken without its run, and none makes two.
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
    let created = nothingCreated();
    const subscription = await this.options.log.subscribeInTransaction(
      { name: consumer(name), types, from: "now" },
      (db, events) => {
        // What was created in a transaction that was undone is not there.
        created = nothingCreated();
        this.#take(db, name, events, created);
      },
      () => {
        const made = created;
        created = nothingCreated();
        if (made.keys.size > 0 || made.runs.length > 0 || made.asking) this.options.created(name, made);
      },
    );
    this.#subscriptions.set(name, { types: types.join(), subscription });
  }

  #take(db: Database, name: string, events: BusEvent[], created: Created): void {
    const version = this.options.live(name);
    if (!version) return;
    for (const event of events) {
      const candidates = version.description.triggers.flatMap((trigger, index) =>
        trigger.kind === "event" && matchesType(event.type, trigger.type) && matchesWhere(event, trigger.where)
          ? [index]
          : []
      );
      if (candidates.length === 0) continue;
      const cause = { triggerKind: "event", candidates, event, eventSeq: event.seq, since: event.seq } as const;
      createRun(db, version, cause, { now: this.options.now(), created });
    }
  }
}

function consumer(name: string): string {
  return `workflow:${name}`;
}

import type { Subscription, TransactionalLog } from "../bus/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { matchesType, matchesWhere } from "../sdk/workflow/match.ts";
import type { Database } from "../storage/ports.ts";
import { keyByPath, needsScript } from "./admission.ts";
import { newRunId, newSeed } from "./run_id.ts";
import { insertRun } from "./run_store.ts";
import type { Version } from "./version_store.ts";

export interface EventIntakeOptions {
  log: TransactionalLog;
  now(): number;
  /** The version that takes events of this workflow now. */
  live(name: string): Version | undefined;
  /** There are new runs of this workflow: of these keys, and `asking` ones of which the script must be asked. */
  created(name: string, keys: ReadonlySet<string>, asking: boolean): void;
}

/** What a batch of events made. */
interface Made {
  keys: Set<string>;
  asking: boolean;
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
    let made: Made = { keys: new Set(), asking: false };
    const subscription = await this.options.log.subscribeInTransaction(
      { name: consumer(name), types, from: "now" },
      (db, events) => this.#take(db, name, events, made),
      () => {
        const { keys, asking } = made;
        made = { keys: new Set(), asking: false };
        if (keys.size > 0 || asking) this.options.created(name, keys, asking);
      },
    );
    this.#subscriptions.set(name, { types: types.join(), subscription });
  }

  #take(db: Database, name: string, events: BusEvent[], made: Made): void {
    const version = this.options.live(name);
    if (!version) return;
    for (const event of events) {
      const candidates = version.description.triggers.flatMap((trigger, index) =>
        trigger.kind === "event" && matchesType(event.type, trigger.type) && matchesWhere(event, trigger.where)
          ? [index]
          : []
      );
      if (candidates.length === 0) continue;
      const asking = needsScript(version.description, candidates);
      const key = keyByPath(version.description, { event });
      if (asking) made.asking = true;
      else made.keys.add(key);
      insertRun(db, {
        id: newRunId(this.options.now()),
        name,
        hash: version.hash,
        admitted: !asking,
        triggerKind: "event",
        candidates,
        eventSeq: event.seq,
        since: event.seq,
        event,
        key,
        seed: newSeed(),
        createdAt: this.options.now(),
      });
    }
  }
}

function consumer(name: string): string {
  return `workflow:${name}`;
}

import type { EventLog } from "../../bus/ports.ts";

/** A plugin that sleeps. */
export interface Sleeper {
  /** Is it to be woken by events of this type? */
  wakes(type: string): boolean;
  wake(type: string): void;
}

/**
 * Wakes sleeping plugins by the events that they name. Events are not handed over here: they wait on the plugin's durable
 * cursor, whose consumer does not look further once it holds one that wakes nobody.
 */
export class EventWakers {
  readonly #sleepers = new Map<string, Sleeper>();
  /** Who is woken by a type, worked out once for each type. */
  readonly #routes = new Map<string, string[]>();
  #unwatch: (() => void) | undefined;

  constructor(private readonly log: Pick<EventLog, "watch">) {}

  add(id: string, sleeper: Sleeper): void {
    this.#sleepers.set(id, sleeper);
    this.#routes.clear();
    this.#unwatch ??= this.log.watch((events) => {
      for (const { type } of events) for (const woken of this.#woken(type)) this.#sleepers.get(woken)?.wake(type);
    });
  }

  remove(id: string): void {
    if (!this.#sleepers.delete(id)) return;
    this.#routes.clear();
    if (this.#sleepers.size > 0) return;
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  #woken(type: string): string[] {
    let ids = this.#routes.get(type);
    if (!ids) {
      ids = [...this.#sleepers].filter(([, sleeper]) => sleeper.wakes(type)).map(([id]) => id);
      this.#routes.set(type, ids);
    }
    return ids;
  }
}

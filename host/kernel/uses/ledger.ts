import type { Clock, Logger } from "../../observe/ports.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import { MAX_DENIED, type UseCounter, type UseFigures } from "./figures.ts";
import { UseStore } from "./store.ts";

/** Uses are written together, so many milliseconds after the first of them. */
const FLUSH_MS = 10_000;
/** Longest target that is kept. */
const MAX_TARGET = 300;

/** How often permissions are used, and what is tried without one: counted in memory, written in one go. */
export class UseLedger {
  readonly #store: UseStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #used = new Map<string, UseCounter>();
  /** By plugin, in the order of the last attempt. */
  readonly #denied = new Map<string, Map<string, UseCounter>>();
  #takeBack: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: { db: Database; writer: Writer; clock: Clock; logger: Logger }) {
    this.#store = new UseStore(parts.db, parts.writer);
    this.#clock = parts.clock;
    this.#logger = parts.logger;
  }

  /** The counter of a granted entry; whoever keeps it counts with {@linkcode UseLedger.count}. */
  counter(plugin: string, kind: string, target: string): UseCounter {
    const key = `${plugin} ${kind} ${target}`;
    let counter = this.#used.get(key);
    if (!counter) this.#used.set(key, counter = { plugin, kind, target, denied: false, count: 0, lastAt: 0 });
    return counter;
  }

  count(counter: UseCounter): void {
    counter.count++;
    counter.lastAt = this.#clock.now();
    if (this.#takeBack === undefined) this.#flushLater();
  }

  /** A plugin tried what it has no grant for. */
  deny(plugin: string, kind: string, target: string): void {
    const short = target.length > MAX_TARGET ? `${target.slice(0, MAX_TARGET - 1)}…` : target;
    let denied = this.#denied.get(plugin);
    if (!denied) this.#denied.set(plugin, denied = new Map());
    const key = `${kind} ${short}`;
    const counter = denied.get(key) ?? { plugin, kind, target: short, denied: true, count: 0, lastAt: 0 };
    denied.delete(key);
    if (denied.size >= MAX_DENIED) denied.delete(denied.keys().next().value!);
    denied.set(key, counter);
    this.count(counter);
  }

  /** What a plugin used and what it was refused, newest first; also what is not written yet. */
  read(plugin: string): { used: UseFigures[]; denied: UseFigures[] } {
    const pending = [...this.#pending()].filter((counter) => counter.plugin === plugin && counter.count > 0);
    const figures = (denied: boolean): UseFigures[] => {
      const found = new Map(this.#store.read(plugin, denied, this.#clock.now()).map((one) => [keyOf(one), one]));
      for (const counter of pending.filter((one) => one.denied === denied)) {
        const { kind, target, count, lastAt } = counter;
        const before = found.get(keyOf(counter));
        found.set(keyOf(counter), {
          kind,
          target,
          count: count + (before?.count ?? 0),
          lastAt: Math.max(lastAt, before?.lastAt ?? 0),
        });
      }
      return [...found.values()].sort((a, b) => b.lastAt - a.lastAt);
    };
    return { used: figures(false), denied: figures(true).slice(0, MAX_DENIED) };
  }

  /** Writes what was counted; rejects when it could not be written, and keeps it then. */
  flush(): Promise<void> {
    this.#takeBack?.();
    this.#takeBack = undefined;
    return this.#writing = this.#writing.catch(() => {}).then(() => this.#write());
  }

  /** Forgets what was not written of a plugin. */
  forget(plugin: string): void {
    this.#denied.delete(plugin);
    for (const counter of this.#used.values()) if (counter.plugin === plugin) counter.count = 0;
  }

  *#pending(): Iterable<UseCounter> {
    yield* this.#used.values();
    for (const denied of this.#denied.values()) yield* denied.values();
  }

  async #write(): Promise<void> {
    const counted = [...this.#pending()].filter(({ count }) => count > 0);
    if (counted.length === 0) return;
    const taken = counted.map((counter) => ({ ...counter }));
    for (const counter of counted) counter.count = 0;
    try {
      await this.#store.add(taken, this.#clock.now());
    } catch (error) {
      counted.forEach((counter, index) => counter.count += taken[index]!.count);
      throw error;
    }
    // What is on disk need not stay in memory.
    for (const [plugin, denied] of this.#denied) {
      for (const [key, { count }] of denied) if (count === 0) denied.delete(key);
      if (denied.size === 0) this.#denied.delete(plugin);
    }
  }

  #flushLater(): void {
    this.#takeBack = this.#clock.timer(FLUSH_MS, () => {
      this.flush().catch((error) => {
        this.#logger.warn("How permissions were used could not be written", { error: String(error) });
        if (this.#takeBack === undefined) this.#flushLater();
      });
    });
  }
}

function keyOf({ kind, target }: { kind: string; target: string }): string {
  return `${kind} ${target}`;
}

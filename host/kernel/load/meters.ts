import type { Pusher } from "../../gateway/ports.ts";
import type { Clock } from "../../observe/ports.ts";
import { type Load, newLoad } from "../../rpc/mod.ts";
import { PluginMeter, type PluginMetrics, type ProcessUse } from "./meter.ts";

/** How often figures are pushed to those who look. */
const PUSH_MS = 5_000;
const MINUTE_MS = 60_000;

const TYPE = "host.plugin.metrics";
const TO = { roles: ["owner", "admin"] };

export interface MetersParts {
  clock: Clock;
  pusher: Pick<Pusher, "push" | "wanted" | "onSubscribe">;
  /** Calls by prefix, counted since the host's start. */
  loads: ReadonlyMap<string, Load>;
  /** The plugin that answers under a prefix now. */
  ownerOf(prefix: string): string | undefined;
  /** Every plugin, with what its process uses. */
  plugins(): Iterable<[id: string, use: ProcessUse | undefined]>;
}

/** Measures all plugins with one timer: once a minute, and more often while somebody looks. */
export class Meters {
  readonly #parts: MetersParts;
  readonly #meters = new Map<string, PluginMeter>();
  /** What was counted under each prefix up to the last look. */
  readonly #seen = new Map<string, Load>();
  #cancel: (() => void) | undefined;
  #watched = false;
  #closed = false;

  constructor(parts: MetersParts) {
    this.#parts = parts;
    parts.pusher.onSubscribe(() => {
      if (this.#cancel && !this.#watched && parts.pusher.wanted(TYPE, TO)) this.#tick();
    });
  }

  /** From now on figures are kept. */
  start(): void {
    this.#look();
    this.#arm();
  }

  /** undefined for a plugin that is not there. */
  metrics(id: string): PluginMetrics | undefined {
    this.#look();
    return this.#meters.get(id)?.metrics(this.#parts.clock.now());
  }

  /** Totals since the host's start, by plugin. */
  totals(): [id: string, totals: PluginMeter["totals"]][] {
    this.#look();
    return [...this.#meters].map(([id, meter]) => [id, meter.totals]);
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  #tick(): void {
    this.#cancel?.();
    if (this.#closed) return;
    this.#look();
    const now = this.#parts.clock.now();
    const { pusher } = this.#parts;
    const minutes = new Map([...this.#meters].map(([id, meter]) => [id, meter.tick(now)]));
    this.#watched = pusher.wanted(TYPE, TO);
    if (this.#watched) {
      const items = [...this.#meters].map(([id, meter]) => {
        const minute = minutes.get(id);
        return { id, ...meter.present(now), ...(minute ? { minute } : {}) };
      });
      pusher.push(TYPE, { items }, TO);
    }
    this.#arm();
  }

  #arm(): void {
    const left = MINUTE_MS - this.#parts.clock.now() % MINUTE_MS;
    this.#cancel = this.#parts.clock.timer(this.#watched ? Math.min(PUSH_MS, left) : left, () => this.#tick());
  }

  /** Brings every meter up to this moment. */
  #look(): void {
    const { clock, loads, ownerOf, plugins } = this.#parts;
    const uses = new Map(plugins());
    for (const id of this.#meters.keys()) if (!uses.has(id)) this.#meters.delete(id);
    for (const [id, use] of uses) {
      let meter = this.#meters.get(id);
      if (!meter) this.#meters.set(id, meter = new PluginMeter(clock.now()));
      meter.setProcess(use);
    }
    for (const [prefix, load] of loads) {
      const seen = this.#seen.get(prefix) ?? newLoad();
      if (load.calls === seen.calls) continue;
      const owner = ownerOf(prefix);
      if (owner !== undefined) this.#meters.get(owner)?.addCalls(minus(load, seen));
      this.#seen.set(prefix, { ...load, buckets: load.buckets.slice() });
    }
  }
}

function minus(now: Load, before: Load): Load {
  return {
    calls: now.calls - before.calls,
    errors: now.errors - before.errors,
    buckets: now.buckets.map((count, index) => count - before.buckets[index]!),
  };
}

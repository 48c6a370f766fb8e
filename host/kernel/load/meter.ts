import { type Load, newLoad, quantileMs } from "../../rpc/mod.ts";

/** What figures of the present are taken over. */
const WINDOW_MS = 60_000;
const MINUTE_MS = 60_000;
/** Minutes that are remembered. */
const MINUTES = 60;

/** One minute, as `host.plugin.get` shows it. */
export interface MinuteFigures {
  /** When it began, ISO 8601. */
  at: string;
  calls: number;
  errors: number;
  p95Ms?: number;
  /** At its end. */
  memoryBytes?: number;
  /** Share of one core, 0 to 1. */
  cpu?: number;
}

/** How a plugin fares now: over the last minute. */
export interface PresentFigures {
  callsPerSecond: number;
  p95Ms?: number;
  errorsPerMinute: number;
  memoryBytes?: number;
  cpu?: number;
}

export interface PluginMetrics extends PresentFigures {
  /** Oldest first, one for each minute of the last hour. */
  history: MinuteFigures[];
}

/** What a running process uses; undefined while there is none. */
export interface ProcessUse {
  pid: number;
  memoryBytes: number;
  /** Since its start. */
  cpuMs: number;
}

/** All that was counted up to one moment. */
interface Sample extends Load {
  atMs: number;
  cpuMs: number;
}

/** What one plugin does and uses, over the last minute and the last hour. */
export class PluginMeter {
  readonly #total: Load & { cpuMs: number } = { ...newLoad(), cpuMs: 0 };
  readonly #history: MinuteFigures[] = [];
  /** Oldest first; the first one is at least a window old, where there is one. */
  readonly #samples: Sample[] = [];
  /** When the minute began that is not closed yet. */
  #minute: Sample;
  #process: ProcessUse | undefined;

  constructor(nowMs: number) {
    this.#minute = this.#sample(nowMs);
    this.#samples.push(this.#minute);
  }

  get totals(): { calls: number; errors: number; cpuMs: number; memoryBytes?: number } {
    const { calls, errors, cpuMs } = this.#total;
    return { calls, errors, cpuMs, ...(this.#process ? { memoryBytes: this.#process.memoryBytes } : {}) };
  }

  /** Calls that came since it was told last. */
  addCalls(load: Load): void {
    this.#total.calls += load.calls;
    this.#total.errors += load.errors;
    load.buckets.forEach((count, index) => this.#total.buckets[index]! += count);
  }

  /** What its process uses now. */
  setProcess(use: ProcessUse | undefined): void {
    const before = this.#process?.pid === use?.pid ? this.#process?.cpuMs ?? 0 : 0;
    this.#total.cpuMs += Math.max(0, (use?.cpuMs ?? 0) - before);
    this.#process = use;
  }

  /** Takes a sample; answers the minute that has ended with it, if one has. */
  tick(nowMs: number): MinuteFigures | undefined {
    const sample = this.#sample(nowMs);
    this.#samples.push(sample);
    while (this.#samples.length > 1 && this.#samples[1]!.atMs <= nowMs - WINDOW_MS) this.#samples.shift();
    if (Math.floor(nowMs / MINUTE_MS) === Math.floor(this.#minute.atMs / MINUTE_MS)) return undefined;
    const { calls, errors, p95Ms, cpu } = difference(this.#minute, sample);
    const minute = {
      at: new Date(this.#minute.atMs).toISOString(),
      calls,
      errors,
      ...(p95Ms === undefined ? {} : { p95Ms }),
      ...(this.#process ? { memoryBytes: this.#process.memoryBytes, cpu } : {}),
    };
    this.#minute = sample;
    this.#history.push(minute);
    if (this.#history.length > MINUTES) this.#history.shift();
    return minute;
  }

  present(nowMs: number): PresentFigures {
    const now = this.#sample(nowMs);
    const { calls, errors, p95Ms, cpu, seconds } = difference(this.#samples[0]!, now);
    return {
      callsPerSecond: round(calls / seconds),
      ...(p95Ms === undefined ? {} : { p95Ms }),
      errorsPerMinute: round(errors * 60 / seconds),
      ...(this.#process ? { memoryBytes: this.#process.memoryBytes, cpu } : {}),
    };
  }

  metrics(nowMs: number): PluginMetrics {
    return { ...this.present(nowMs), history: [...this.#history] };
  }

  #sample(atMs: number): Sample {
    const { calls, errors, buckets, cpuMs } = this.#total;
    return { atMs, calls, errors, buckets: buckets.slice(), cpuMs };
  }
}

function difference(from: Sample, to: Sample): {
  calls: number;
  errors: number;
  p95Ms: number | undefined;
  cpu: number;
  seconds: number;
} {
  // What began a moment ago is spread over a second at least.
  const seconds = Math.max(1, (to.atMs - from.atMs) / 1_000);
  const p95Ms = quantileMs(to.buckets.map((count, index) => count - from.buckets[index]!), 0.95);
  return {
    calls: to.calls - from.calls,
    errors: to.errors - from.errors,
    p95Ms: p95Ms === undefined ? undefined : round(p95Ms),
    cpu: round((to.cpuMs - from.cpuMs) / 1_000 / seconds),
    seconds,
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

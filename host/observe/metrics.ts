/** Values of a metric's labels, by label name. */
export type Labels = Record<string, string>;

export interface Counter {
  inc(labels?: Labels, by?: number): void;
}
export interface Gauge {
  set(value: number, labels?: Labels): void;
}
export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/** Numbers about the host, in Prometheus's text format. Asking for a name again answers the same metric. */
export interface Metrics {
  /** With `collect` the totals are asked for each time that the text is made. */
  counter(name: string, help: string, collect?: (set: Gauge["set"]) => void): Counter;
  /** With `collect` the value is asked for each time that the text is made. */
  gauge(name: string, help: string, collect?: (set: Gauge["set"]) => void): Gauge;
  /** `buckets` are upper bounds, ascending; default 0.5 ms to 10 s in seconds. */
  histogram(name: string, help: string, buckets?: number[]): Histogram;
  /** All of it (version 0.0.4 of the text format). */
  text(): string;
}

const DEFAULT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Series of one metric; more label values than this are counted under `other="true"`. */
const MAX_SERIES = 1_000;
const OTHER: Labels = { other: "true" };

/**
 * @example
 * ```ts
 * import { createMetrics } from "./metrics.ts";
 *
 * const metrics = createMetrics();
 * metrics.counter("jobs_total", "Jobs done").inc({ kind: "mail" });
 * if (!metrics.text().includes('jobs_total{kind="mail"} 1')) throw new Error("not counted");
 * ```
 */
export function createMetrics(): Metrics {
  const families = new Map<string, Family>();
  function family<F extends Family>(name: string, kind: new (...args: never[]) => F, make: () => F): F {
    if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)) throw new RangeError(`"${name}" is not a metric name`);
    const found = families.get(name);
    if (found instanceof kind) return found;
    if (found) throw new RangeError(`The metric "${name}" exists already with another type`);
    const made = make();
    families.set(name, made);
    return made;
  }
  return {
    counter: (name, help, collect) => family(name, CounterFamily, () => new CounterFamily(name, help, collect)),
    gauge: (name, help, collect) => family(name, GaugeFamily, () => new GaugeFamily(name, help, collect)),
    histogram: (name, help, buckets = DEFAULT_BUCKETS) =>
      family(name, HistogramFamily, () => new HistogramFamily(name, help, buckets)),
    text: () => [...families.values()].flatMap((each) => each.lines()).join("\n") + "\n",
  };
}

abstract class Family<V = unknown> {
  protected series = new Map<string, { labels: Labels; value: V }>();
  constructor(readonly name: string, readonly help: string, readonly type: string) {}

  lines(): string[] {
    const help = this.help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
    const head = [`# HELP ${this.name} ${help}`, `# TYPE ${this.name} ${this.type}`];
    return [...head, ...[...this.series.values()].flatMap(({ labels, value }) => this.sample(labels, value))];
  }

  protected abstract sample(labels: Labels, value: V): string[];

  protected at(labels: Labels, initial: () => V): { labels: Labels; value: V } {
    const key = renderLabels(labels);
    let entry = this.series.get(key);
    if (!entry) {
      if (this.series.size >= MAX_SERIES && labels !== OTHER) return this.at(OTHER, initial);
      entry = { labels, value: initial() };
      this.series.set(key, entry);
    }
    return entry;
  }
}

class CounterFamily extends Family<number> implements Counter {
  constructor(name: string, help: string, readonly collect?: (set: Gauge["set"]) => void) {
    super(name, help, "counter");
  }
  override lines(): string[] {
    if (this.collect) {
      this.series.clear();
      this.collect((value, labels = {}) => this.inc(labels, value));
    }
    return super.lines();
  }
  inc(labels: Labels = {}, by = 1): void {
    this.at(labels, () => 0).value += by;
  }
  protected sample(labels: Labels, value: number): string[] {
    return [`${this.name}${renderLabels(labels)} ${value}`];
  }
}

class GaugeFamily extends Family<number> implements Gauge {
  constructor(name: string, help: string, readonly collect?: (set: Gauge["set"]) => void) {
    super(name, help, "gauge");
  }
  set(value: number, labels: Labels = {}): void {
    this.at(labels, () => 0).value = value;
  }
  override lines(): string[] {
    if (this.collect) {
      this.series.clear();
      this.collect((value, labels) => this.set(value, labels));
    }
    return super.lines();
  }
  protected sample(labels: Labels, value: number): string[] {
    return [`${this.name}${renderLabels(labels)} ${value}`];
  }
}

interface Distribution {
  counts: number[];
  sum: number;
  total: number;
}

class HistogramFamily extends Family<Distribution> implements Histogram {
  constructor(name: string, help: string, readonly buckets: number[]) {
    super(name, help, "histogram");
  }
  observe(value: number, labels: Labels = {}): void {
    const entry = this.at(labels, () => ({ counts: this.buckets.map(() => 0), sum: 0, total: 0 })).value;
    const bucket = this.buckets.findIndex((bound) => value <= bound);
    if (bucket >= 0) entry.counts[bucket]!++;
    entry.sum += value;
    entry.total++;
  }
  protected sample(labels: Labels, { counts, sum, total }: Distribution): string[] {
    let below = 0;
    const lines = this.buckets.map((bound, index) => {
      below += counts[index]!;
      return `${this.name}_bucket${renderLabels({ ...labels, le: String(bound) })} ${below}`;
    });
    lines.push(`${this.name}_bucket${renderLabels({ ...labels, le: "+Inf" })} ${total}`);
    lines.push(`${this.name}_sum${renderLabels(labels)} ${sum}`, `${this.name}_count${renderLabels(labels)} ${total}`);
    return lines;
  }
}

function renderLabels(labels: Labels): string {
  const parts = Object.keys(labels).map((name) => `${name}="${escapeValue(labels[name]!)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

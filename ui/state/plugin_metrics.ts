import { bytes, duration } from "../kit/time.ts";
import type { PluginMetrics, PluginMetricsPush } from "./wire.ts";

/** Minutes that are shown. */
const SHOWN_MINUTES = 60;

/** One figure of a plugin, now and over the last hour. */
export interface MetricLine {
  key: "calls" | "p95" | "memory" | "cpu" | "errors";
  title: string;
  /** Now, with its unit. */
  value: string;
  /** One a minute, oldest first; undefined where there was nothing to measure. */
  points: { at: string; value: number | undefined; words: string }[];
  /** It is no good sign when this is above nothing. */
  alarming?: boolean;
}

/** The figures after a push: what is now, and the minute that has just ended behind the others. */
export function withPush(metrics: PluginMetrics, pushed: PluginMetricsPush["items"][number]): PluginMetrics {
  const { id: _id, minute, ...now } = pushed;
  const { history } = metrics;
  // An answer that was read meanwhile may hold it already.
  const known = minute === undefined || history.some(({ at }) => at === minute.at);
  return { ...now, history: known ? history : [...history, minute].slice(-SHOWN_MINUTES) };
}

/** The figures in the order in which a person looks at them. */
export function metricLines({ history, ...now }: PluginMetrics): MetricLine[] {
  type Minute = PluginMetrics["history"][number];
  const line = (
    key: MetricLine["key"],
    title: string,
    { current, of, words }: { current?: number; of(minute: Minute): number | undefined; words(value: number): string },
  ): MetricLine => ({
    key,
    title,
    value: current === undefined ? "–" : words(current),
    points: history.map((minute) => {
      const value = of(minute);
      return { at: minute.at, value, words: value === undefined ? "–" : words(value) };
    }),
  });
  return [
    line("calls", "Calls", { current: now.callsPerSecond, of: ({ calls }) => calls / 60, words: perSecond }),
    line("p95", "Answer time, p95", { current: now.p95Ms, of: ({ p95Ms }) => p95Ms, words: duration }),
    line("memory", "Memory", { current: now.memoryBytes, of: ({ memoryBytes }) => memoryBytes, words: bytes }),
    line("cpu", "Processor", { current: now.cpu, of: ({ cpu }) => cpu, words: percentOfCore }),
    {
      ...line("errors", "Errors", { current: now.errorsPerMinute, of: ({ errors }) => errors, words: perMinute }),
      alarming: now.errorsPerMinute > 0,
    },
  ];
}

/** "12/s", "0.4/s", and per minute where that reads better. */
export function perSecond(rate: number): string {
  if (rate === 0) return "0/s";
  if (rate >= 10) return `${Math.round(rate).toLocaleString("en-US")}/s`;
  if (rate >= 0.1) return `${rate.toFixed(1)}/s`;
  return `${Math.max(1, Math.round(rate * 60))}/min`;
}

function perMinute(count: number): string {
  return `${count < 10 && !Number.isInteger(count) ? count.toFixed(1) : Math.round(count).toLocaleString("en-US")}/min`;
}

function percentOfCore(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} % of a core`;
}

/** What the host knows of itself: log, metrics, traces, time. */
export { type Observe, type ObserveOptions, openObserve } from "./observe.ts";
export type { LogBranch, LogFilter, LogItem, LogQuery } from "./_log_query.ts";
export { logMethods } from "./log_methods.ts";
export { type Counter, createMetrics, type Gauge, type Histogram, type Labels, type Metrics } from "./metrics.ts";
export { type ManualClock, manualClock, systemClock } from "./clock.ts";
export { newTraceparent, parseTraceparent, type TraceContext } from "./traceparent.ts";
export { type Level, LEVELS } from "./levels.ts";
export { openTracing } from "./tracing.ts";
export type { Clock, Logger, LogSink, Span, SpanOptions, Tracing } from "./ports.ts";
export { AgeGuard } from "./age_guard.ts";

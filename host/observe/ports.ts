import type { LogRecord } from "../sdk/channel/protocol.ts";

/** Where everything in the host writes its log records; never blocks, never throws. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
  /** A logger whose source is this one's with `.part` behind it. */
  child(part: string): Logger;
}

/** Takes structured records of any source; used for those that come out of compartments. */
export interface LogSink {
  /** `quiet`: it goes into the store alone, and not to the host's own output as well. */
  write(source: string, records: LogRecord[], options?: { quiet?: boolean }): void;
  /**
   * Where what was written waits to be stored: undefined when there is room for so many more records now, else it resolves
   * when there is, in the order of asking. Whoever asks writes in the same turn.
   */
  room?(records: number): Promise<void> | undefined;
}

/** Time as the host sees it; tests hand in one that can be moved. */
export interface Clock {
  /** It is the machine's own, which other processes read, too; default false. */
  readonly isShared?: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Milliseconds of a clock that nobody sets, for how long something takes; where it began means nothing. Without it
   * {@linkcode now} stands for it.
   */
  elapsed?(): number;
  /**
   * A timer counts the time that passes: whoever waits for a time of the clock looks at it again after so many
   * milliseconds, since somebody may have set it. Default 60,000.
   */
  readonly lookMs?: number;
  /** Calls back once after `delayMs`, whatever the clock is set to meanwhile; answers a function that takes it back. */
  timer(delayMs: number, callback: () => void): () => void;
}

/** Who does a piece of work for whom, as OpenTelemetry has it. */
export type SpanKind = "internal" | "server" | "producer" | "consumer";

export interface SpanOptions {
  /** The `traceparent` of the work that led to it; without one it begins a trace. */
  parent?: string;
  kind?: SpanKind;
  attributes?: Record<string, string | number | boolean>;
}

/** A piece of work that has begun. */
export interface Span {
  /** What its own work hands on. */
  readonly traceparent: string;
  /** Ends it, as failed when there is an error. */
  end(error?: unknown): void;
}

/** Tells OpenTelemetry what the host does. Only there when somebody asked for it. */
export interface Tracing {
  start(name: string, options?: SpanOptions): Span;
  /** A piece of work that is over. Times are milliseconds since 1970. */
  record(name: string, options: SpanOptions & { startMs: number; endMs: number; error?: unknown }): void;
  /** The `traceparent` of the request that is being served, as the runtime has it. */
  current(): string | undefined;
}

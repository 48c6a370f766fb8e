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
  write(source: string, records: LogRecord[]): void;
  /** Where what was written waits to be stored: resolves when there is room again; undefined when there is. */
  room?(): Promise<void> | undefined;
}

/** Time as the host sees it; tests hand in one that can be moved. */
export interface Clock {
  /** It is the machine's own, which other processes read, too; default false. */
  readonly isShared?: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `delayMs`; answers a function that takes it back. */
  timer(delayMs: number, callback: () => void): () => void;
}

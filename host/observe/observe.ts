import { setImmediate } from "node:timers";
import type { LogRecord } from "../sdk/channel/protocol.ts";
import { ConsoleLog, type LogFormat } from "./_console.ts";
import { type LogBranch, type LogFilter, type LogItem, type LogQuery, LogStore } from "./_log_store.ts";
import { type Line, toLine } from "./_records.ts";
import { type Level, levelIndex } from "./levels.ts";
import type { Clock, Logger, LogSink } from "./ports.ts";

export interface ObserveOptions {
  /** Folder of `logs.db`. */
  dataDir: string;
  clock: Clock;
  /** How stderr is written; default text when it is a terminal, else json. `none` prints nothing. */
  format?: LogFormat | "none";
  /** Least important level that is printed; default info. Everything is stored. */
  consoleLevel?: Level;
  /** Takes out of a text what must not stand in a log, such as secrets; asked for each record before it is kept. */
  redact?: (text: string) => string;
  /** Milliseconds; default 7 days. */
  maxAgeMs?: number;
  /** Size of `logs.db` above which the oldest lines go; default 512 MB. */
  maxBytes?: number;
}

/** The structured log: who writes, who looks. */
export interface Observe {
  /** A logger with a dotted source (`host.bus`). */
  logger(source: string): Logger;
  /** Takes records that were made elsewhere, with their own times. */
  readonly sink: LogSink;
  /** The newest records that fit, oldest first. */
  query(query: LogQuery): LogItem[];
  /** The branches of sources right below `prefix`. */
  tree(prefix?: string): LogBranch[];
  /** Calls back with each record that fits, as soon as it is stored. Answers a function that ends it. */
  tail(filter: LogFilter, listener: (items: LogItem[]) => void): () => void;
  /** Records that were dropped because they came faster than they could be stored. */
  readonly dropped: number;
  close(): Promise<void>;
}

const FLUSH_MS = 1_000;
const FLUSH_LINES = 500;
/** Lines stored in one turn of the event loop: a flush never holds it up for long. */
const LINES_PER_TURN = 100;
const MAX_BUFFERED = 20_000;
const PRUNE_EVERY_MS = 600_000;
const PRUNE_SLICE = 500;

/** Opens the log store in the data folder. */
export function openObserve(options: ObserveOptions): Observe {
  return new LogHub(options);
}

class LogHub implements Observe {
  #clock: Clock;
  #store: LogStore;
  #console: ConsoleLog | undefined;
  #consoleLevel: number;
  #buffer: Line[] = [];
  #timer: (() => void) | undefined;
  #turn = false;
  /** Whoever waits for room in the buffer. */
  #roomWanted: (() => void)[] = [];
  #dropped = 0;
  #reportedDropped = 0;
  #failing = false;
  #tails = new Set<{ filter: LogFilter; listener: (items: LogItem[]) => void; position: number }>();
  #stopPruning: (() => void) | undefined;
  #closed = false;

  readonly sink: LogSink = {
    write: (source, records) => {
      for (const record of records) this.#take(toLine(source, { ...record, timeMs: this.#timeOf(record) }));
    },
    room: () => this.#buffer.length < MAX_BUFFERED / 2 || this.#closed ? undefined : this.#awaitRoom(),
  };

  constructor(readonly options: ObserveOptions) {
    this.#clock = options.clock;
    this.#store = new LogStore(`${options.dataDir}/logs.db`);
    const terminal = Deno.stderr.isTerminal();
    const format = options.format ?? (terminal ? "text" : "json");
    if (format !== "none") this.#console = new ConsoleLog(format, terminal && format === "text");
    this.#consoleLevel = levelIndex(options.consoleLevel ?? "info");
    this.#prunePeriodically();
  }

  get dropped(): number {
    return this.#dropped;
  }

  logger(source: string): Logger {
    const write = (level: Level) => (message: string, fields?: Record<string, unknown>) =>
      this.#take(toLine(source, { level, message, timeMs: this.#clock.now(), ...(fields ? { fields } : {}) }));
    return {
      debug: write("debug"),
      info: write("info"),
      warn: write("warn"),
      error: write("error"),
      child: (part) => this.logger(`${source}.${part}`),
    };
  }

  query(query: LogQuery): LogItem[] {
    this.#flush(Infinity);
    return this.#store.query(query);
  }

  tree(prefix?: string): LogBranch[] {
    this.#flush(Infinity);
    return this.#store.tree(prefix);
  }

  tail(filter: LogFilter, listener: (items: LogItem[]) => void): () => void {
    this.#flush(Infinity);
    const position = this.#store.query({ limit: 1 })[0]?.id ?? 0;
    const tail = { filter, listener, position };
    this.#tails.add(tail);
    return () => void this.#tails.delete(tail);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#flush(Infinity);
    this.#closed = true;
    this.#giveRoom();
    this.#timer?.();
    this.#stopPruning?.();
    await this.#console?.close();
    this.#store.close();
  }

  #take(given: Line): void {
    if (this.#closed) return;
    const line = this.#redacted(given);
    if (levelIndex(line.level) >= this.#consoleLevel) this.#console?.print(line);
    if (this.#buffer.length >= MAX_BUFFERED) {
      this.#dropped++;
      return;
    }
    this.#buffer.push(line);
    // Somebody looks on, or it is grave: no waiting for more.
    if (line.level === "error" || this.#tails.size > 0 || this.#buffer.length >= FLUSH_LINES) this.#flushSoon();
    else {this.#timer ??= this.#clock.timer(FLUSH_MS, () => {
        this.#timer = undefined;
        this.#flushSoon();
      });}
  }

  #awaitRoom(): Promise<void> {
    return new Promise((resolve) => this.#roomWanted.push(resolve));
  }

  #giveRoom(): void {
    for (const resolve of this.#roomWanted.splice(0)) resolve();
  }

  #redacted(line: Line): Line {
    const { redact } = this.options;
    if (!redact) return line;
    return { ...line, message: redact(line.message), fields: line.fields === null ? null : redact(line.fields) };
  }

  #flushSoon(): void {
    if (this.#turn || this.#failing) return;
    this.#turn = true;
    setImmediate(() => {
      this.#turn = false;
      if (this.#closed) return;
      this.#flush(LINES_PER_TURN);
      if (this.#buffer.length > 0) this.#flushSoon();
    });
  }

  /** Stores up to `count` buffered lines. When that fails they stay, and it is tried again a little later. */
  #flush(count: number): void {
    if (this.#closed || this.#buffer.length === 0) return;
    const lines = this.#buffer.slice(0, count);
    try {
      this.#store.append(lines);
    } catch (error) {
      this.#retryLater(error);
      return;
    }
    this.#buffer = this.#buffer.slice(lines.length);
    if (this.#buffer.length < MAX_BUFFERED / 2) this.#giveRoom();
    if (this.#buffer.length === 0) {
      this.#timer?.();
      this.#timer = undefined;
    }
    this.#reportDropped();
    this.#notify();
  }

  #retryLater(error: unknown): void {
    if (this.#failing) return;
    this.#failing = true;
    const message = `Log records cannot be stored: ${error instanceof Error ? error.message : String(error)}`;
    this.#console?.print(toLine("host.observe", { level: "error", message, timeMs: this.#clock.now() }));
    this.#timer?.();
    this.#timer = this.#clock.timer(5 * FLUSH_MS, () => {
      this.#timer = undefined;
      this.#failing = false;
      this.#flushSoon();
    });
  }

  #reportDropped(): void {
    const dropped = this.#dropped - this.#reportedDropped;
    if (dropped === 0) return;
    this.#reportedDropped = this.#dropped;
    this.logger("host.observe").warn(`${dropped} log records were dropped: they came faster than they could be stored`);
  }

  #notify(): void {
    for (const tail of [...this.#tails]) {
      const items = this.#store.query({ ...tail.filter, after: tail.position, limit: FLUSH_LINES });
      if (items.length === 0) continue;
      tail.position = items.at(-1)!.id;
      try {
        tail.listener(items);
      } catch { /* a listener's fault is its own */ }
    }
  }

  #timeOf(record: LogRecord): number {
    const time = Date.parse(record.time);
    return Number.isNaN(time) ? this.#clock.now() : time;
  }

  #prunePeriodically(): void {
    const { maxAgeMs = 7 * 86_400_000, maxBytes = 512 * 1024 * 1024 } = this.options;
    const slice = () => {
      this.#stopPruning = undefined;
      let removed = 0;
      try {
        removed = this.#store.prune(this.#clock.now() - maxAgeMs, maxBytes, PRUNE_SLICE);
      } catch (error) {
        this.logger("host.observe").warn(`Old log records could not be removed: ${error}`);
      }
      this.#stopPruning = this.#clock.timer(removed === PRUNE_SLICE ? 50 : PRUNE_EVERY_MS, slice);
    };
    this.#stopPruning = this.#clock.timer(PRUNE_EVERY_MS, slice);
  }
}

import { setImmediate } from "node:timers";
import type { LogRecord } from "../sdk/channel/protocol.ts";
import { AgeGuard } from "./age_guard.ts";
import { ConsoleLog, type LogFormat } from "./_console.ts";
import { LogClient } from "./_log_client.ts";
import { type LogBranch, type LogFilter, type LogItem, type LogQuery, matcher } from "./_log_query.ts";
import { type Line, packLines, type StoredLine, toLine } from "./_records.ts";
import { type Level, levelIndex } from "./levels.ts";
import type { Clock, Logger, LogSink } from "./ports.ts";

export interface ObserveOptions {
  /** Folder of `logs.db`. */
  dataDir: string;
  clock: Clock;
  /** How stderr is written; default text when it is a terminal, else json. `none` prints nothing. */
  format?: LogFormat | "none";
  /** What is printed goes through the console, from which OpenTelemetry's exporter takes it; less grave lines go to stdout then. */
  exported?: boolean;
  /** Least important level that is printed; default info. Everything is stored. */
  consoleLevel?: Level;
  /** Takes out of a text what must not stand in a log, such as secrets; asked for each record before it is kept. */
  redact?: (text: string) => string;
  /** Milliseconds, 0 = no limit; default 7 days. */
  maxAgeMs?: number;
  /** Size of `logs.db` above which the oldest lines go, 0 = no limit; default 512 MB. */
  maxBytes?: number;
}

/** The structured log: who writes, who looks. Whatever takes time is done in a thread of its own. */
export interface Observe {
  /** A logger with a dotted source (`host.bus`). */
  logger(source: string): Logger;
  /** Takes records that were made elsewhere, with their own times. */
  readonly sink: LogSink;
  /** Resolves when all that was written until now is stored; rejects while it cannot be, and it is tried again later. */
  stored(): Promise<void>;
  /** The newest records that fit, oldest first; all that was written until now is looked at. */
  query(query: LogQuery): Promise<LogItem[]>;
  /** The branches of sources right below `prefix`. */
  tree(prefix?: string): Promise<LogBranch[]>;
  /** The id of the record that was written last. */
  position(): Promise<number>;
  /** Calls back with each record that fits and is written from now on, as soon as it is stored. Answers a function that ends it. */
  tail(filter: LogFilter, listener: (items: LogItem[]) => void): () => void;
  /** Removes the oldest records of a source and what is below it, by age and about by size; answers how many. */
  pruneSource(source: string, limits: { maxAgeMs?: number; maxBytes?: number }): Promise<number>;
  /** Records that were dropped because they came faster than they could be stored. */
  readonly dropped: number;
  close(): Promise<void>;
}

const FLUSH_MS = 1_000;
const FLUSH_LINES = 500;
/** Lines that the thread stores at once. What waits for it has to survive each collection of garbage, so it is not much. */
const BATCH = 1_000;
const MAX_BUFFERED = 20_000;
/** Up to here there is room for those who can wait, enough for the thread to have work; the rest is for those who cannot. */
const ROOM_LINES = 2 * BATCH;
/** Lines of those who can wait that are taken in one turn, a fraction of a millisecond: calls come in between. */
const TURN_LINES = 125;
const PRUNE_EVERY_MS = 600_000;
const PRUNE_SLICE = 5_000;

/** Opens the log store in the data folder. */
export function openObserve(options: ObserveOptions): Observe {
  return new LogHub(options);
}

interface Tail {
  fits: (line: StoredLine) => boolean;
  listener: (items: LogItem[]) => void;
  /** Lines that were taken before it began. */
  before: number;
}

class LogHub implements Observe {
  readonly #clock: Clock;
  readonly #ages: AgeGuard;
  readonly #thread: LogClient;
  readonly #console: ConsoleLog | undefined;
  readonly #consoleLevel: number;
  /** Lines that are not stored yet; the first of them may be on their way. */
  #buffer: Line[] = [];
  /** Lines of this life, stored or not. */
  #taken = 0;
  /** Id of the last line of earlier lives; undefined until the file is open. */
  #base: number | undefined;
  /** Ends when the batch that is on its way is stored, or was refused. */
  #sending: Promise<void> | undefined;
  #timer: (() => void) | undefined;
  #turn = false;
  /** Whoever waits for room in the buffer, and for how many lines. */
  #roomWanted: { lines: number; resolve: () => void }[] = [];
  /** Lines for which room was given in this turn. */
  #granted = 0;
  #dropped = 0;
  #reportedDropped = 0;
  #failure: Error | undefined;
  #time = { text: "", ms: NaN };
  readonly #tails = new Set<Tail>();
  #stopPruning: (() => void) | undefined;
  #closed = false;

  readonly sink: LogSink = {
    write: (source, records, { quiet = false } = {}) => {
      for (const record of records) this.#take(toLine(source, record, this.#timeOf(record)), quiet);
    },
    // Nobody waits for a disk that takes nothing: lines are dropped then, and counted.
    room: (lines) => {
      if (this.#failure !== undefined || this.#closed) return undefined;
      if (this.#roomWanted.length === 0 && this.#hasRoom(lines)) return void this.#grant(lines);
      return new Promise((resolve) => {
        this.#roomWanted.push({ lines, resolve });
        this.#giveRoom();
      });
    },
  };

  constructor(readonly options: ObserveOptions) {
    this.#clock = options.clock;
    this.#ages = new AgeGuard(options.clock);
    const terminal = Deno.stderr.isTerminal();
    const format = options.format ?? (terminal ? "text" : "json");
    if (format !== "none") this.#console = new ConsoleLog(format, terminal && format === "text", options);
    this.#consoleLevel = levelIndex(options.consoleLevel ?? "info");
    this.#thread = new LogClient(`${options.dataDir}/logs.db`);
    this.#thread.opened.then((last) => this.#base = last, (error) => this.#fail(error));
    this.#stopPruning = this.#clock.timer(PRUNE_EVERY_MS, this.#prune);
  }

  get dropped(): number {
    return this.#dropped;
  }

  logger(source: string): Logger {
    const write = (level: Level) => (message: string, fields?: Record<string, unknown>) =>
      this.#take(toLine(source, { level, message, ...(fields ? { fields } : {}) }, this.#clock.now()));
    return {
      debug: write("debug"),
      info: write("info"),
      warn: write("warn"),
      error: write("error"),
      child: (part) => this.logger(`${source}.${part}`),
    };
  }

  async stored(): Promise<void> {
    const wanted = this.#taken;
    while (this.#taken - this.#buffer.length < wanted) {
      if (this.#failure) throw this.#failure;
      await (this.#sending ?? this.#send());
    }
  }

  async query(query: LogQuery): Promise<LogItem[]> {
    await this.#storedIfPossible();
    return await this.#thread.ask({ kind: "query", query });
  }

  async tree(prefix?: string): Promise<LogBranch[]> {
    await this.#storedIfPossible();
    return await this.#thread.ask({ kind: "tree", prefix });
  }

  async position(): Promise<number> {
    return await this.#thread.opened + this.#taken;
  }

  tail(filter: LogFilter, listener: (items: LogItem[]) => void): () => void {
    const tail: Tail = { fits: matcher(filter), listener, before: this.#taken };
    this.#tails.add(tail);
    return () => void this.#tails.delete(tail);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#storedIfPossible();
    this.#closed = true;
    this.#giveRoom();
    this.#timer?.();
    this.#stopPruning?.();
    await this.#console?.close();
    await this.#thread.close();
  }

  async #storedIfPossible(): Promise<void> {
    try {
      await this.stored();
    } catch { /* it was printed, and what is stored can be looked at */ }
  }

  #take(given: Line, quiet = false): void {
    if (this.#closed) return;
    const line = this.#redacted(given);
    if (!quiet && levelIndex(line.level) >= this.#consoleLevel) this.#console?.print(line);
    if (this.#buffer.length >= MAX_BUFFERED) {
      this.#dropped++;
      return;
    }
    this.#buffer.push(line);
    this.#taken++;
    // Somebody looks on, or it is grave: no waiting for more.
    if (line.level === "error" || this.#tails.size > 0 || this.#buffer.length >= FLUSH_LINES) this.#sendSoon();
    else {this.#timer ??= this.#clock.timer(FLUSH_MS, () => {
        this.#timer = undefined;
        this.#sendSoon();
      });}
  }

  /** One that wants more than there ever is comes when the buffer is empty. */
  #hasRoom(lines: number): boolean {
    const taken = this.#buffer.length + this.#granted;
    if (this.#granted > 0 && this.#granted + lines > TURN_LINES) return false;
    return taken === 0 || taken + lines <= ROOM_LINES;
  }

  /** Whoever was given room has written before the turn is over. */
  #grant(lines: number): void {
    if (this.#granted === 0) {
      setImmediate(() => {
        this.#granted = 0;
        this.#giveRoom();
      });
    }
    this.#granted += lines;
  }

  /** To as many of those who wait as there is room for; to all when nothing is stored any more. */
  #giveRoom(): void {
    const isOver = this.#failure !== undefined || this.#closed;
    while (this.#roomWanted.length > 0) {
      const { lines, resolve } = this.#roomWanted[0]!;
      if (!isOver && !this.#hasRoom(lines)) return;
      this.#roomWanted.shift();
      this.#grant(lines);
      resolve();
    }
  }

  #redacted(line: Line): Line {
    const { redact } = this.options;
    if (!redact) return line;
    const { message, fields } = line;
    const redacted = { message: redact(message), fields: fields === null ? null : redact(fields) };
    // Nearly always nothing was taken out.
    return redacted.message === message && redacted.fields === fields ? line : { ...line, ...redacted };
  }

  #sendSoon(): void {
    if (this.#turn || this.#sending || this.#failure) return;
    this.#turn = true;
    setImmediate(() => {
      this.#turn = false;
      if (!this.#closed && !this.#failure && this.#buffer.length > 0) this.#send();
    });
  }

  /** Sends the oldest lines to be stored; the rest follows them. */
  #send(): Promise<void> {
    return this.#sending ??= this.#store().finally(() => {
      this.#sending = undefined;
      if (this.#buffer.length > 0) this.#sendSoon();
    });
  }

  /** When it fails the lines stay, and it is tried again a little later. */
  async #store(): Promise<void> {
    try {
      const base = await this.#thread.opened;
      const first = base + this.#taken - this.#buffer.length + 1;
      const lines = this.#buffer.slice(0, BATCH);
      if (lines.length === 0) return;
      await this.#thread.ask({ kind: "append", lines: packLines(lines, first) });
      this.#buffer = this.#buffer.slice(lines.length);
      this.#giveRoom();
      if (this.#buffer.length === 0) {
        this.#timer?.();
        this.#timer = undefined;
      }
      this.#reportDropped();
      if (this.#tails.size > 0) this.#tell(lines.map((line, index) => ({ ...line, id: first + index })), base);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #fail(error: Error): void {
    if (this.#failure || this.#closed) return;
    this.#failure = error;
    this.#giveRoom();
    const message = `Log records cannot be stored: ${error.message}`;
    this.#console?.print(toLine("host.observe", { level: "error", message }, this.#clock.now()));
    this.#timer?.();
    this.#timer = this.#clock.timer(5 * FLUSH_MS, () => {
      this.#timer = undefined;
      this.#failure = undefined;
      this.#sendSoon();
    });
  }

  #reportDropped(): void {
    const dropped = this.#dropped - this.#reportedDropped;
    if (dropped === 0) return;
    this.#reportedDropped = this.#dropped;
    this.logger("host.observe").warn(`${dropped} log records were dropped: they came faster than they could be stored`);
  }

  #tell(lines: StoredLine[], base: number): void {
    for (const { fits, listener, before } of [...this.#tails]) {
      const items = lines.filter((line) => line.id - base > before && fits(line)).map(toItem);
      if (items.length === 0) continue;
      try {
        listener(items);
      } catch { /* a listener's fault is its own */ }
    }
  }

  #timeOf(record: LogRecord): number {
    // Many in a row bear the same.
    if (record.time !== this.#time.text) this.#time = { text: record.time, ms: Date.parse(record.time) };
    return Number.isNaN(this.#time.ms) ? this.#clock.now() : this.#time.ms;
  }

  async pruneSource(source: string, { maxAgeMs, maxBytes }: { maxAgeMs?: number; maxBytes?: number }): Promise<number> {
    const order = {
      kind: "pruneSource" as const,
      source,
      beforeMs: maxAgeMs === undefined ? 0 : this.#ages.now() - maxAgeMs,
      maxBytes: maxBytes ?? Number.MAX_SAFE_INTEGER,
      limit: PRUNE_SLICE,
    };
    let total = 0;
    // Slice by slice, so that lines which are written meanwhile do not wait for long.
    for (let removed = PRUNE_SLICE; removed >= PRUNE_SLICE && !this.#closed;) {
      total += removed = await this.#thread.ask<number>(order);
    }
    return total;
  }

  readonly #prune = async (): Promise<void> => {
    const { maxAgeMs = 7 * 86_400_000, maxBytes = 512 * 1024 * 1024 } = this.options;
    this.#stopPruning = this.#clock.timer(PRUNE_EVERY_MS, this.#prune);
    const limits = {
      beforeMs: maxAgeMs === 0 ? 0 : this.#ages.now() - maxAgeMs,
      maxBytes: maxBytes === 0 ? Number.MAX_SAFE_INTEGER : maxBytes,
    };
    try {
      let removed = PRUNE_SLICE;
      while (removed === PRUNE_SLICE && !this.#closed) {
        removed = await this.#thread.ask<number>({ kind: "prune", ...limits, limit: PRUNE_SLICE });
      }
    } catch (error) {
      this.logger("host.observe").warn(`Old log records could not be removed: ${(error as Error).message}`);
    }
  };
}

function toItem({ id, timeMs, level, source, message, fields }: StoredLine): LogItem {
  const time = new Date(timeMs).toISOString();
  return { id, time, level, source, message, ...(fields === null ? {} : { fields: JSON.parse(fields) }) };
}

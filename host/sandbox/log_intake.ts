import type { Clock, LogSink } from "../observe/ports.ts";
import type { LogRecord } from "../sdk/channel/protocol.ts";
import { TokenBucket } from "./token_bucket.ts";

const LEVELS = new Set(["debug", "info", "warn", "error"]);
const MAX_MESSAGE_CHARS = 16_384;
const MAX_FIELDS_CHARS = 16_384;

/** Takes log records out of a compartment: checked, cut to size, at most so many a minute; what is dropped is counted. */
export class LogIntake {
  readonly #bucket: TokenBucket;
  #dropped = 0;
  #toldAt = 0;

  constructor(readonly source: string, perMinute: number, readonly sink: LogSink, readonly clock: Clock) {
    this.#bucket = new TokenBucket(perMinute, 60_000, performance.now());
  }

  /** Records as they came over the channel: nothing about them is certain. */
  take(params: unknown): void {
    const records = (params as { records?: unknown } | undefined)?.records;
    if (!Array.isArray(records)) return;
    const kept: LogRecord[] = [];
    for (const record of records) {
      if (this.#bucket.take(1, performance.now()) > 0) this.#dropped++;
      else kept.push(this.#checked(record));
    }
    if (kept.length > 0) this.#write(kept);
    this.#tellDropped();
  }

  /** One line of stderr. */
  line(message: string): void {
    this.take({ records: [{ level: "warn", message, source: "stderr" }] });
  }

  get dropped(): number {
    return this.#dropped;
  }

  #write(records: LogRecord[]): void {
    const bySource = Map.groupBy(records, (record) => record.source ? `${this.source}.${record.source}` : this.source);
    for (const [source, group] of bySource) this.sink.write(source, group.map(({ source: _part, ...rest }) => rest));
  }

  /** Says at most every ten seconds how many were dropped. */
  #tellDropped(): void {
    const now = this.clock.now();
    if (this.#dropped === 0 || now - this.#toldAt < 10_000) return;
    this.#toldAt = now;
    this.sink.write(this.source, [{
      time: new Date(now).toISOString(),
      level: "warn",
      message: `${this.#dropped} log lines were dropped: more than limits.logsPerMinute in plugin.json`,
    }]);
    this.#dropped = 0;
  }

  #checked(value: unknown): LogRecord {
    const record = (value ?? {}) as Partial<Record<keyof LogRecord, unknown>>;
    const time = typeof record.time === "string" && !Number.isNaN(Date.parse(record.time)) ? record.time : undefined;
    const checked: LogRecord = {
      time: time ?? new Date(this.clock.now()).toISOString(),
      level: LEVELS.has(record.level as string) ? record.level as LogRecord["level"] : "info",
      message: String(record.message ?? "").slice(0, MAX_MESSAGE_CHARS),
    };
    if (typeof record.source === "string" && /^[\w.:-]{1,80}$/.test(record.source)) checked.source = record.source;
    if (record.fields !== null && typeof record.fields === "object") {
      const size = JSON.stringify(record.fields).length;
      checked.fields = size <= MAX_FIELDS_CHARS
        ? record.fields as Record<string, unknown>
        : { dropped: `${size} characters of fields` };
    }
    return checked;
  }
}

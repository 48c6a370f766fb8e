import type { LogRecord } from "./protocol.ts";

/** Longer messages are cut; the rest is replaced by its size. */
const MAX_MESSAGE_CHARS = 16_384;
/** Records kept while nobody takes them; older ones go first. */
const MAX_KEPT = 1_000;

const LEVELS: Record<string, LogRecord["level"]> = {
  debug: "debug",
  trace: "debug",
  timeLog: "debug",
  timeEnd: "debug",
  log: "info",
  info: "info",
  dir: "info",
  dirxml: "info",
  table: "info",
  count: "info",
  group: "info",
  groupCollapsed: "info",
  warn: "warn",
  error: "error",
};

/** Collects log records and hands them over once a turn. */
export class RecordBuffer {
  #records: LogRecord[] = [];
  #sink: ((records: LogRecord[]) => void) | undefined;
  #scheduled = false;
  #inspect: (value: unknown) => string;

  constructor(inspect: (value: unknown) => string) {
    this.#inspect = inspect;
  }

  add(level: LogRecord["level"], args: unknown[], source?: string): void {
    const message = clip(formatLog(args, this.#inspect));
    this.#records.push({ time: new Date().toISOString(), level, message, ...(source ? { source } : {}) });
    if (this.#records.length > MAX_KEPT) this.#records.shift();
    this.#schedule();
  }

  onRecords(sink: (records: LogRecord[]) => void): void {
    this.#sink = sink;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || !this.#sink || this.#records.length === 0) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      const records = this.#records;
      this.#records = [];
      this.#sink!(records);
    });
  }
}

/** Makes every printing method of `target` a log record; the others do nothing. */
export function captureConsole(target: Record<string, unknown>, buffer: RecordBuffer): void {
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();
  for (const name of Object.keys(target)) {
    if (typeof target[name] !== "function" || name === "clear" || name === "groupEnd") continue;
    const level = LEVELS[name];
    if (level) target[name] = (...args: unknown[]) => buffer.add(level, args);
  }
  target.assert = (condition: unknown, ...args: unknown[]) => {
    if (!condition) buffer.add("error", ["Assertion failed", ...args]);
  };
  target.count = (label = "default") => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    buffer.add("info", [`${label}: ${counts.get(label)}`]);
  };
  target.countReset = (label = "default") => counts.delete(label);
  target.time = (label = "default") => starts.set(label, performance.now());
  const elapsed = (label = "default", ...args: unknown[]) =>
    buffer.add("debug", [`${label}: ${(performance.now() - (starts.get(label) ?? NaN)).toFixed(1)} ms`, ...args]);
  target.timeLog = elapsed;
  target.timeEnd = (label = "default") => {
    elapsed(label);
    starts.delete(label);
  };
  target.clear = () => {};
  target.groupEnd = () => {};
}

/** What `console.log` would print: `%s %d %i %f %j %o %O %c` in a first string, everything else inspected. */
export function formatLog(args: unknown[], inspect: (value: unknown) => string): string {
  const rest = [...args];
  let text = "";
  if (typeof rest[0] === "string") {
    const pattern = rest.shift() as string;
    text = rest.length === 0 ? pattern : pattern.replace(/%([sdifjoOc%])/g, (all, kind: string) => {
      if (kind === "%") return "%";
      if (rest.length === 0) return all;
      const value = rest.shift();
      if (kind === "c") return "";
      if (kind === "s") return typeof value === "object" ? inspect(value) : String(value);
      if (kind === "d" || kind === "f") return String(Number(value));
      if (kind === "i") return String(Math.trunc(Number(value)));
      return inspect(value);
    });
  }
  for (const value of rest) text += `${text ? " " : ""}${typeof value === "string" ? value : inspect(value)}`;
  return text;
}

function clip(text: string): string {
  if (text.length <= MAX_MESSAGE_CHARS) return text;
  return `${text.slice(0, MAX_MESSAGE_CHARS)} … (${text.length - MAX_MESSAGE_CHARS} more characters)`;
}

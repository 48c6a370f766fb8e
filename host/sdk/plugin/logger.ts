import type { LogRecord } from "../channel/protocol.ts";
import type { Log } from "./context.ts";

/** Gathers the records of one turn into one message to the host. */
export class LogBuffer {
  #records: LogRecord[] = [];

  constructor(private readonly send: (records: LogRecord[]) => void) {}

  add(record: LogRecord): void {
    if (this.#records.push(record) === 1) queueMicrotask(() => this.flush());
  }

  flush(): void {
    if (this.#records.length === 0) return;
    const records = this.#records;
    this.#records = [];
    this.send(records);
  }
}

/** `ctx.log`. */
export class PluginLog implements Log {
  constructor(private readonly buffer: LogBuffer, private readonly source?: string) {}

  debug(message: string, fields?: Record<string, unknown>): void {
    this.#add("debug", message, fields);
  }
  info(message: string, fields?: Record<string, unknown>): void {
    this.#add("info", message, fields);
  }
  warn(message: string, fields?: Record<string, unknown>): void {
    this.#add("warn", message, fields);
  }
  error(message: string, fields?: Record<string, unknown>): void {
    this.#add("error", message, fields);
  }

  child(part: string): Log {
    return new PluginLog(this.buffer, this.source === undefined ? part : `${this.source}.${part}`);
  }

  #add(level: LogRecord["level"], message: string, fields?: Record<string, unknown>): void {
    const record: LogRecord = { time: new Date().toISOString(), level, message: String(message) };
    if (fields !== undefined) record.fields = plain(fields);
    if (this.source !== undefined) record.source = this.source;
    this.buffer.add(record);
  }
}

/** Fields as JSON can carry them: errors by name and message, anything that JSON refuses as text. */
function plain(fields: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Error) result[name] = `${value.name}: ${value.message}`;
    else if (typeof value === "bigint") result[name] = value.toString();
    else if (typeof value === "object" && value !== null) {
      try {
        result[name] = JSON.parse(JSON.stringify(value));
      } catch {
        result[name] = String(value);
      }
    } else result[name] = value;
  }
  return result;
}

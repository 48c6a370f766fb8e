import type { LogRecord } from "../sdk/channel/protocol.ts";

/** A record as the store and the console take it. */
export interface Line {
  timeMs: number;
  level: LogRecord["level"];
  source: string;
  message: string;
  /** JSON of an object, or null. */
  fields: string | null;
}

/** A line with its place in the log. */
export interface StoredLine extends Line {
  /** Grows with each line. */
  id: number;
}

const MAX_MESSAGE = 16_384;
const MAX_FIELDS = 32_768;
const MAX_SOURCE = 200;

/** Makes a line of what some code wanted logged; never throws, cuts what is too long. */
export function toLine(source: string, record: Omit<LogRecord, "time"> & { timeMs: number }): Line {
  const fullSource = record.source ? `${source}.${record.source}` : source;
  return {
    timeMs: record.timeMs,
    level: record.level,
    source: cut(fullSource, MAX_SOURCE),
    message: cut(String(record.message), MAX_MESSAGE),
    fields: fieldsToJson(record.fields),
  };
}

function fieldsToJson(fields: Record<string, unknown> | undefined): string | null {
  if (!fields || Object.keys(fields).length === 0) return null;
  try {
    const json = JSON.stringify(fields, plain);
    return json.length <= MAX_FIELDS ? json : JSON.stringify({ cut: json.slice(0, MAX_FIELDS) });
  } catch (error) {
    return JSON.stringify({ unprintable: error instanceof Error ? error.message : String(error) });
  }
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  if (typeof value === "bigint") return value.toString();
  return value;
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}… (${text.length} characters)`;
}

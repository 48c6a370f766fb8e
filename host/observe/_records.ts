import type { LogRecord } from "../sdk/channel/protocol.ts";
import { levelIndex, LEVELS } from "./levels.ts";

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

/** Lines as they go to the log's thread: a column each is copied in a fraction of the time that as many objects take. */
export interface PackedLines {
  /** Id of the first; the others follow it. */
  first: number;
  times: Float64Array;
  levels: Uint8Array;
  /** Each source once. */
  sources: string[];
  /** Which of them a line has. */
  sourceOf: Uint32Array;
  messages: string[];
  /** Left out where no line has any. */
  fields?: (string | null)[];
}

export function packLines(lines: Line[], first: number): PackedLines {
  const places = new Map<string, number>();
  const packed: PackedLines = {
    ...{ first, times: new Float64Array(lines.length), levels: new Uint8Array(lines.length) },
    ...{ sources: [], sourceOf: new Uint32Array(lines.length), messages: lines.map(({ message }) => message) },
    ...(lines.some(({ fields }) => fields !== null) ? { fields: lines.map(({ fields }) => fields) } : {}),
  };
  for (const [at, { timeMs, level, source }] of lines.entries()) {
    let place = places.get(source);
    if (place === undefined) {
      places.set(source, place = packed.sources.length);
      packed.sources.push(source);
    }
    packed.times[at] = timeMs;
    packed.levels[at] = levelIndex(level);
    packed.sourceOf[at] = place;
  }
  return packed;
}

export function unpackLines({ first, times, levels, sources, sourceOf, messages, fields }: PackedLines): StoredLine[] {
  return messages.map((message, at) => ({
    ...{ id: first + at, timeMs: times[at]!, level: LEVELS[levels[at]!]!, source: sources[sourceOf[at]!]! },
    ...{ message, fields: fields?.[at] ?? null },
  }));
}

const MAX_MESSAGE = 16_384;
const MAX_FIELDS = 32_768;
const MAX_SOURCE = 200;

/** Makes a line of what some code wanted logged; never throws, cuts what is too long. */
export function toLine(source: string, record: Omit<LogRecord, "time">, timeMs: number): Line {
  const fullSource = record.source ? `${source}.${record.source}` : source;
  return {
    timeMs,
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

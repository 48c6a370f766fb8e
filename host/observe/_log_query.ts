import type { StoredLine } from "./_records.ts";
import { type Level, levelIndex } from "./levels.ts";

/** Which records to find. */
export interface LogFilter {
  /** This source and everything below it. */
  source?: string;
  /** This level and above. */
  level?: Level;
  /** Words that message or fields must hold; the last one may be a beginning. */
  text?: string;
  /** Milliseconds since 1970, inclusive. */
  fromMs?: number;
  /** Milliseconds since 1970, exclusive. */
  toMs?: number;
}

export interface LogQuery extends LogFilter {
  /** At most this many of the newest; default 50. */
  limit?: number;
  /** Only records before this one. */
  before?: number;
  /** Only records after this one. */
  after?: number;
}

/** One stored record. */
export interface LogItem {
  /** Grows with each record. */
  id: number;
  /** ISO 8601. */
  time: string;
  level: Level;
  source: string;
  message: string;
  fields?: Record<string, unknown>;
}

/** One branch of the tree of sources. */
export interface LogBranch {
  /** Full dotted name. */
  name: string;
  /** Records here and below. */
  count: number;
  errors: number;
  /** Are there sources below it? */
  children: boolean;
}

/** The words of a text, as they are looked up. */
export function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Says of lines that are in memory whether a query would find them. */
export function matcher({ source, level, text = "", fromMs, toMs }: LogFilter): (line: StoredLine) => boolean {
  const least = level === undefined ? 0 : levelIndex(level);
  const wanted = words(text).map(plain);
  const beginning = wanted.pop();
  return (line) => {
    if (source !== undefined && line.source !== source && !line.source.startsWith(`${source}.`)) return false;
    if (levelIndex(line.level) < least) return false;
    if ((fromMs !== undefined && line.timeMs < fromMs) || (toMs !== undefined && line.timeMs >= toMs)) return false;
    if (beginning === undefined) return true;
    const has = words(plain(`${line.message} ${line.fields ?? ""}`));
    return wanted.every((word) => has.includes(word)) && has.some((word) => word.startsWith(beginning));
  };
}

/** Without case and accents, as the index has it. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

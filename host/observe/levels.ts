import type { LogRecord } from "../sdk/channel/protocol.ts";

/** Levels of log records, least important first; their index is how they are stored. */
export const LEVELS = ["debug", "info", "warn", "error"] as const satisfies LogRecord["level"][];
export type Level = LogRecord["level"];

/** Position of a level in {@linkcode LEVELS}. */
export function levelIndex(level: Level): number {
  return LEVELS.indexOf(level);
}

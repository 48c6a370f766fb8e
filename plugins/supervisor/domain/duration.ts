import { z } from "zod";

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
const ERROR = 'expected a duration such as "250ms", "5s", "2m", "1h", or milliseconds';
const MAX_MS = 365 * 86_400_000;

/** A length of time as people write it: `"250ms"`, `"5s"`, `"2h"`, or milliseconds. Gives milliseconds. */
export const Duration = z.union([z.string().regex(DURATION, ERROR), z.number().min(0, ERROR).max(MAX_MS, ERROR)], ERROR)
  .transform((given) => {
    if (typeof given === "number") return given;
    const [, count, unit] = DURATION.exec(given)!;
    return Math.min(MAX_MS, Number(count) * UNITS[unit!]!);
  });

/** `"1.5 s"`, `"2 min 5 s"`, `"3 h"`: for messages. */
export function spoken(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  if (minutes < 60) return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
  return `${Math.round(minutes / 6) / 10} h`;
}

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `"250ms"`, `"5s"`, `"2h"`, `"3d"` or a number. Throws TypeError for anything else. */
export function durationMs(duration: string | number): number {
  if (typeof duration === "number" && Number.isFinite(duration) && duration >= 0) return duration;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration));
  if (!match) {
    throw new TypeError(`"${duration}" is not a duration: expected "250ms", "5s", "2h", "3d" or milliseconds`);
  }
  return Number(match[1]) * UNITS[match[2]!]!;
}

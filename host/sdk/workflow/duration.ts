/** `"250ms"`, `"5s"`, `"10m"`, `"2h"`, `"3d"`, `"1w"`, or milliseconds. */
export type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d" | "w"}`;

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * Milliseconds of a duration.
 * @throws {TypeError} when it is neither a non-negative finite number nor a number with one of the units.
 */
export function durationMs(duration: Duration): number {
  if (typeof duration === "number") {
    if (Number.isFinite(duration) && duration >= 0) return duration;
  } else if (typeof duration === "string") {
    const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)\s*$/.exec(duration);
    if (match) return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
  }
  throw new TypeError(
    `Bad duration ${JSON.stringify(duration)}: give milliseconds or a text such as "250ms", "5s", "2h", "3d"`,
  );
}

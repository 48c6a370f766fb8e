/** Upper bounds of the latency histogram, in seconds. What is slower is in a last bucket of its own. */
export const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the calls of one prefix have come to since the host's start; only ever grows. */
export interface Load {
  calls: number;
  /** Calls that failed by a fault of the one that was called, not of the caller. */
  errors: number;
  /** Calls by duration, one figure for each of {@linkcode BOUNDS} and one for all that is slower. */
  buckets: Float64Array;
}

export function newLoad(): Load {
  return { calls: 0, errors: 0, buckets: new Float64Array(BOUNDS.length + 1) };
}

/** The bucket of a duration. */
export function bucketOf(durationMs: number): number {
  const seconds = durationMs / 1000;
  let index = 0;
  while (index < BOUNDS.length && seconds > BOUNDS[index]!) index++;
  return index;
}

/**
 * The duration in milliseconds below which `share` (0 to 1) of the calls lie, as exactly as the buckets tell; undefined
 * without calls. What is slower than the last bound counts as that.
 */
export function quantileMs(buckets: ArrayLike<number>, share: number): number | undefined {
  let total = 0;
  for (let index = 0; index < buckets.length; index++) total += buckets[index]!;
  if (total === 0) return undefined;
  const wanted = total * share;
  let below = 0;
  for (let index = 0; index < BOUNDS.length; index++) {
    const inside = buckets[index]!;
    if (inside > 0 && below + inside >= wanted) {
      const [from, to] = [BOUNDS[index - 1] ?? 0, BOUNDS[index]!];
      return (from + (to - from) * (wanted - below) / inside) * 1_000;
    }
    below += inside;
  }
  return BOUNDS.at(-1)! * 1_000;
}

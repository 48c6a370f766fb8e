export interface UntilOptions {
  /** Default 10,000. */
  timeoutMs?: number;
  /** What is waited for, in the message of the failure. */
  what?: string;
}

/**
 * Waits until `condition` gives something truthy and answers that; throws when the deadline passes first, with the last
 * error that the condition threw.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  options: UntilOptions = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const { timeoutMs = 10_000, what = "the condition" } = options;
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (let pauseMs = 1; performance.now() < deadline; pauseMs = Math.min(50, pauseMs * 2)) {
    try {
      last = undefined;
      const value = await condition();
      if (value) return value as NonNullable<Exclude<T, false>>;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`Waited ${timeoutMs} ms for ${what}${last ? `: ${(last as Error).message}` : ""}`, { cause: last });
}

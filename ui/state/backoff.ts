export interface BackoffOptions {
  /** Longest first wait. Default 500 ms. */
  firstMs?: number;
  /** Longest wait of all. Default 15 s. */
  maxMs?: number;
  /** From 0 to below 1. Default Math.random. */
  random?: () => number;
}

/**
 * Milliseconds to wait before attempt `attempt` (from 0): between half and all of a limit that doubles,
 * so that many pages do not come back in the same moment.
 */
export function backoffMs(attempt: number, options: BackoffOptions = {}): number {
  const { firstMs = 500, maxMs = 15_000, random = Math.random } = options;
  const limit = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 20));
  return Math.round(limit / 2 + random() * (limit / 2));
}

/** Things that one plugin was refused and that are remembered; the one tried longest ago goes first. */
export const MAX_DENIED = 100;

/** Counts one thing of one plugin since it was written last. */
export interface UseCounter {
  readonly plugin: string;
  readonly kind: string;
  readonly target: string;
  readonly denied: boolean;
  count: number;
  /** Milliseconds since 1970. */
  lastAt: number;
}

/** What became of one entry in the last 30 days. */
export interface UseFigures {
  kind: string;
  target: string;
  count: number;
  /** Milliseconds since 1970. */
  lastAt: number;
}

/** Time as the SDK sees it; tests hand in one that they move. */
export interface SdkClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once; answers a function that takes it back. */
  timer(delayMs: number, callback: () => void): () => void;
}

/** The machine's clock. */
export const systemClock: SdkClock = {
  now: () => Date.now(),
  timer(delayMs, callback) {
    const id = setTimeout(callback, delayMs);
    return () => clearTimeout(id);
  },
};

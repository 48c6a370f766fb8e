/** One life of a compartment that ended by itself. */
export interface Life {
  /** Milliseconds since 1970. */
  endedAt: number;
  /** How long it had been ready; 0 when it never was. */
  readyMs: number;
}

/** All times in milliseconds. */
export interface RestartPolicy {
  /** First delay; it doubles with each further end. */
  baseDelayMs: number;
  maxDelayMs: number;
  /** The sliding window in which ends are counted. */
  windowMs: number;
  /** As many ends in the window and it is quarantined. */
  maxEnds: number;
  /** As many starts in a row that never became ready and it is quarantined. */
  maxFailedStarts: number;
  /** A run of this length forgets what was before. */
  cleanRunMs: number;
}

export const RESTART_POLICY: RestartPolicy = {
  baseDelayMs: 500,
  maxDelayMs: 30_000,
  windowMs: 60_000,
  maxEnds: 5,
  maxFailedStarts: 3,
  cleanRunMs: 180_000,
};

export type RestartDecision =
  | { action: "restart"; delayMs: number }
  /** `reason` is for people. */
  | { action: "quarantine"; reason: string };

/** What to do after the last of `lives` (oldest first) ended: start again after a delay, or leave it for a person. */
export function decideRestart(lives: Life[], policy: RestartPolicy = RESTART_POLICY): RestartDecision {
  const lastClean = lives.findLastIndex((life) => life.readyMs >= policy.cleanRunMs);
  const recent = lastClean === -1 ? lives : lives.slice(lastClean);
  const last = recent.at(-1);
  if (!last) return { action: "restart", delayMs: 0 };

  const lastReady = recent.findLastIndex((life) => life.readyMs > 0);
  const failedStarts = recent.length - 1 - lastReady;
  if (failedStarts >= policy.maxFailedStarts) {
    return { action: "quarantine", reason: `${failedStarts} starts in a row failed` };
  }
  const inWindow = recent.filter((life) => last.endedAt - life.endedAt < policy.windowMs).length;
  if (inWindow >= policy.maxEnds) {
    return { action: "quarantine", reason: `it ended ${inWindow} times within ${policy.windowMs / 1_000} s` };
  }
  return { action: "restart", delayMs: Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (recent.length - 1)) };
}

/** Time over which use is averaged. */
const WINDOW_MS = 10_000;
/** The garbage collector and the compiler have threads of their own: honest work on one core may use this much. */
const TOLERANCE = 1.5;

export type CpuVerdict = "warn" | "end" | undefined;

/** Processor use over ten seconds: above the limit for that long warns, for as long again ends. Pure. */
export class CpuWatch {
  #samples: { at: number; cpuMs: number }[] = [];
  #warnedAt: number | undefined;

  /** `cores` that may be busy at a time; `windowMs` is for tests. */
  constructor(readonly cores: number, readonly windowMs: number = WINDOW_MS) {}

  /** Cores in use on average over the window; 0 until there is one. */
  use = 0;

  check(cpuMs: number, now: number): CpuVerdict {
    this.#samples.push({ at: now, cpuMs });
    while (this.#samples.length > 2 && this.#samples[1]!.at <= now - this.windowMs) this.#samples.shift();
    const first = this.#samples[0]!;
    const span = now - first.at;
    if (span < this.windowMs) return undefined;
    this.use = (cpuMs - first.cpuMs) / span;
    if (this.use <= this.cores * TOLERANCE) {
      this.#warnedAt = undefined;
      return undefined;
    }
    if (this.#warnedAt === undefined) {
      this.#warnedAt = now;
      return "warn";
    }
    return now - this.#warnedAt >= this.windowMs ? "end" : undefined;
  }
}

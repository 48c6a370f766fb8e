/** A run's id: `run_`, the time in base 36, 80 random bits. Sorts by creation. */
export function newRunId(nowMs: number): string {
  const random = crypto.getRandomValues(new Uint8Array(10)).toHex();
  return `run_${Math.floor(nowMs).toString(36).padStart(9, "0")}${random}`;
}

/** From which a run's random numbers come: 128 bits, secret. */
export function newSeed(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toHex();
}

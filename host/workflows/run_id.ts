/** Random bytes fetched ahead: a request to the operating system costs more than a run's other preparations. */
const pool = new Uint8Array(4_096);
let used = pool.length;

/** A run's id: `run_`, the time in base 36, 80 random bits. Sorts by creation. */
export function newRunId(nowMs: number): string {
  return `run_${Math.floor(nowMs).toString(36).padStart(9, "0")}${randomHex(10)}`;
}

/** From which a run's random numbers come: 128 bits, secret. */
export function newSeed(): string {
  return randomHex(16);
}

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  const hex = pool.subarray(used, used + bytes).toHex();
  // A seed is a secret: what was handed out does not stay here.
  pool.fill(0, used, used += bytes);
  return hex;
}

/** What one benchmark answers; a ratio wherever there is something to divide by. */
export interface BenchResult {
  name: string;
  value: number;
  /** `ratio`, `ms`, `MB` … */
  unit: string;
  /** The bar that the value has to meet. */
  bar: number;
  better: "higher" | "lower";
  /** The raw figures behind the value, for people. */
  detail: string;
}

/** Does a result meet its bar? */
export function meets(result: BenchResult): boolean {
  return result.better === "higher" ? result.value >= result.bar : result.value <= result.bar;
}

/** The middle value of an odd or even number of samples; 0 of none. */
export function median(samples: number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

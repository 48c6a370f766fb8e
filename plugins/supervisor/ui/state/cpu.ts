import type { Usage } from "./wire.ts";

/** Percent of one core that each service used between two looks; nothing for one that was not there at both. */
export function cpuBetween(
  before: { items: readonly Usage[]; at: string } | undefined,
  now: { items: readonly Usage[]; at: string },
): Map<string, number> {
  const percent = new Map<string, number>();
  const spanMs = before ? Date.parse(now.at) - Date.parse(before.at) : 0;
  if (!before || spanMs <= 0) return percent;
  const last = new Map(before.items.map(({ name, cpuMs }) => [name, cpuMs]));
  for (const { name, cpuMs } of now.items) {
    const earlier = last.get(name);
    // One that began anew has used less than before.
    if (earlier !== undefined) percent.set(name, Math.max(0, (cpuMs - earlier) / spanMs * 100));
  }
  return percent;
}

/** `"12 MB"`, `"1.4 GB"`. */
export function memoryWords(bytes: number): string {
  const mb = bytes / 1024 ** 2;
  return mb < 1024 ? `${mb.toFixed(mb < 10 ? 1 : 0)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}

import { bytes, duration } from "../kit/time.ts";

/** How a limit of a plugin is called, and in which unit it is given. */
const LIMITS: Record<string, { name: string; value(amount: number): string }> = {
  memoryMb: { name: "Memory", value: (mb) => bytes(mb * 1024 * 1024) },
  storageMb: { name: "Stored data", value: (mb) => bytes(mb * 1024 * 1024) },
  cpu: { name: "Processor", value: (cores) => cores === 1 ? "1 core" : `${cores} cores` },
  callMs: { name: "Time for one call", value: duration },
  startMs: { name: "Time to start", value: duration },
  maxConcurrent: { name: "Calls at once", value: plain },
  eventsPerSecond: { name: "Events", value: (count) => `${plain(count)} per second` },
  logsPerMinute: { name: "Log lines", value: (count) => `${plain(count)} per minute` },
  workers: { name: "Threads of its own", value: (count) => count === 0 ? "None" : plain(count) },
};

/** A limit in words; one that is not known by its own name. */
export function limitWords(key: string, amount: number): { name: string; value: string } {
  const known = LIMITS[key];
  return known ? { name: known.name, value: known.value(amount) } : { name: key, value: plain(amount) };
}

/** All limits in the order in which they matter. */
export function limitList(limits: Record<string, number>): { key: string; name: string; value: string }[] {
  const order = Object.keys(LIMITS);
  const place = (key: string) => order.includes(key) ? order.indexOf(key) : order.length;
  return Object.entries(limits)
    .sort(([left], [right]) => place(left) - place(right))
    .map(([key, amount]) => ({ key, ...limitWords(key, amount) }));
}

function plain(count: number): string {
  return count.toLocaleString("en-US");
}

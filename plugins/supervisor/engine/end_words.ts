import type { ServiceEnd } from "@bulkhead/plugin";

/** What shells and systems mean by an exit code. */
const CODES: Record<number, string> = { 126: "it may not be executed", 127: "a command in it was not found" };

/** How a program ended, for people. */
export function endWords({ code, signal, endedBy }: ServiceEnd, memoryMb: number | undefined): string {
  if (endedBy === "memory") return `It used more memory than limits.rss_mb (${memoryMb} MB)`;
  if (endedBy === "host") return "The host ended it";
  if (endedBy === "timeout") return "It took longer than its timeout";
  if (signal) return `It was ended by ${signal}`;
  if (code === 0) return "It ended by itself";
  return `It ended with code ${code}${CODES[code] ? `: ${CODES[code]}` : ""}`;
}

import type { EndReason } from "./ports.ts";

/** How a process ended, as the operating system tells it. */
export interface ProcessEnd {
  code: number;
  signal: string | null;
  stderr: string;
}

const OUT_OF_MEMORY = /out of memory|heap limit|Array buffer allocation failed|memory allocation of \d+ bytes failed/i;

/** The reason of an end that nobody asked for, and what to tell people. */
export function classifyEnd(end: ProcessEnd): { reason: EndReason; message: string } {
  if (end.signal === "SIGXFSZ") return { reason: "storage", message: "wrote a file larger than its storage limit" };
  if (OUT_OF_MEMORY.test(end.stderr) && (end.signal !== null || end.code !== 0)) {
    return { reason: "memory", message: "ran out of memory within its limit" };
  }
  if (end.signal !== null) return { reason: "crash", message: `was ended by ${end.signal}` };
  if (end.code === 0) return { reason: "exit", message: "ended by itself" };
  const cause = end.stderr.match(/error: (Uncaught [^\n]*)/)?.[1] ?? lastLine(end.stderr);
  return { reason: "crash", message: `ended with code ${end.code}${cause ? `: ${cause}` : ""}` };
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)?.slice(0, 300) ?? "";
}

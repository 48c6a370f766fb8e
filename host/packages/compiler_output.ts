import type { SourceFault } from "./ports.ts";

const PLACE = /^\s*at (file:\/\/[^\s]+):(\d+):(\d+)$/;

/** One error text of `deno info` (message, code frame, place) as a fault; `file` stands in where it names no place. */
export function faultFromError(text: string, file: string): SourceFault {
  const lines = text.split("\n");
  const place = lines.map((line) => PLACE.exec(line)).find((match) => match !== null);
  const message = (lines[0] ?? text).replace(/^(SyntaxError|Error): /, "");
  return {
    file: place?.[1] ? pathOf(place[1]) : file,
    line: Number(place?.[2] ?? 1),
    column: Number(place?.[3] ?? 1),
    kind: "syntax",
    message,
    ...codeFrame(lines),
  };
}

/** The `error: …` blocks that `deno bundle` prints. */
export function faultsFromBundle(stderr: string, file: string): SourceFault[] {
  const text = stderr.split("\nStack backtrace:")[0] ?? stderr;
  const blocks = text.split(/^error: /m).slice(1).map((block) => block.trimEnd());
  const faults = blocks.filter((block) => block !== "bundling failed").map((block) => faultFromError(block, file));
  return faults.length > 0
    ? faults
    : [{ file, line: 1, column: 1, kind: "syntax", message: text.trim() || "deno bundle failed without a word" }];
}

/** The line `2 | export const b = {;` of a code frame. */
function codeFrame(lines: string[]): { source?: string } {
  const frame = lines.map((line) => /^\s*\d+ \| (.*)$/.exec(line)).find((match) => match !== null);
  return frame?.[1] === undefined ? {} : { source: frame[1] };
}

function pathOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname);
}

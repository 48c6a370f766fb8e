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

/** The `TS2322 [ERROR]: …` blocks that `deno check` prints; other errors count as one each. */
export function faultsFromCheck(stderr: string, file: string): SourceFault[] {
  const text = (stderr.split("\nStack backtrace:")[0] ?? stderr).replace(/^Check .*$/gm, "");
  const blocks = text.split(/^(?=TS\d+ \[ERROR\]: )/m).filter((block) => /^TS\d+ \[ERROR\]/.test(block));
  if (blocks.length === 0) return faultsFromBundle(stderr, file).map((fault) => ({ ...fault, kind: "type" }));
  return blocks.map((block) => {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => PLACE.test(line));
    const place = PLACE.exec(lines[at] ?? "");
    // Message lines come first, then the source line and the row of ~ under it.
    const frame = at >= 2 && /^\s*~+\s*$/.test(lines[at - 1] ?? "") ? lines[at - 2] : undefined;
    const message = lines.slice(0, frame === undefined ? Math.max(at, 1) : at - 2).join("\n");
    return {
      file: place?.[1] ? pathOf(place[1]) : file,
      line: Number(place?.[2] ?? 1),
      column: Number(place?.[3] ?? 1),
      kind: "type",
      message: message.replace(/^TS\d+ \[ERROR\]: /, "").trim(),
      ...(frame === undefined ? {} : { source: frame }),
    };
  });
}

/** The line `2 | export const b = {;` of a code frame. */
function codeFrame(lines: string[]): { source?: string } {
  const frame = lines.map((line) => /^\s*\d+ \| (.*)$/.exec(line)).find((match) => match !== null);
  return frame?.[1] === undefined ? {} : { source: frame[1] };
}

function pathOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname);
}

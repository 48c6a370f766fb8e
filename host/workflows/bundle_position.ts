/** A place in a script's own file. Both count from 1. */
export interface SourcePlace {
  line: number;
  column: number;
  source: string;
}

/** A compartment compiles its bundle as the body of a function, whose head is two lines; such places are `<anonymous>`. */
const HEAD_LINES = 2;
/** Fewer characters than this could stand in many lines. */
const MIN_TEXT = 6;

/**
 * Where in its source a script was, from stack frames that name places in its bundle (`…:line:column`, innermost
 * first). Bundles have no source map; but the bundler keeps the text of a line, so the line is found by what stands
 * there. Undefined when no frame's text stands in exactly one line of the source.
 */
export function placeInSource(frames: string, bundle: string, source: string): SourcePlace | undefined {
  const bundled = bundle.split("\n");
  const lines = source.split("\n");
  for (const [, compiled, line, column] of frames.matchAll(/(<anonymous>)?:(\d+):(\d+)\b/g)) {
    const text = (bundled[Number(line) - 1 - (compiled ? HEAD_LINES : 0)] ?? "").slice(Number(column) - 1).trimEnd();
    if (text.length < MIN_TEXT) continue;
    const found = only(lines, text) ?? only(lines, withoutEnd(text));
    if (found === undefined) continue;
    const at = lines[found]!;
    return { line: found + 1, column: Math.max(at.indexOf(withoutEnd(text)), 0) + 1, source: at };
  }
  return undefined;
}

/** Index of the one line that holds the text. */
function only(lines: string[], text: string): number | undefined {
  if (text.length < MIN_TEXT) return undefined;
  const first = lines.findIndex((line) => line.includes(text));
  const last = lines.findLastIndex((line) => line.includes(text));
  return first !== -1 && first === last ? first : undefined;
}

/** The bundler may add a semicolon or a brace at the end of a line. */
function withoutEnd(text: string): string {
  return text.replace(/(?<![\s;,{}()\[\]])[\s;,{}()\[\]]+$/, "");
}

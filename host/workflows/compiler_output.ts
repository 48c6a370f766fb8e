import type { Diagnostic } from "./ports.ts";

/** `    at file:///folder/script.ts:3:7`; places of related remarks are indented deeper. */
const PLACE = /^ {4}at (file:\/\/[^\s]+?):(\d+):(\d+)$/;
const TYPE_ERROR = /^TS\d+ \[ERROR\]: /;

/**
 * What `deno check` printed, as diagnostics. Faults in files outside of `folder` (a broken type file of the host) and
 * errors without a place are reported at the top of `file`.
 */
export function readCheckOutput(stderr: string, file: string, readSource: (file: string) => string[]): Diagnostic[] {
  const text = stderr.split("\nStack backtrace:")[0]!;
  const lines = text.split("\n").filter((line) => !/^(Check|Download|Found \d+ errors?\.)/.test(line));
  const starts = lines.flatMap((line, at) => (TYPE_ERROR.test(line) ? [at] : []));
  if (starts.length === 0) return [readFailure(lines, file, readSource)];
  return starts.map((start, n) => readTypeError(lines.slice(start, starts[n + 1]), file, readSource));
}

function readTypeError(block: string[], file: string, readSource: (file: string) => string[]): Diagnostic {
  const at = block.findIndex((line) => PLACE.test(line));
  const end = block.findIndex((line) => line.trim() === "error: Type checking failed.");
  const head = block.slice(0, at >= 0 ? at : end >= 0 ? end : block.length);
  // The code frame is the source line and the row of ~ or ^ below it.
  const frame = /^\s*[~^]+\s*$/.test(head.at(-1) ?? "") || head.at(-1)?.trim() === "" ? 2 : 0;
  const message = (frame > 0 && head.length > frame ? head.slice(0, -frame) : head).join("\n").replace(TYPE_ERROR, "");
  return located(block[at], file, readSource, { message: clear(message.trim()), kind: "type" });
}

/** Anything else, of which only the first matters: a syntax error, a module that is not there. */
function readFailure(lines: string[], file: string, readSource: (file: string) => string[]): Diagnostic {
  const start = Math.max(lines.findIndex((line) => line.startsWith("error: ")), 0);
  const message = (lines[start] ?? "").replace(/^error: /, "");
  const place = lines.find((line) => PLACE.test(line));
  const syntax = /^SyntaxError: |could not be parsed/.test(message);
  if (/lockfile is out of date/.test(message)) {
    const wanted = /"(npm:[^"@]+|jsr:[^"@]+)/.exec(lines.join("\n"))?.[1] ?? "a package";
    return located(undefined, file, readSource, {
      message: `It imports ${wanted}, which this server does not offer; a script may import @bulkhead/workflow, zod ` +
        "and files of its own folder",
      kind: "syntax",
    });
  }
  return located(place, file, readSource, {
    message: message.replace(/^SyntaxError: /, "") || lines.join("\n").trim() || "deno check failed without a word",
    kind: syntax ? "syntax" : "type",
  });
}

function located(
  place: string | undefined,
  file: string,
  readSource: (file: string) => string[],
  fault: Pick<Diagnostic, "message" | "kind">,
): Diagnostic {
  const match = PLACE.exec(place ?? "");
  const at = match ? decodeURIComponent(new URL(match[1]!).pathname) : file;
  const line = Number(match?.[2] ?? 1);
  const source = readSource(at)[line - 1];
  return { file: at, line, column: Number(match?.[3] ?? 1), ...fault, ...(source === undefined ? {} : { source }) };
}

/** The compiler's words for the mistakes that are made most often, in the product's. */
function clear(message: string): string {
  const unknown = /^Type '"([^"]+)"' is not assignable to type '((?:"[^"]+"(?: \| )?)+|never)'\.(.*)$/s.exec(message);
  if (!unknown || !/^("[a-z][a-z0-9-]*"( \| )?)+$|^never$/.test(unknown[2]!)) return message;
  const known = unknown[2] === "never" ? "none" : unknown[2]!.replaceAll('"', "").replaceAll(" | ", ", ");
  const meant = /Did you mean '"([^"]+)"'/.exec(unknown[3]!)?.[1];
  return `"${unknown[1]}" is not one of: ${known}.${meant ? ` Did you mean "${meant}"?` : ""}`;
}

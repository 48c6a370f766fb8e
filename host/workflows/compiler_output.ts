import type { Diagnostic } from "./ports.ts";

/** `    at file:///folder/script.ts:3:7`; places of related remarks are indented deeper. */
const PLACE = /^ {4}at (file:\/\/[^\s]+?):(\d+):(\d+)$/;
const TYPE_ERROR = /^TS\d+ \[ERROR\]: /;
const IMPORTABLE = "a script may import @bulkhead/workflow, zod and files of its own folder";

/** What is known about the script that was checked. */
export interface CheckedScript {
  file: string;
  /** Ids of the plugins of this server. */
  plugins: string[];
  /** Lines of a file. */
  read(file: string): string[];
}

/**
 * What `deno check` printed, as diagnostics. An error without a place is reported at the top of the script.
 */
export function readCheckOutput(stderr: string, script: CheckedScript): Diagnostic[] {
  const text = stderr.split("\nStack backtrace:")[0]!;
  const lines = text.split("\n").filter((line) => !/^(Check|Download|Found \d+ errors?\.)/.test(line));
  const starts = lines.flatMap((line, at) => (TYPE_ERROR.test(line) ? [at] : []));
  if (starts.length === 0) return [readFailure(lines, script)];
  return starts.map((start, n) => readTypeError(lines.slice(start, starts[n + 1]), script));
}

function readTypeError(block: string[], script: CheckedScript): Diagnostic {
  const at = block.findIndex((line) => PLACE.test(line));
  const end = block.findIndex((line) => line.trim() === "error: Type checking failed.");
  const head = block.slice(0, at >= 0 ? at : end >= 0 ? end : block.length);
  // The code frame is the source line and the row of ~ or ^ below it.
  const frame = /^\s*[~^]+\s*$/.test(head.at(-1) ?? "") || head.at(-1)?.trim() === "" ? 2 : 0;
  const message = (frame > 0 && head.length > frame ? head.slice(0, -frame) : head).join("\n").replace(TYPE_ERROR, "");
  return located(block[at], script, { message: clearMessage(message.trim(), script.plugins), kind: "type" });
}

/** Anything else, of which only the first matters: a syntax error, a module that is not there. */
function readFailure(lines: string[], script: CheckedScript): Diagnostic {
  const start = Math.max(lines.findIndex((line) => line.startsWith("error: ")), 0);
  const message = (lines[start] ?? "").replace(/^error: /, "");
  const place = lines.find((line) => PLACE.test(line));
  const syntax = /^SyntaxError: |could not be parsed/.test(message);
  if (/lockfile is out of date/.test(message)) {
    const wanted = /"(npm:[^"@]+|jsr:[^"@]+)/.exec(lines.join("\n"))?.[1] ?? "a package";
    return located(undefined, script, {
      message: `"${wanted}" cannot be imported: ${IMPORTABLE}`,
      kind: "syntax",
    });
  }
  return located(place, script, {
    message: message.replace(/^SyntaxError: /, "") || lines.join("\n").trim() || "deno check failed without a word",
    kind: syntax ? "syntax" : "type",
  });
}

function located(
  place: string | undefined,
  script: CheckedScript,
  fault: Pick<Diagnostic, "message" | "kind">,
): Diagnostic {
  const match = PLACE.exec(place ?? "");
  const at = match ? decodeURIComponent(new URL(match[1]!).pathname) : script.file;
  const line = Number(match?.[2] ?? 1);
  const source = script.read(at)[line - 1];
  return { file: at, line, column: Number(match?.[3] ?? 1), ...fault, ...(source === undefined ? {} : { source }) };
}

/** The compiler's words for the mistakes that are made most often, in the product's. */
export function clearMessage(message: string, plugins: string[]): string {
  const unknown =
    /^Type '"([^"]+)"' is not assignable to type 'PluginId'\.(?: Did you mean '"([^"]+)"')?/.exec(message) ??
      /^Type '"([^"]+)"' is not assignable to type 'never'\./.exec(message) ??
      // Of one plugin alone the type is its name.
      (plugins.length === 1
        ? new RegExp(`^Type '"([^"]+)"' is not assignable to type '"${plugins[0]}"'\\.`).exec(message)
        : null);
  if (unknown) {
    const meant = unknown[2] === undefined ? "" : `. Did you mean "${unknown[2]}"?`;
    return `"${unknown[1]}" is no plugin of this server; known: ${plugins.join(", ") || "none"}${meant}`;
  }
  const missing = /^Property '([^']+)' does not exist on type 'BaseContext</.exec(message);
  if (missing) {
    return `The context has no "${missing[1]}": it holds the plugins that \`uses\` names, step, sleep and so on`;
  }
  const bare = /^Import "([^"]+)" not a dependency/.exec(message);
  return bare ? `"${bare[1]}" cannot be imported: ${IMPORTABLE}` : message;
}

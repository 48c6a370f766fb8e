/** Parts that stand for themselves; any other part is written as a JSON string. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./*-]+$/;

/** A command with its arguments in one line, from which {@linkcode parseCommandLine} makes the same parts again. */
export function commandLine(parts: readonly string[]): string {
  return parts.map((part) => PLAIN.test(part) ? part : JSON.stringify(part)).join(" ");
}

/** The parts of such a line, or undefined when it is none. */
export function parseCommandLine(line: string): string[] | undefined {
  const parts: string[] = [];
  for (let rest = line; rest !== "";) {
    const match = /^(?:("(?:[^"\\]|\\.)*")|([^\s"]+))(?: |$)/.exec(rest);
    if (!match) return undefined;
    const part = match[1] === undefined ? match[2]! : parseString(match[1]);
    if (part === undefined) return undefined;
    parts.push(part);
    rest = rest.slice(match[0].length);
  }
  return parts.length > 0 ? parts : undefined;
}

function parseString(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Parts that stand for themselves; any other part is written as a JSON string. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./*-]+$/;
/** Stands behind a command that takes no arguments; no argument is written so. */
const NO_ARGUMENTS = "()";

/** A command; without `args` it may have any arguments, with an empty list none. */
export interface Command {
  command: string;
  args?: readonly string[];
}

/** A command in one line, from which {@linkcode parseCommandLine} makes the same command again. */
export function commandLine({ command, args }: Command): string {
  const parts = [command, ...args ?? []].map((part) => PLAIN.test(part) ? part : JSON.stringify(part));
  return args?.length === 0 ? `${parts[0]} ${NO_ARGUMENTS}` : parts.join(" ");
}

/** The command in such a line, or undefined when there is none. */
export function parseCommandLine(line: string): Command | undefined {
  const parts: string[] = [];
  let bare = false;
  for (let rest = line; rest !== "";) {
    const match = /^(?:("(?:[^"\\]|\\.)*")|([^\s"]+))(?: |$)/.exec(rest);
    if (!match || bare) return undefined;
    rest = rest.slice(match[0].length);
    if (match[2] === NO_ARGUMENTS && parts.length === 1) {
      bare = true;
      continue;
    }
    const part = match[1] === undefined ? plain(match[2]!) : parseString(match[1]);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const [command, ...args] = parts;
  if (command === undefined) return undefined;
  return args.length > 0 || bare ? { command, args } : { command };
}

function plain(part: string): string | undefined {
  return PLAIN.test(part) ? part : undefined;
}

function parseString(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

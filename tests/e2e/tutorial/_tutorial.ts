/** One thing that a tutorial has its reader do. */
export type Step =
  | { kind: "file"; path: string; text: string; append: boolean; line: number }
  | { kind: "run"; command: string; expected: string; exitCode: number; line: number }
  /** Runs until the end of the tutorial, or until the reader stops it. */
  | { kind: "background"; name: string; command: string; expected: string; line: number }
  | { kind: "stop"; name: string; line: number }
  /** Opens a page of a plugin, where there is a browser. */
  | { kind: "page"; url: string; shows: string; line: number };

/**
 * Reads the steps of a tutorial in Markdown. Marked blocks count, all else is passed over:
 *
 * - ` ```ts file=todo/plugin.ts ` is the text of a file, ` ```ts append=… ` is put behind what is there
 * - ` ```console ` holds commands behind `$ ` and what each prints; `exit=1` says how the last one ends
 * - ` ```console background=host ` holds one command that goes on, and what it prints until it is up
 * - `<!-- stop: host -->` ends it
 * - `<!-- page: http://… shows: … -->` has a look at a plugin's page
 */
export function stepsOf(markdown: string): Step[] {
  const steps: Step[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const stop = /^<!-- stop: (\w+) -->$/.exec(lines[at]!)?.[1];
    if (stop) steps.push({ kind: "stop", name: stop, line: at + 1 });
    const [, url, shows] = /^<!-- page: (\S+) shows: (.+) -->$/.exec(lines[at]!) ?? [];
    if (url && shows) steps.push({ kind: "page", url, shows, line: at + 1 });
    const fence = /^```(\w+) ?(.*)$/.exec(lines[at]!);
    if (!fence) continue;
    const end = lines.indexOf("```", at + 1);
    if (end === -1) throw new Error(`The block in line ${at + 1} is not closed`);
    const marks = Object.fromEntries(fence[2]!.split(" ").filter(Boolean).map((mark) => mark.split("=")));
    steps.push(...stepsOfBlock(fence[1]!, marks, { lines: lines.slice(at + 1, end), first: at + 2 }));
    at = end;
  }
  return steps;
}

function stepsOfBlock(
  language: string,
  marks: Record<string, string>,
  { lines, first }: { lines: string[]; first: number },
): Step[] {
  const text = lines.join("\n") + "\n";
  const path = marks.file ?? marks.append;
  if (path !== undefined) return [{ kind: "file", path, text, append: marks.append !== undefined, line: first }];
  if (language !== "console") return [];
  const commands: { command: string; output: string[]; line: number }[] = [];
  lines.forEach((line, index) => {
    if (line.startsWith("$ ")) commands.push({ command: line.slice(2), output: [], line: first + index });
    else if (commands.length === 0) throw new Error(`Line ${first + index} stands before any command`);
    // A long command goes on behind a backslash.
    else if (commands.at(-1)!.command.endsWith("\\")) {
      commands.at(-1)!.command = commands.at(-1)!.command.slice(0, -1) + line.trim();
    } else commands.at(-1)!.output.push(line);
  });
  return commands.map(({ command, output, line }, index) => {
    const expected = output.join("\n").trim();
    if (marks.background) return { kind: "background", name: marks.background, command, expected, line };
    const exitCode = index === commands.length - 1 ? Number(marks.exit ?? 0) : 0;
    return { kind: "run", command, expected, exitCode, line };
  });
}

/**
 * Does the output read as shown? `…` in a line stands for any text, alone in a line for any lines; blanks at the end of
 * lines do not count.
 */
export function readsAs(expected: string, output: string): boolean {
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = expected.split("\n").map((line) => line.trimEnd())
    .map((line) => line === "…" ? "(?:.*\\n)*?" : `${line.split("…").map(escaped).join(".*")}\\n`).join("");
  const text = output.split("\n").map((line) => line.trimEnd()).join("\n").trim() + "\n";
  return new RegExp(`^${pattern}$`).test(text);
}

import Table from "cli-table3";
import type { CliContext } from "./context.ts";

/** A column: its title and what stands in it. */
export type Columns<T> = Record<string, (item: T) => string | number | boolean | undefined>;

/** Prints rows as a table without lines, or says that there are none. */
export function printTable<T>(
  context: CliContext,
  items: readonly T[],
  options: { columns: Columns<T>; none: string },
): void {
  const { columns, none } = options;
  if (items.length === 0) {
    context.out(`${none}\n`);
    return;
  }
  const table = new Table({
    head: Object.keys(columns).map((title) => title.toUpperCase()),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: Object.fromEntries(
      ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right", "left"]
        .concat(["left-mid", "mid", "mid-mid", "right", "right-mid", "middle"]).map((part) => [part, ""]),
    ),
  });
  for (const item of items) table.push(Object.values(columns).map((cell) => plain(cell(item))));
  context.out(table.toString().split("\n").map((line) => line.trimEnd()).join("\n") + "\n");
}

/** Prints a value as JSON for other programs. */
export function printJson(context: CliContext, value: unknown): void {
  context.out(`${jsonText(value, 2)}\n`);
}

/** JSON that steers no terminal: what JSON leaves as it is and a terminal may obey is written as an escape. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(
    /[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What plugins and people wrote must not steer the terminal. */
export function plain(value: string | number | boolean | undefined): string {
  // deno-lint-ignore no-control-regex -- they are what is taken out
  return String(value ?? "").replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+/g, " ");
}

import type { CliContext } from "./context.ts";
import { jsonText, printTable } from "./output.ts";

/** Longer values are cut in a table: `--output json` has them whole. */
const MAX_CELL = 60;

/** Any result as a table: a list (or the `items` of one) by rows, one thing by its fields. */
export function printValue(context: CliContext, value: unknown): void {
  const rows = listOf(value);
  if (rows) {
    const names = [...new Set(rows.flatMap((row) => isRecord(row) ? Object.keys(row) : ["value"]))];
    const columns = Object.fromEntries(
      names.map((name) => [name, (row: unknown) => cell(isRecord(row) ? row[name] : row)]),
    );
    printTable(context, rows, { columns, none: "None" });
    const { nextCursor } = value as { nextCursor?: unknown };
    if (typeof nextCursor === "string") context.err(`There are more: pass {"cursor": ${jsonText(nextCursor)}}\n`);
    return;
  }
  if (!isRecord(value)) return context.out(`${cell(value)}\n`);
  printTable(context, Object.entries(value), {
    columns: { field: ([name]) => name, value: ([, each]) => cell(each) },
    none: "Nothing",
  });
}

function listOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isRecord(value) && Array.isArray(value.items) ? value.items : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : jsonText(value);
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
}

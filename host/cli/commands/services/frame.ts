import { cellsOf, COLUMNS, type ServiceRow } from "./rows.ts";

/** What the live table shows. */
export interface Frame {
  rows: readonly ServiceRow[];
  cpu: ReadonlyMap<string, number | undefined>;
  memory: ReadonlyMap<string, number>;
  /** Name of the chosen row. */
  chosen?: string;
  /** What was done last, or went wrong. */
  message: string;
  nowMs: number;
}

const WELL = new Set(["running", "ready", "completed"]);
const ILL = new Set(["failed", "unhealthy", "skipped"]);
const KEYS = "↑↓ choose   s start   x stop   r restart   q leave";

/** The whole picture for a terminal of this size, line by line; colour only where the word says the same. */
export function drawFrame(frame: Frame, size: { columns: number; rows: number }, colour: boolean): string[] {
  const { rows, cpu, memory, chosen, message, nowMs } = frame;
  const cells = rows.map((row) => {
    const rssBytes = memory.get(row.name);
    const used = cpu.get(row.name);
    return cellsOf(row, {
      ...(used === undefined ? {} : { cpu: used }),
      ...(rssBytes === undefined ? {} : { rssBytes }),
    }, nowMs);
  });
  const widths = COLUMNS.map((title, at) => Math.max(title.length, ...cells.map((row) => row[at]!.length)));
  const line = (row: string[]) => row.map((cell, at) => cell.padEnd(widths[at]!)).join("  ").slice(0, size.columns - 2);
  const paint = (text: string, code: number) => colour ? `\x1b[${code}m${text}\x1b[0m` : text;
  const states = new Map<string, number>();
  for (const { actual } of rows) states.set(actual, (states.get(actual) ?? 0) + 1);
  const counts = [...states].map(([state, count]) => `${count} ${state}`).join(", ") || "none yet";
  const room = Math.max(1, size.rows - 5);
  const at = Math.max(0, rows.findIndex(({ name }) => name === chosen));
  const first = Math.max(0, Math.min(at - Math.floor(room / 2), cells.length - room));
  const body = cells.slice(first, first + room).map((row, index) => {
    const { name, actual } = rows[first + index]!;
    const text = `${name === chosen ? ">" : " "} ${line(row)}`;
    return paint(text, name === chosen ? 1 : ILL.has(actual) ? 31 : WELL.has(actual) ? 0 : 33);
  });
  const more = cells.length > room ? `   ${first + 1}–${Math.min(cells.length, first + room)} of ${cells.length}` : "";
  return [
    `Services: ${counts}${more}`.slice(0, size.columns),
    paint(`  ${line(COLUMNS.map((title) => title.toUpperCase()))}`, 2),
    ...body,
    "",
    (message || KEYS).slice(0, size.columns),
  ];
}

import { createHash } from "node:crypto";
import { textBytes } from "../sdk/workflow/limits.ts";
import type { Database } from "../storage/ports.ts";

/** JSON longer than this is kept aside, by its hash. */
export const ASIDE_BYTES = 64 * 1024;
/** How a column begins whose value is aside; JSON that was made from a value never does. */
const MARK = " ";

/** A value as its column has it, and the text that is to be kept aside. */
export interface ColumnValue {
  column: string | null;
  aside?: { hash: string; bytes: number; text: string };
}

/** Splits JSON (null: no value) into what the column gets and what is kept aside. Writes nothing. */
export function columnValue(json: string | null): ColumnValue {
  // No character takes more than three bytes.
  if (json === null || json.length * 3 <= ASIDE_BYTES) return { column: json };
  const bytes = textBytes(json);
  if (bytes <= ASIDE_BYTES) return { column: json };
  const hash = createHash("sha256").update(json).digest("hex");
  return { column: `${MARK}${JSON.stringify({ aside: hash, bytes })}`, aside: { hash, bytes, text: json } };
}

/** Keeps texts aside for a run that has them in its columns, or in those of its steps. */
export function keepAside(db: Database, ord: number, values: ColumnValue[]): void {
  for (const { aside } of values) {
    if (!aside) continue;
    const { hash, bytes, text } = aside;
    db.run("INSERT INTO wf_values (hash, bytes, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", hash, bytes, text);
    db.run(
      "INSERT INTO wf_run_values (run, value) SELECT ?, id FROM wf_values WHERE hash = ? ON CONFLICT DO NOTHING",
      ord,
      hash,
    );
  }
}

/** A run has steps that were copied from another: it has what they keep aside, too. */
export function shareAside(db: Database, run: string): void {
  const hash = (column: string) => `CASE substr(s.${column}, 1, 1) WHEN '${MARK}' THEN s.${column} ->> 'aside' END`;
  db.run(
    "INSERT INTO wf_run_values (run, value) SELECT s.run, v.id FROM wf_steps s JOIN wf_values v ON v.hash IN " +
      `(${hash("input")}, ${
        hash("output")
      }) WHERE s.run = (SELECT ord FROM wf_runs WHERE id = ?) ON CONFLICT DO NOTHING`,
    run,
  );
}

/** SQL for how long the JSON of a column is, wherever it lies. */
export function sizeColumn(column: string): string {
  return `CASE substr(${column}, 1, 1) WHEN '${MARK}' THEN ${column} ->> 'bytes' ELSE length(${column}) END`;
}

/** The value of a column of JSON, wherever it lies; undefined for null. */
export function parseColumn(db: Database, column: string | number | null | undefined): unknown {
  if (typeof column !== "string") return undefined;
  if (!column.startsWith(MARK)) return JSON.parse(column);
  const { aside } = JSON.parse(column) as { aside: string };
  const kept = db.get<{ text: string }>("SELECT text FROM wf_values WHERE hash = ?", aside);
  if (!kept) throw new Error(`The value ${aside} of a run is gone: its row in wf_values was removed`);
  return JSON.parse(kept.text);
}

/** Bytes (characters, of what is in the column itself) of the value of a column. */
export function bytesOf(column: string | number | null | undefined): number {
  if (typeof column !== "string") return 0;
  return column.startsWith(MARK) ? (JSON.parse(column) as { bytes: number }).bytes : column.length;
}

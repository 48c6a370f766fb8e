import { jsonText } from "./output.ts";

/**
 * A value in Nushell's notation, for `… | from nuon`. A list of records with the same fields is a table, which Nushell
 * reads as one without guessing; everything else is written as JSON, of which the notation is a superset.
 *
 * @example
 * ```ts
 * import { nuonText } from "./nuon.ts";
 *
 * const text = nuonText([{ id: "chat", on: true }, { id: "github", on: false }]);
 * if (text !== `[["id", "on"]; ["chat", true], ["github", false]]`) throw new Error(text);
 * ```
 */
export function nuonText(value: unknown): string {
  if (Array.isArray(value)) {
    const columns = columnsOf(value);
    if (!columns) return `[${value.map(nuonText).join(", ")}]`;
    const rows = value.map((row) => `[${columns.map((name) => nuonText(row[name])).join(", ")}]`);
    return `[[${columns.map((name) => jsonText(name)).join(", ")}]; ${rows.join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${fields.map(([name, each]) => `${jsonText(name)}: ${nuonText(each)}`).join(", ")}}`;
  }
  return jsonText(value ?? null);
}

/** The fields that all records have; undefined when this is no table. */
function columnsOf(rows: unknown[]): string[] | undefined {
  const isRecord = (row: unknown) => typeof row === "object" && row !== null && !Array.isArray(row);
  if (rows.length === 0 || !rows.every(isRecord)) return undefined;
  const columns = Object.keys(rows[0] as object);
  const same = (row: unknown) => {
    const names = Object.keys(row as object);
    return names.length === columns.length && names.every((name) => columns.includes(name));
  };
  return columns.length > 0 && rows.every(same) ? columns : undefined;
}

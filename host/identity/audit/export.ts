import type { Database } from "../../storage/ports.ts";
import { type AuditFilter, type AuditRecord, findEntries } from "./query.ts";

/** Entries read at once: a reader who is slow keeps no more than these in memory. */
const PAGE = 500;

export type ExportFormat = "csv" | "jsonl";

export const EXPORT_TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8; header=present",
  jsonl: "application/jsonl; charset=utf-8",
};

const COLUMNS: [name: string, of: (entry: AuditRecord) => string][] = [
  ["time", ({ time }) => new Date(time).toISOString()],
  ["person", ({ caller }) => caller.name],
  ["personId", ({ caller }) => caller.id],
  ["kind", ({ caller }) => caller.kind],
  ["role", ({ caller }) => caller.role],
  ["through", ({ through = "" }) => through],
  ["method", ({ method }) => method],
  ["target", ({ target }) => target === undefined ? "" : JSON.stringify(target)],
  ["outcome", ({ outcome }) => outcome],
  ["reason", ({ reason = "" }) => reason],
  ["traceId", ({ traceId }) => traceId],
];

/** All entries that fit, newest first, as a text that is made while it is read. Those that come meanwhile are left out. */
export function exportEntries(
  db: Database,
  filter: AuditFilter,
  { format, before }: { format: ExportFormat; before: number },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let at: number | undefined = before;
  return new ReadableStream({
    start(controller) {
      if (format === "csv") controller.enqueue(encoder.encode(`${COLUMNS.map(([name]) => name).join(",")}\r\n`));
    },
    async pull(controller) {
      while (at !== undefined) {
        const { items, reached } = findEntries(db, { ...filter, limit: PAGE, before: at });
        at = reached;
        if (items.length === 0) {
          // A long search lets others have their turn.
          await new Promise((done) => setTimeout(done));
          continue;
        }
        controller.enqueue(encoder.encode(items.map(format === "csv" ? csvLine : jsonLine).join("")));
        return;
      }
      controller.close();
    },
  }, { highWaterMark: 0 });
}

function jsonLine({ time, ...entry }: AuditRecord): string {
  return `${plainJson(JSON.stringify({ ...entry, time: new Date(time).toISOString() }))}\n`;
}

function csvLine(entry: AuditRecord): string {
  return `${COLUMNS.map(([, of]) => csvCell(of(entry))).join(",")}\r\n`;
}

/** RFC 4180. What a spreadsheet would take for a formula begins with an apostrophe. */
function csvCell(value: string): string {
  const text = visible(value);
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What could end a line or steer a terminal is written out: one entry is one line. */
function visible(text: string): string {
  return text.replace(UNSEEN, escaped);
}

function plainJson(json: string): string {
  return json.replace(UNSEEN, escaped);
}

// deno-lint-ignore no-control-regex -- they are what is written out
const UNSEEN = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

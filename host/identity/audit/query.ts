import type { AuditEntry } from "../../rpc/ports.ts";
import type { Database, SqlValue } from "../../storage/ports.ts";

/** Ids looked at in one query, and at most for one answer, where no index narrows them. */
const STEP = 5_000;
const MAX_LOOKED = 50_000;

/** An entry as it is read back. */
export interface AuditRecord extends AuditEntry {
  id: number;
  /** Milliseconds since 1970. */
  time: number;
}

/** What a list of entries is narrowed by. */
export interface AuditFilter {
  callerId?: string;
  /** A method, or with `.*` at its end all below: `host.plugin.*`. */
  method?: string;
  outcome?: AuditEntry["outcome"];
  /** In the name of who called, the method, the reason, what it was about, or the trace id; case does not matter. */
  text?: string;
  /** Milliseconds since 1970, inclusive. */
  from?: number;
  /** Milliseconds since 1970, exclusive. */
  to?: number;
}

export interface AuditQuery extends AuditFilter {
  limit: number;
  /** Only entries before this one. */
  before?: number;
}

/** Newest first; `reached` is missing when there is nothing before. */
export interface AuditPage {
  items: AuditRecord[];
  reached?: number;
}

interface AuditRow {
  id: number;
  time: number;
  caller_kind: AuditEntry["caller"]["kind"];
  caller_id: string;
  caller_name: string;
  role: AuditEntry["caller"]["role"];
  through: string | null;
  method: string;
  outcome: AuditEntry["outcome"];
  reason: string | null;
  trace_id: string;
  target: string | null;
}

/** Looks for entries until there are enough, or until it has looked at enough: then one asks again from `reached` on. */
export function findEntries(db: Database, query: AuditQuery): AuditPage {
  const bounds = idBounds(db, query);
  const narrowed = conditions(query);
  let end = Math.min(query.before ?? Number.MAX_SAFE_INTEGER, bounds.end);
  // An index leads from one entry that fits to the next; words have to be looked for.
  const step = query.text === undefined && !query.method?.endsWith(".*") ? Number.MAX_SAFE_INTEGER : STEP;
  const items: AuditRecord[] = [];
  for (let looked = 0; end > bounds.begin;) {
    const begin = Math.max(bounds.begin, end - step);
    // One more tells whether there is anything before.
    const wanted = query.limit + 1 - items.length;
    const rows = db.all<AuditRow>(
      `SELECT * FROM id_audit WHERE id < ? AND id >= ?${narrowed.sql} ORDER BY id DESC LIMIT ?`,
      end,
      begin,
      ...narrowed.values,
      wanted,
    );
    items.push(...rows.map(recordOf));
    if (rows.length === wanted) {
      items.pop();
      return { items, reached: items.at(-1)!.id };
    }
    end = begin;
    if ((looked += step) >= MAX_LOOKED && end > bounds.begin) return { items, reached: end };
  }
  return { items };
}

/** The ids between which the times lie; `end` is exclusive. */
function idBounds(db: Database, { from, to }: AuditFilter): { begin: number; end: number } {
  const first = (sql: string, ...values: SqlValue[]) => db.get<{ id: number | null }>(sql, ...values)?.id ?? undefined;
  const newest = first("SELECT max(id) AS id FROM id_audit");
  const oldest = first("SELECT min(id) AS id FROM id_audit");
  if (newest === undefined || oldest === undefined) return { begin: 0, end: 0 };
  const begin = from === undefined
    ? oldest
    : first("SELECT id FROM id_audit WHERE time >= ? ORDER BY time, id LIMIT 1", from);
  const last = to === undefined
    ? newest
    : first("SELECT id FROM id_audit WHERE time < ? ORDER BY time DESC, id DESC LIMIT 1", to);
  return begin === undefined || last === undefined ? { begin: 0, end: 0 } : { begin, end: last + 1 };
}

function conditions({ callerId, method, outcome, text, from, to }: AuditFilter): { sql: string; values: SqlValue[] } {
  const parts: [sql: string, ...values: SqlValue[]][] = [];
  if (callerId !== undefined) parts.push(["caller_id = ?", callerId]);
  if (method?.endsWith(".*")) parts.push(["substr(method, 1, ?) = ?", method.length - 1, method.slice(0, -1)]);
  else if (method !== undefined) parts.push(["method = ?", method]);
  if (outcome !== undefined) parts.push(["outcome = ?", outcome]);
  if (from !== undefined) parts.push(["time >= ?", from]);
  if (to !== undefined) parts.push(["time < ?", to]);
  if (text !== undefined) {
    const columns = ["caller_name", "caller_id", "through", "method", "reason", "target", "trace_id"];
    parts.push([
      `instr(lower(${columns.map((name) => `coalesce(${name}, '')`).join(" || char(10) || ")}), lower(?)) > 0`,
      text,
    ]);
  }
  return { sql: parts.map(([sql]) => ` AND ${sql}`).join(""), values: parts.flatMap(([, ...values]) => values) };
}

function recordOf(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    time: row.time,
    caller: { kind: row.caller_kind, id: row.caller_id, name: row.caller_name, role: row.role },
    ...(row.through === null ? {} : { through: row.through }),
    method: row.method,
    ...(row.target === null ? {} : { target: JSON.parse(row.target) as AuditEntry["target"] }),
    outcome: row.outcome,
    ...(row.reason === null ? {} : { reason: row.reason }),
    traceId: row.trace_id,
  };
}

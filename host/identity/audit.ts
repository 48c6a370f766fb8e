import type { Clock, Logger } from "../observe/ports.ts";
import type { AuditEntry, AuditSink } from "../rpc/ports.ts";
import type { Database, Writer } from "../storage/ports.ts";

/** Entries wait at most this long in memory. */
const FLUSH_MS = 1_000;
const FLUSH_ENTRIES = 500;
const RETRY_MS = 5_000;
/** More than this waiting are counted and dropped, so that a flood of denials cannot fill the memory. */
const MAX_WAITING = 20_000;
/** Entries older than this are removed. */
const KEEP_MS = 180 * 24 * 60 * 60_000;
/** Removed at once, so that no transaction is long. */
const PRUNE_ROWS = 5_000;

export interface AuditLogOptions {
  db: Database;
  writer: Writer;
  clock: Clock;
  logger: Logger;
}

/** An entry as it is read back. */
export interface AuditRecord extends AuditEntry {
  id: number;
  /** Milliseconds since 1970. */
  time: number;
}

/** What a list of entries is narrowed by. */
export interface AuditQuery {
  limit: number;
  /** Only entries before this one. */
  before?: number;
  callerId?: string;
  method?: string;
  outcome?: AuditEntry["outcome"];
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
}

/** Who did what: collected in memory for a second, then written in one go. What a crash takes are the last second's entries. */
export class AuditLog implements AuditSink {
  readonly #options: AuditLogOptions;
  #waiting: (AuditEntry & { time: number })[] = [];
  #dropped = 0;
  #failing = false;
  #takeBackTimer: (() => void) | undefined;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  record(entry: AuditEntry): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#dropped++;
      return;
    }
    this.#waiting.push({ ...entry, time: this.#options.clock.now() });
    if (this.#waiting.length >= FLUSH_ENTRIES && !this.#failing) this.#flushSoon(0);
    else this.#flushSoon(FLUSH_MS);
  }

  /** Writes what is waiting; resolves when it is on disk. */
  async flush(): Promise<void> {
    this.#takeBackTimer?.();
    this.#takeBackTimer = undefined;
    const entries = this.#waiting;
    if (entries.length === 0) return;
    this.#waiting = [];
    const { writer, logger, clock } = this.#options;
    try {
      await writer.write((db) => {
        for (const entry of entries) insert(db, entry);
        db.run(
          "DELETE FROM id_audit WHERE id IN (SELECT id FROM id_audit WHERE time < ? ORDER BY id LIMIT ?)",
          clock.now() - KEEP_MS,
          PRUNE_ROWS,
        );
      });
    } catch (error) {
      this.#failing = true;
      // A full disk: they stay, as far as there is room, and are tried again with the next.
      this.#waiting = [...entries, ...this.#waiting].slice(0, MAX_WAITING);
      throw error;
    }
    this.#failing = false;
    if (this.#dropped === 0) return;
    logger.warn("Audit entries were dropped: they came faster than they could be written", { dropped: this.#dropped });
    this.#dropped = 0;
  }

  /** Newest first. What is still waiting is written before. */
  async list(query: AuditQuery): Promise<AuditRecord[]> {
    await this.flush();
    const { before, callerId, method, outcome } = query;
    return this.#options.db.all<AuditRow>(
      "SELECT * FROM id_audit WHERE (?1 IS NULL OR id < ?1) AND (?2 IS NULL OR caller_id = ?2) " +
        "AND (?3 IS NULL OR method = ?3) AND (?4 IS NULL OR outcome = ?4) ORDER BY id DESC LIMIT ?5",
      before ?? null,
      callerId ?? null,
      method ?? null,
      outcome ?? null,
      query.limit,
    ).map(recordOf);
  }

  #flushSoon(delayMs: number): void {
    if (this.#takeBackTimer && delayMs > 0) return;
    this.#takeBackTimer?.();
    this.#takeBackTimer = this.#options.clock.timer(delayMs, () => {
      this.#takeBackTimer = undefined;
      this.flush().catch((error) => {
        this.#options.logger.error("Audit entries could not be written", { error: String(error) });
        this.#flushSoon(RETRY_MS);
      });
    });
  }
}

function insert(
  db: Database,
  { caller, through, method, outcome, reason, traceId, time }: AuditEntry & { time: number },
): void {
  db.run(
    "INSERT INTO id_audit (time, caller_kind, caller_id, caller_name, role, through, method, outcome, reason, trace_id) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    time,
    caller.kind,
    caller.id,
    caller.name,
    caller.role,
    through ?? null,
    method,
    outcome,
    reason ?? null,
    traceId,
  );
}

function recordOf(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    time: row.time,
    caller: { kind: row.caller_kind, id: row.caller_id, name: row.caller_name, role: row.role },
    ...(row.through === null ? {} : { through: row.through }),
    method: row.method,
    outcome: row.outcome,
    ...(row.reason === null ? {} : { reason: row.reason }),
    traceId: row.trace_id,
  };
}

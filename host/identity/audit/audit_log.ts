import type { Clock, Logger } from "../../observe/ports.ts";
import type { AuditEntry, AuditSink } from "../../rpc/ports.ts";
import { migrate } from "../../storage/mod.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import { exportEntries, type ExportFormat } from "./export.ts";
import { type AuditFilter, type AuditPage, type AuditQuery, type AuditRecord, findEntries } from "./query.ts";

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
  /** Takes secrets out of a text before it is kept. */
  redact?: (text: string) => string;
  /** Told of entries once they are on disk, newest first. */
  added?(entries: AuditRecord[]): void;
}

/** Brings the table up to date; the table itself is older and one of identity's. */
export function migrateAudit(db: Database): void {
  migrate(db, "audit", new URL("./migrations/", import.meta.url));
}

/** Who did what: collected in memory for a second, then written in one go. What a crash takes are the last second's entries. */
export class AuditLog implements AuditSink {
  readonly #options: AuditLogOptions;
  #waiting: (AuditEntry & { time: number })[] = [];
  #dropped = 0;
  #failing = false;
  #flushing: Promise<void> = Promise.resolve();
  #takeBackTimer: (() => void) | undefined;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  record(entry: AuditEntry): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#dropped++;
      return;
    }
    this.#waiting.push({ ...this.#redacted(entry), time: this.#options.clock.now() });
    if (this.#waiting.length >= FLUSH_ENTRIES && !this.#failing) this.#flushSoon(0);
    else this.#flushSoon(FLUSH_MS);
  }

  now(): number {
    return this.#options.clock.now();
  }

  /** Writes what is waiting; resolves when it is on disk. */
  async flush(): Promise<void> {
    // Who reads next has to find what another one is just writing.
    const before = this.#flushing;
    const now = before.catch(() => {}).then(() => this.#write());
    this.#flushing = now.catch(() => {});
    await now;
  }

  async #write(): Promise<void> {
    this.#takeBackTimer?.();
    this.#takeBackTimer = undefined;
    const entries = this.#waiting;
    if (entries.length === 0) return;
    this.#waiting = [];
    const { writer, logger, clock, added } = this.#options;
    const written: AuditRecord[] = [];
    try {
      await writer.write((db) => {
        for (const entry of entries) written.push({ ...entry, id: insert(db, entry) });
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
    added?.(written.reverse());
    if (this.#dropped === 0) return;
    logger.warn("Audit entries were dropped: they came faster than they could be written", { dropped: this.#dropped });
    this.#dropped = 0;
  }

  /** Newest first. What is still waiting is written before. */
  async find(query: AuditQuery): Promise<AuditPage> {
    await this.flush();
    return findEntries(this.#options.db, query);
  }

  /** All that fits and is there now, as a text. */
  async export(filter: AuditFilter, format: ExportFormat): Promise<() => ReadableStream<Uint8Array>> {
    await this.flush();
    const { db } = this.#options;
    const newest = db.get<{ id: number | null }>("SELECT max(id) AS id FROM id_audit")?.id ?? 0;
    return () => exportEntries(db, filter, { format, before: newest + 1 });
  }

  /** Names and reasons come from callers and plugins, who may have put anything there. */
  #redacted(entry: AuditEntry): AuditEntry {
    const { redact } = this.#options;
    if (!redact) return entry;
    const { method, reason, target } = entry;
    return {
      ...entry,
      method: redact(method),
      ...(reason === undefined ? {} : { reason: redact(reason) }),
      ...(target === undefined ? {} : { target: redactedValues(target, redact) }),
    };
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
  { caller, through, method, target, outcome, reason, traceId, time }: AuditEntry & { time: number },
): number {
  const { lastInsertRowid } = db.run(
    "INSERT INTO id_audit (time, caller_kind, caller_id, caller_name, role, through, method, outcome, reason, trace_id, " +
      "target) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
    target === undefined ? null : JSON.stringify(target),
  );
  return lastInsertRowid;
}

function redactedValues(target: NonNullable<AuditEntry["target"]>, redact: (text: string) => string) {
  return Object.fromEntries(
    Object.entries(target).map(([key, value]) => [key, typeof value === "string" ? redact(value) : value]),
  );
}

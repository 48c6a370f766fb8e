import type { Audience } from "../../bus/ports.ts";
import type { Clock, Logger } from "../../observe/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { BusEvent } from "../../sdk/channel/protocol.ts";
import { migrate } from "../../storage/mod.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import { ContentFolder } from "./content.ts";
import { mediaType } from "./media_type.ts";
import type { FileContent, FileStore, NewFile, StoredFile } from "./ports.ts";

export interface FileStoreOptions {
  db: Database;
  writer: Writer;
  dataDir: string;
  audience: Audience;
  clock: Clock;
  logger: Logger;
}

/** An upload that no plugin keeps within this time is removed. */
const PENDING_MS = 24 * 3_600_000;
const SWEEP_MS = 3_600_000;
/** Uploads of one person for one plugin that may wait to be kept. */
const MAX_PENDING = 200;

const COLUMNS =
  "id, plugin, owner, name, type, size_bytes AS sizeBytes, sha256, audience, kept, created_at AS createdAt";
type Row = Omit<StoredFile, "kept" | "createdAt"> & { kept: number; createdAt: number };

/** Opens the files below `<data>/files`. */
export function openFiles(options: FileStoreOptions): FileStore {
  migrate(options.db, "services_files", new URL("./migrations/", import.meta.url));
  return new SqliteFileStore(options);
}

class SqliteFileStore implements FileStore {
  readonly #options: FileStoreOptions;
  readonly #content: ContentFolder;
  /** Bytes under way by plugin: two uploads at once may not pass the limit together. */
  readonly #incoming = new Map<string, number>();
  #cancelSweep: () => void;
  #sweeping: Promise<void> = Promise.resolve();
  /** Who reads the folder as a whole now. */
  #holders = 0;
  readonly #heldBack = new Set<string>();

  constructor(options: FileStoreOptions) {
    this.#options = options;
    this.#content = new ContentFolder(`${options.dataDir}/files`);
    this.#cancelSweep = () => {};
    this.#sweepLater(0);
  }

  async add(file: NewFile, content: ReadableStream<Uint8Array>, signal?: AbortSignal): Promise<StoredFile> {
    const { plugin, owner } = file;
    if (!file.kept && this.#pendingOf(owner, plugin) >= MAX_PENDING) {
      await content.cancel();
      throw new RpcError("rate_limited", `${MAX_PENDING} uploads wait to be kept already`, { retryAfterMs: 60_000 });
    }
    const left = file.maxBytes - (file.reserved ? 0 : this.#incoming.get(plugin) ?? 0);
    const counted = countBytes(content, (bytes) => this.#count(plugin, bytes));
    try {
      const taken = await this.#content.take(counted.stream, Math.max(0, left), signal);
      const row: Row = {
        id: crypto.randomUUID(),
        plugin,
        owner,
        name: cleanName(file.name),
        type: await mediaType(taken.sample, file.type),
        sizeBytes: taken.sizeBytes,
        sha256: taken.sha256,
        audience: file.audience ?? "owner",
        kept: file.kept ? 1 : 0,
        createdAt: this.#options.clock.now(),
      };
      await this.#options.writer.write((db) =>
        db.run(
          "INSERT INTO svc_files (id, plugin, owner, name, type, size_bytes, sha256, audience, kept, created_at) " +
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          ...[row.id, row.plugin, row.owner, row.name, row.type],
          ...[row.sizeBytes, row.sha256, row.audience, row.kept, row.createdAt],
        )
      );
      return present(row);
    } finally {
      this.#count(plugin, -counted.bytes());
    }
  }

  get(id: string): StoredFile | undefined {
    const row = this.#options.db.get<Row>(`SELECT ${COLUMNS} FROM svc_files WHERE id = ?`, id);
    return row && present(row);
  }

  list(plugin: string, { after = "", limit }: { after?: string; limit: number }): StoredFile[] {
    const sql = `SELECT ${COLUMNS} FROM svc_files WHERE plugin = ? AND id > ? ORDER BY id LIMIT ?`;
    return this.#options.db.all<Row>(sql, plugin, after, limit).map(present);
  }

  async keep(id: string, audience: string): Promise<StoredFile> {
    await this.#options.writer.write((db) =>
      db.run("UPDATE svc_files SET kept = 1, audience = ? WHERE id = ?", audience, id)
    );
    const file = this.get(id);
    if (!file) throw new RpcError("not_found", `No file "${id}"`);
    return file;
  }

  async remove(id: string): Promise<boolean> {
    const removed = await this.#options.writer.write((db) =>
      db.all<{ sha256: string }>("DELETE FROM svc_files WHERE id = ? RETURNING sha256", id)
    );
    await this.#forget(removed);
    return removed.length > 0;
  }

  async removeAllOf(plugin: string): Promise<number> {
    const removed = await this.#options.writer.write((db) =>
      db.all<{ sha256: string }>("DELETE FROM svc_files WHERE plugin = ? RETURNING sha256", plugin)
    );
    await this.#forget(removed);
    return removed.length;
  }

  usedBytes(plugin: string): number {
    const sql = "SELECT coalesce(sum(size_bytes), 0) AS bytes FROM svc_files WHERE plugin = ?";
    return this.#options.db.get<{ bytes: number }>(sql, plugin)!.bytes;
  }

  async open(file: StoredFile, range = { from: 0, to: file.sizeBytes }): Promise<FileContent> {
    return { stream: await this.#content.open(file.sha256, range), sizeBytes: range.to - range.from };
  }

  mayRead(file: StoredFile, person: { id: string; role: string }): boolean {
    if (file.owner === person.id) return true;
    // The one decision about audiences is that of events; here it is about a file of the same source.
    const asEvent = { audience: file.audience, source: file.plugin } as BusEvent;
    return file.kept && this.#options.audience.allows(asEvent, person);
  }

  hold(): () => Promise<void> {
    this.#holders++;
    let held = true;
    return async () => {
      if (!held) return;
      held = false;
      if (--this.#holders > 0) return;
      const removed = [...this.#heldBack].map((sha256) => ({ sha256 }));
      this.#heldBack.clear();
      await this.#forget(removed);
    };
  }

  async close(): Promise<void> {
    this.#cancelSweep();
    await this.#sweeping;
  }

  #pendingOf(owner: string, plugin: string): number {
    const sql = "SELECT count(*) AS count FROM svc_files WHERE owner = ? AND plugin = ? AND kept = 0";
    return this.#options.db.get<{ count: number }>(sql, owner, plugin)!.count;
  }

  #count(plugin: string, bytes: number): void {
    const total = (this.#incoming.get(plugin) ?? 0) + bytes;
    if (total > 0) this.#incoming.set(plugin, total);
    else this.#incoming.delete(plugin);
  }

  /** Removes bytes that no row names any more. */
  async #forget(removed: { sha256: string }[]): Promise<void> {
    for (const sha256 of new Set(removed.map((row) => row.sha256))) {
      const sql = "SELECT 1 AS used FROM svc_files WHERE sha256 = ? LIMIT 1";
      if (this.#options.db.get(sql, sha256)) continue;
      if (this.#holders > 0) this.#heldBack.add(sha256);
      else await this.#content.remove(sha256);
    }
  }

  #sweepLater(delayMs: number): void {
    this.#cancelSweep = this.#options.clock.timer(delayMs, () => {
      this.#sweeping = this.#sweep().catch((error) => this.#options.logger.error("Files were not swept", { error }));
      this.#sweepLater(SWEEP_MS);
    });
  }

  async #sweep(): Promise<void> {
    const before = this.#options.clock.now() - PENDING_MS;
    const removed = await this.#options.writer.write((db) =>
      db.all<{ sha256: string }>(
        "DELETE FROM svc_files WHERE kept = 0 AND created_at < ? RETURNING sha256",
        before,
      )
    );
    if (removed.length > 0) this.#options.logger.info(`Removed ${removed.length} uploads that nobody kept`);
    await this.#forget(removed);
  }
}

function present(row: Row): StoredFile {
  return { ...row, kept: row.kept === 1, createdAt: new Date(row.createdAt).toISOString() };
}

/** A name as people see it: one line, no path. */
function cleanName(name: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what has to go
  const clean = name.split(/[/\\]/).at(-1)!.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "").trim();
  return clean.slice(0, 200) || "file";
}

function countBytes(content: ReadableStream<Uint8Array>, count: (bytes: number) => void) {
  let total = 0;
  const stream = content.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        total += chunk.length;
        count(chunk.length);
        controller.enqueue(chunk);
      },
    }),
  );
  return { stream, bytes: () => total };
}

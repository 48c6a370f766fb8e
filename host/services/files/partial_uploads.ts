import type { Clock, Logger } from "../../observe/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import type { FileStore, NewPartialUpload, PartialUpload, PartialUploads } from "./ports.ts";

/** One that nobody goes on with within this time is removed. */
const KEPT_MS = 24 * 3_600_000;
const SWEEP_MS = 3_600_000;
/** Of one person for one plugin at once. */
const MAX_OPEN = 50;

const COLUMNS =
  "id, plugin, owner, name, type, length_bytes AS lengthBytes, file_id AS fileId, created_at AS createdAt";
type Row = Omit<PartialUpload, "offset" | "expiresAt" | "type" | "fileId"> & {
  type: string | null;
  fileId: string | null;
  createdAt: number;
};

export interface PartialUploadsOptions {
  db: Database;
  writer: Writer;
  dataDir: string;
  files: FileStore;
  clock: Clock;
  logger: Logger;
}

/** Opens the uploads that come in pieces. Their table is one of {@linkcode openFiles}, which comes first. */
export function openPartialUploads(options: PartialUploadsOptions): PartialUploads {
  return new FolderOfPartialUploads(options);
}

class FolderOfPartialUploads implements PartialUploads {
  readonly #options: PartialUploadsOptions;
  readonly #folder: string;
  /** Those to which something is written now. */
  readonly #busy = new Set<string>();
  #cancelSweep: () => void = () => {};
  #sweeping: Promise<void> = Promise.resolve();

  constructor(options: PartialUploadsOptions) {
    this.#options = options;
    this.#folder = `${options.dataDir}/files/partial`;
    Deno.mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#sweepLater(0);
  }

  async begin({ plugin, owner, name, type, lengthBytes, maxBytes }: NewPartialUpload): Promise<PartialUpload> {
    const { db, writer, clock } = this.#options;
    const open = db.get<{ n: number }>(
      "SELECT count(*) AS n FROM svc_partial_uploads WHERE owner = ? AND plugin = ? AND file_id IS NULL",
      owner,
      plugin,
    )!.n;
    if (open >= MAX_OPEN) {
      throw new RpcError("rate_limited", `${MAX_OPEN} uploads are not finished yet`, { retryAfterMs: 60_000 });
    }
    const left = maxBytes - this.expectedBytes(plugin);
    if (lengthBytes > left) {
      throw new RpcError(
        "too_large",
        `The file has ${lengthBytes} bytes, and "${plugin}" takes at most ${Math.max(0, left)}`,
      );
    }
    const id = crypto.randomUUID();
    // Bytes first: a row without them is one whose bytes were lost.
    (await Deno.open(this.#path(id), { write: true, createNew: true, mode: 0o600 })).close();
    await writer.write((db) =>
      db.run(
        "INSERT INTO svc_partial_uploads (id, plugin, owner, name, type, length_bytes, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ...[id, plugin, owner, name.slice(0, 500), type?.slice(0, 200) ?? null, lengthBytes, clock.now()],
      )
    );
    if (lengthBytes === 0) await this.#finish(this.#row(id, owner)!);
    return (await this.get(id, owner))!;
  }

  async get(id: string, owner: string): Promise<PartialUpload | undefined> {
    const row = this.#row(id, owner);
    if (!row) return undefined;
    const offset = row.fileId === null ? await this.#sizeOf(id) : row.lengthBytes;
    return offset === undefined ? undefined : present(row, offset);
  }

  async append(
    id: string,
    owner: string,
    { offset, content }: { offset: number; content: ReadableStream<Uint8Array> },
  ): Promise<PartialUpload> {
    if (this.#busy.has(id)) {
      await content.cancel();
      throw new RpcError("conflict", "Something is written to this upload already", {
        hint: "Ask how far it is, then go on from there",
        retryAfterMs: 1_000,
      });
    }
    this.#busy.add(id);
    try {
      const upload = await this.get(id, owner);
      if (!upload) throw new RpcError("not_found", "No such upload");
      if (offset !== upload.offset) {
        throw new RpcError("conflict", `The upload has ${upload.offset} bytes, and what came begins at ${offset}`, {
          path: "/offset",
          hint: "Ask how far it is, then go on from there",
        });
      }
      if (upload.fileId !== undefined) return upload;
      const row = this.#row(id, owner)!;
      if (await this.#write(row, offset, content) === row.lengthBytes) await this.#finish(row);
      return (await this.get(id, owner))!;
    } finally {
      this.#busy.delete(id);
      // What was refused is not read.
      if (!content.locked) await content.cancel();
    }
  }

  async cancel(id: string, owner: string): Promise<boolean> {
    const row = this.#row(id, owner);
    if (!row) return false;
    if (this.#busy.has(id)) throw new RpcError("conflict", "Something is written to this upload now");
    await this.#remove([row]);
    return true;
  }

  expectedBytes(plugin: string): number {
    const sql =
      "SELECT coalesce(sum(length_bytes), 0) AS bytes FROM svc_partial_uploads WHERE plugin = ? AND file_id IS NULL";
    return this.#options.db.get<{ bytes: number }>(sql, plugin)!.bytes;
  }

  async close(): Promise<void> {
    this.#cancelSweep();
    await this.#sweeping;
  }

  /** Adds what comes, and answers how much there is. What came before a connection broke stays. */
  async #write({ id, lengthBytes }: Row, offset: number, content: ReadableStream<Uint8Array>): Promise<number> {
    using file = await Deno.open(this.#path(id), { write: true, append: true });
    const reader = content.getReader();
    let size = offset;
    try {
      for (;;) {
        // A connection that broke ends the piece: what came of it counts, and its sender asks how much that was.
        const { value: chunk, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
        if (done || chunk === undefined) break;
        if (size + chunk.length > lengthBytes) {
          throw new RpcError("too_large", `The upload was announced with ${lengthBytes} bytes, and more came`);
        }
        for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
        size += chunk.length;
      }
    } finally {
      reader.releaseLock();
      // What is acknowledged, and what is asked for after a broken connection, is on disk.
      await file.sync();
    }
    return size;
  }

  /** All of it is there: it becomes a file like any other that was uploaded. */
  async #finish({ id, plugin, owner, name, type, lengthBytes }: Row): Promise<void> {
    const { files, writer } = this.#options;
    const { readable } = await Deno.open(this.#path(id));
    const room = { maxBytes: lengthBytes, reserved: true };
    const wanted = { plugin, owner, name, kept: false, ...room, ...type === null ? {} : { type } };
    const file = await files.add(wanted, readable);
    await writer.write((db) => db.run("UPDATE svc_partial_uploads SET file_id = ? WHERE id = ?", file.id, id));
    await this.#removeBytes(id);
  }

  #row(id: string, owner: string): Row | undefined {
    return this.#options.db.get(`SELECT ${COLUMNS} FROM svc_partial_uploads WHERE id = ? AND owner = ?`, id, owner);
  }

  #path(id: string): string {
    return `${this.#folder}/${id}`;
  }

  async #sizeOf(id: string): Promise<number | undefined> {
    try {
      return (await Deno.stat(this.#path(id))).size;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  async #removeBytes(id: string): Promise<void> {
    await Deno.remove(this.#path(id)).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }

  async #remove(rows: Pick<Row, "id">[]): Promise<void> {
    const ids = JSON.stringify(rows.map(({ id }) => id));
    await this.#options.writer.write((db) =>
      db.run("DELETE FROM svc_partial_uploads WHERE id IN (SELECT value FROM json_each(?))", ids)
    );
    for (const { id } of rows) await this.#removeBytes(id);
  }

  #sweepLater(delayMs: number): void {
    this.#cancelSweep = this.#options.clock.timer(delayMs, () => {
      this.#sweeping = this.#sweep().catch((error) =>
        this.#options.logger.error("Uploads in pieces were not swept", { error })
      );
      this.#sweepLater(SWEEP_MS);
    });
  }

  async #sweep(): Promise<void> {
    const before = this.#options.clock.now() - KEPT_MS;
    const old = this.#options.db.all<Row>(
      `SELECT ${COLUMNS} FROM svc_partial_uploads WHERE created_at < ? LIMIT 1000`,
      before,
    ).filter(({ id }) => !this.#busy.has(id));
    if (old.length > 0) await this.#remove(old);
    // Bytes whose row never came to be, or was removed by a restored backup.
    for await (const { name } of Deno.readDir(this.#folder)) {
      if (!this.#options.db.get("SELECT 1 FROM svc_partial_uploads WHERE id = ?", name)) await this.#removeBytes(name);
    }
  }
}

function present(
  { id, plugin, owner, name, type, lengthBytes, fileId, createdAt }: Row,
  offset: number,
): PartialUpload {
  return {
    id,
    plugin,
    owner,
    name,
    lengthBytes,
    offset,
    ...type === null ? {} : { type },
    ...fileId === null ? {} : { fileId },
    expiresAt: new Date(createdAt + KEPT_MS).toISOString(),
  };
}

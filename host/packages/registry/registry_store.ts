import type { Logger } from "../../observe/ports.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import type { RegistryIndex } from "../ports.ts";
import { sha256 } from "../sha256.ts";
import { parseIndex } from "./index_file.ts";

/** What is pinned of a registry. */
export interface RegistryRow {
  url: string;
  state: "added" | "used" | "removed";
  name: string;
  publicKey: string;
  fingerprint: string;
  revision: number;
  indexSha256: string;
  expiresAt: string;
  private: boolean;
  addedBy: string;
  addedAt: string;
  checkedAt: string;
  problem?: string;
}

export interface RegistryStoreOptions {
  db: Database;
  writer: Writer;
  /** Folder of the kept indexes; made when it is needed. */
  folder: string;
  logger: Logger;
}

/** Pinned facts in the database; the bytes of each last good index in a file that is named for them. */
export class RegistryStore {
  constructor(readonly options: RegistryStoreOptions) {}

  rows(): RegistryRow[] {
    const { db } = this.options;
    return db.all<Omit<RegistryRow, "private" | "problem"> & { private: number; problem: string | null }>(
      "SELECT url, state, name, public_key AS publicKey, fingerprint, revision, index_sha256 AS indexSha256, " +
        "expires_at AS expiresAt, private, added_by AS addedBy, added_at AS addedAt, checked_at AS checkedAt, problem " +
        "FROM pkg_registries ORDER BY url",
    ).map(({ problem, ...row }) => ({ ...row, private: row.private === 1, ...(problem === null ? {} : { problem }) }));
  }

  /** The kept index of a registry; undefined when its file is gone or not the one that the database knows. */
  index(row: RegistryRow): RegistryIndex | undefined {
    const file = this.#file(row);
    try {
      const bytes = Deno.readFileSync(file);
      if (sha256(bytes) === row.indexSha256) return parseIndex(bytes, row.url);
      this.options.logger.warn(`The kept index of "${row.url}" was changed outside the host; it is read anew`);
    } catch (error) {
      this.options.logger.warn(`The kept index of "${row.url}" cannot be read; it is read anew`, {
        error: (error as Error).message,
      });
    }
    return undefined;
  }

  /** Removes what a host that was killed left in the folder. */
  sweep(rows: readonly RegistryRow[]): void {
    const kept = new Set(rows.map((row) => this.#file(row)));
    try {
      for (const { name } of Deno.readDirSync(this.options.folder)) {
        const path = `${this.options.folder}/${name}`;
        if (!kept.has(path)) Deno.removeSync(path);
      }
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      this.options.logger.warn(`"${this.options.folder}" could not be tidied: ${(error as Error).message}`);
    }
  }

  /** Stores a row, and with `bytes` a new index: its file is on disk before the row names it. */
  async put(row: RegistryRow, change: { bytes?: Uint8Array; before?: RegistryRow } = {}): Promise<void> {
    const { folder, writer } = this.options;
    const file = this.#file(row);
    if (change.bytes) {
      await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(file, change.bytes);
    }
    await writer.write((db) =>
      db.run(
        "INSERT OR REPLACE INTO pkg_registries (url, state, name, public_key, fingerprint, revision, index_sha256, " +
          "expires_at, private, added_by, added_at, checked_at, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ...[row.url, row.state, row.name, row.publicKey, row.fingerprint, row.revision, row.indexSha256, row.expiresAt],
        ...[row.private ? 1 : 0, row.addedBy, row.addedAt, row.checkedAt, row.problem ?? null],
      )
    );
    const old = change.before ? this.#file(change.before) : file;
    if (old !== file) await Deno.remove(old).catch(() => {});
  }

  #file({ url, indexSha256 }: RegistryRow): string {
    return `${this.options.folder}/${sha256(new TextEncoder().encode(url)).slice(0, 16)}-${
      indexSha256.slice(0, 32)
    }.json`;
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID()}`;
  try {
    {
      using file = await Deno.open(temporary, { write: true, createNew: true, mode: 0o600 });
      for (let rest = bytes; rest.byteLength > 0;) rest = rest.subarray(await file.write(rest));
      await file.syncData();
    }
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

import type { Clock } from "../../observe/ports.ts";
import { PackageError, type RegistryIndex, type RegistryInfo } from "../ports.ts";
import type { ReadIndex } from "./index_reader.ts";
import { checkExpiry, checkPins } from "./pins.ts";
import type { RegistryRow, RegistryStore } from "./registry_store.ts";

/** A registry that counts, with its last good index. */
export interface KnownRegistry {
  row: RegistryRow;
  /** Missing when its file was lost: it is there again after the next refresh. */
  index?: RegistryIndex;
}

/** The registries of this host in memory, in step with the store. */
export class KnownRegistries {
  readonly #store: RegistryStore;
  readonly #clock: Clock;
  readonly #rows = new Map<string, RegistryRow>();
  readonly #indexes = new Map<string, RegistryIndex>();
  readonly #listeners = new Set<() => void>();
  /** Hash of a package → the registry that revoked it. */
  #revoked = new Map<string, string>();
  /** URL of a registry that was removed → what it had revoked. */
  readonly #buried = new Map<string, ReadonlySet<string>>();

  constructor(store: RegistryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    const rows = store.rows();
    store.sweep(rows);
    for (const row of rows) {
      this.#rows.set(row.url, row);
      const index = store.index(row);
      if (index && row.state === "removed") this.#buried.set(row.url, new Set(index.revoked));
      else if (index) this.#indexes.set(row.url, index);
    }
    this.#collectRevoked();
  }

  /** Those that count, by URL. */
  all(): KnownRegistry[] {
    return [...this.#rows.values()].filter(({ state }) => state !== "removed").sort((a, b) => a.url < b.url ? -1 : 1)
      .map((row) => this.#known(row));
  }

  get(url: string): KnownRegistry | undefined {
    const row = this.#rows.get(url);
    return row && row.state !== "removed" ? this.#known(row) : undefined;
  }

  /** What was seen of a registry, also of one that was removed. */
  seen(url: string): RegistryRow | undefined {
    return this.#rows.get(url);
  }

  /** A registry that was removed still speaks about what came from it: `from` is the URL of the package's registry. */
  revokedBy(hash: string, from?: string): string | undefined {
    return this.#revoked.get(hash) ?? (from !== undefined && this.#buried.get(from)?.has(hash) ? from : undefined);
  }

  /** The origin of a URL when an admin has added a registry there while it was in a private network. */
  privateOrigin(url: URL): { privateOrigin?: string } {
    const added = this.all().some(({ row }) =>
      row.state === "added" && row.private && new URL(row.url).origin === url.origin
    );
    return added ? { privateOrigin: url.origin } : {};
  }

  /** Takes an index that was read, and pins what is not pinned yet. Throws {@linkcode PackageError}. */
  async accept(read: ReadIndex, as?: { state: "added" | "used"; by: string }): Promise<RegistryRow> {
    const before = this.#rows.get(read.url);
    checkPins(read, before);
    const now = this.#now();
    const kept = before && before.state !== "removed" ? before : undefined;
    const asNew = as && (!kept || (as.state === "added" && kept.state === "used"));
    const row: RegistryRow = {
      url: read.url,
      state: asNew ? as.state : kept!.state,
      name: read.index.registry.name,
      publicKey: read.publicKey,
      fingerprint: read.fingerprint,
      revision: read.index.revision,
      indexSha256: read.sha256,
      expiresAt: read.index.expires,
      private: as ? as.state === "added" && read.private : kept!.private,
      addedBy: asNew ? as.by : kept!.addedBy,
      addedAt: asNew ? now : kept!.addedAt,
      checkedAt: now,
    };
    const fresh = kept?.indexSha256 !== row.indexSha256 || !this.#indexes.has(row.url);
    await this.#store.put(row, { ...(fresh ? { bytes: read.bytes } : {}), ...(before ? { before } : {}) });
    this.#rows.set(row.url, row);
    this.#indexes.set(row.url, read.index);
    this.#buried.delete(row.url);
    if (fresh || kept.state !== row.state || kept.problem !== undefined) this.#changed();
    return row;
  }

  /** Notes why a registry could not be read. */
  async failed(url: string, error: PackageError): Promise<void> {
    const row = this.get(url)?.row;
    const problem = words(error);
    if (!row || row.problem === problem) return;
    const next = { ...row, problem };
    await this.#store.put(next);
    this.#rows.set(url, next);
    this.#changed();
  }

  async remove(url: string): Promise<boolean> {
    const row = this.get(url)?.row;
    if (!row) return false;
    const { problem: _, ...rest } = row;
    const removed: RegistryRow = { ...rest, state: "removed" };
    await this.#store.put(removed);
    this.#rows.set(url, removed);
    this.#buried.set(url, new Set(this.#indexes.get(url)?.revoked));
    this.#indexes.delete(url);
    this.#changed();
    return true;
  }

  info({ row, index }: KnownRegistry): RegistryInfo {
    const { url, name, publicKey, fingerprint, revision, addedBy, addedAt, checkedAt } = row;
    const problem = row.problem ?? this.#problemOf({ row, ...(index ? { index } : {}) });
    return {
      ...{ url, name, publicKey, fingerprint, revision, expires: row.expiresAt },
      plugins: index?.plugins.length ?? 0,
      ...{ addedBy, addedAt, checkedAt },
      ...(problem === undefined ? {} : { problem }),
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #known(row: RegistryRow): KnownRegistry {
    const index = this.#indexes.get(row.url);
    return { row, ...(index ? { index } : {}) };
  }

  #problemOf({ row, index }: KnownRegistry): string | undefined {
    if (!index) return "fetch_failed: Its kept index is gone, and it was not read since";
    try {
      checkExpiry({ url: row.url, expires: row.expiresAt }, this.#clock.now());
      return undefined;
    } catch (error) {
      return words(error as PackageError);
    }
  }

  #changed(): void {
    this.#collectRevoked();
    for (const listener of this.#listeners) listener();
  }

  #collectRevoked(): void {
    this.#revoked = new Map(
      [...this.#indexes].flatMap(([url, index]) => index.revoked.map((hash): [string, string] => [hash, url])),
    );
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

/** With the fault before it, for those who read it by program. */
function words(error: PackageError): string {
  return `${error.fault}: ${error.message}`;
}

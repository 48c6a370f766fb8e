import type { Database } from "../storage/ports.ts";
import { getVersion, type Version } from "./version_store.ts";

/** Versions that are kept in memory: those in use are few, and those of earlier runs leave with the oldest. */
const KNOWN_VERSIONS = 64;

/** Versions of scripts by hash, read once. */
export class VersionCache {
  readonly #versions = new Map<string, Version>();

  constructor(private readonly db: Database) {}

  get(hash: string): Version | undefined {
    let version = this.#versions.get(hash);
    if (!version) {
      version = getVersion(this.db, hash);
      if (!version) return undefined;
      if (this.#versions.size >= KNOWN_VERSIONS) this.#versions.delete(this.#versions.keys().next().value!);
      this.#versions.set(hash, version);
    }
    return version;
  }
}

import type { Database } from "../../storage/ports.ts";
import type { ResolvedSource } from "../ports.ts";
import type { Snapshot } from "./snapshots.ts";

/** Who signed a package. */
export interface Signer {
  publisher: string;
  /** Raw Ed25519 key in base64. */
  publicKey: string;
  fingerprint: string;
}

/** One version of a plugin on this machine. */
export interface InstalledPackage {
  plugin: string;
  /** SHA-256 of its archive. */
  hash: string;
  version: string;
  /** It is the one in use. */
  active: boolean;
  manifestHash: string;
  integrityHash: string;
  sizeBytes: number;
  /** Canonical. */
  source: string;
  sourceKind: ResolvedSource["kind"];
  registry?: { url: string; name: string };
  signer?: Signer;
  grantHash: string;
  /** ISO 8601. */
  installedAt: string;
  installedBy: string;
  /** When it was taken into use last. */
  usedAt: string;
  /** The data as it was when another version took over. */
  snapshot?: Snapshot;
}

/** Versions that are kept beside the one in use. */
export const KEPT_VERSIONS = 2;

interface Row {
  plugin: string;
  hash: string;
  version: string;
  active: number;
  manifest_hash: string;
  integrity_hash: string;
  size_bytes: number;
  source: string;
  source_kind: ResolvedSource["kind"];
  registry_url: string | null;
  registry_name: string | null;
  publisher: string | null;
  public_key: string | null;
  fingerprint: string | null;
  grant_hash: string;
  installed_at: string;
  installed_by: string;
  used_at: string;
  snapshot: string | null;
  snapshot_at: string | null;
  snapshot_bytes: number | null;
}

/** Everything that is installed, or of one plugin; what was used last comes first. */
export function readInstalled(db: Database, plugin?: string): InstalledPackage[] {
  const rows = plugin === undefined
    ? db.all<Row>("SELECT * FROM pkg_installed")
    : db.all<Row>("SELECT * FROM pkg_installed WHERE plugin = ?", plugin);
  return rows.map(packageOf).sort((a, b) => Number(b.active) - Number(a.active) || (a.usedAt < b.usedAt ? 1 : -1));
}

/** Takes a version into use, inside the caller's transaction: the one before it is kept, older ones are answered and gone. */
export function writeActive(db: Database, next: InstalledPackage, replaced?: Snapshot): InstalledPackage[] {
  const { plugin } = next;
  db.run(
    "UPDATE pkg_installed SET active = 0, snapshot = ?, snapshot_at = ?, snapshot_bytes = ? WHERE plugin = ? AND active = 1",
    replaced?.name ?? null,
    replaced?.at ?? null,
    replaced?.sizeBytes ?? null,
    plugin,
  );
  const row = rowOf({ ...next, active: true });
  const names = Object.keys(row);
  db.run(
    `INSERT OR REPLACE INTO pkg_installed (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
    ...Object.values(row),
  );
  const old = readInstalled(db, plugin).slice(1 + KEPT_VERSIONS);
  for (const { hash } of old) db.run("DELETE FROM pkg_installed WHERE plugin = ? AND hash = ?", plugin, hash);
  return old;
}

/** Forgets every version of a plugin, inside the caller's transaction. To whom its id belongs stays. */
export function forgetInstalled(db: Database, plugin: string): void {
  db.run("DELETE FROM pkg_installed WHERE plugin = ?", plugin);
  db.run("DELETE FROM pkg_undone WHERE plugin = ?", plugin);
}

function packageOf(row: Row): InstalledPackage {
  return {
    plugin: row.plugin,
    hash: row.hash,
    version: row.version,
    active: row.active === 1,
    manifestHash: row.manifest_hash,
    integrityHash: row.integrity_hash,
    sizeBytes: row.size_bytes,
    source: row.source,
    sourceKind: row.source_kind,
    ...(row.registry_url === null ? {} : { registry: { url: row.registry_url, name: row.registry_name ?? "" } }),
    ...(row.public_key === null ? {} : {
      signer: { publisher: row.publisher ?? "", publicKey: row.public_key, fingerprint: row.fingerprint ?? "" },
    }),
    grantHash: row.grant_hash,
    installedAt: row.installed_at,
    installedBy: row.installed_by,
    usedAt: row.used_at,
    ...(row.snapshot === null ? {} : {
      snapshot: { name: row.snapshot, at: row.snapshot_at ?? "", sizeBytes: row.snapshot_bytes ?? 0 },
    }),
  };
}

function rowOf(one: InstalledPackage): Omit<Row, "active"> & { active: number } {
  return {
    plugin: one.plugin,
    hash: one.hash,
    version: one.version,
    active: one.active ? 1 : 0,
    manifest_hash: one.manifestHash,
    integrity_hash: one.integrityHash,
    size_bytes: one.sizeBytes,
    source: one.source,
    source_kind: one.sourceKind,
    registry_url: one.registry?.url ?? null,
    registry_name: one.registry?.name ?? null,
    publisher: one.signer?.publisher ?? null,
    public_key: one.signer?.publicKey ?? null,
    fingerprint: one.signer?.fingerprint ?? null,
    grant_hash: one.grantHash,
    installed_at: one.installedAt,
    installed_by: one.installedBy,
    used_at: one.usedAt,
    snapshot: one.snapshot?.name ?? null,
    snapshot_at: one.snapshot?.at ?? null,
    snapshot_bytes: one.snapshot?.sizeBytes ?? null,
  };
}

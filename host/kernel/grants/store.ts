import type { Database, Writer } from "../../storage/ports.ts";
import { entriesOf, type Entry, keyOf, type PermissionKind, type Permissions } from "../permissions/mod.ts";

/** One decision about a permission. */
export interface Decision extends Entry {
  /** False: it was taken away, and no update or start gives it back. */
  granted: boolean;
  /** Given beyond what the manifest asks for. */
  extra: boolean;
  /** ISO 8601. */
  at: string;
  /** User id, or `host` for bundled plugins and dev mode. */
  by: string;
}

/** Somebody agrees to what a manifest asks for. */
export interface Consent {
  plugin: string;
  /** SHA-256 of plugin.json. */
  manifestHash: string;
  permissions: Permissions;
  at: string;
  by: string;
}

interface Row {
  kind: string;
  target: string;
  entry: string;
  granted: number;
  extra: number;
  at: string;
  by: string;
}

/** Who may what, in host.db. */
export class GrantStore {
  constructor(private readonly db: Database, private readonly writer: Writer) {}

  /** The hash of the manifest that was agreed to last. */
  consentedHash(plugin: string): string | undefined {
    return this.db.get<{ hash: string }>("SELECT manifest_hash AS hash FROM ker_grants WHERE plugin = ?", plugin)?.hash;
  }

  decisions(plugin: string): Map<string, Decision> {
    const rows = this.db.all<Row>(
      "SELECT kind, target, entry, granted, extra, decided_at AS at, decided_by AS by FROM ker_grant_entries " +
        "WHERE plugin = ? ORDER BY decided_at, kind, target",
      plugin,
    );
    return new Map(rows.map((row) => [keyOf(row), {
      kind: row.kind as PermissionKind,
      target: row.target,
      value: JSON.parse(row.entry),
      granted: row.granted === 1,
      extra: row.extra === 1,
      at: row.at,
      by: row.by,
    }]));
  }

  async consent(consent: Consent): Promise<void> {
    await this.writer.write((db) => writeConsent(db, consent));
  }

  async decide(plugin: string, decisions: Decision[]): Promise<void> {
    await this.writer.write((db) => {
      for (const decision of decisions) writeDecision(db, plugin, decision);
    });
  }
}

/**
 * Grants what a manifest asks for, inside the caller's transaction: what was taken away before stays away, what the
 * manifest no longer asks for is no longer held, what was given by hand is kept.
 */
export function writeConsent(db: Database, { plugin, manifestHash, permissions, at, by }: Consent): void {
  const entries = entriesOf(permissions);
  const asked = new Set(entries.map(keyOf));
  const held = db.all<{ kind: string; target: string }>(
    "SELECT kind, target FROM ker_grant_entries WHERE plugin = ? AND granted = 1 AND extra = 0",
    plugin,
  );
  for (const { kind, target } of held.filter((one) => !asked.has(keyOf(one)))) {
    db.run("DELETE FROM ker_grant_entries WHERE plugin = ? AND kind = ? AND target = ?", plugin, kind, target);
  }
  for (const { kind, target, value } of entries) {
    db.run(
      "INSERT INTO ker_grant_entries (plugin, kind, target, entry, granted, extra, decided_at, decided_by) " +
        "VALUES (?, ?, ?, ?, 1, 0, ?, ?) ON CONFLICT (plugin, kind, target) DO UPDATE SET entry = excluded.entry, extra = 0",
      plugin,
      kind,
      target,
      JSON.stringify(value),
      at,
      by,
    );
  }
  db.run(
    "INSERT OR REPLACE INTO ker_grants (plugin, manifest_hash, granted_at, granted_by) VALUES (?, ?, ?, ?)",
    plugin,
    manifestHash,
    at,
    by,
  );
}

/** Forgets every decision about a plugin, inside the caller's transaction: it is gone from this host. */
export function forgetGrants(db: Database, plugin: string): void {
  for (const table of ["ker_grants", "ker_grant_entries", "ker_permission_uses", "ker_private_types"]) {
    db.run(`DELETE FROM ${table} WHERE plugin = ?`, plugin);
  }
}

function writeDecision(db: Database, plugin: string, { kind, target, value, granted, extra, at, by }: Decision): void {
  db.run(
    "INSERT OR REPLACE INTO ker_grant_entries (plugin, kind, target, entry, granted, extra, decided_at, decided_by) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    plugin,
    kind,
    target,
    JSON.stringify(value),
    granted ? 1 : 0,
    extra ? 1 : 0,
    at,
    by,
  );
}

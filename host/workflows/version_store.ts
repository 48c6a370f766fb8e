import type { ScriptDescription } from "../sdk/workflow/protocol.ts";
import type { Database } from "../storage/ports.ts";
import type { Diagnostic } from "./ports.ts";
import type { Savers } from "./saves.ts";

/** One bundle of a script: what runs are pinned to. */
export interface Version {
  hash: string;
  name: string;
  description: ScriptDescription;
  createdAt: number;
  /** Whose rights it has; without them it is the folder's own. */
  savers?: Savers;
}

/** One file of the folder, with the version of it that is live, if any. */
export interface Script {
  /** Name of the file in the folder. */
  file: string;
  name: string;
  live?: Version;
  /** A newer one that an owner has to grant something first. */
  pending?: Version;
  /** Covers all from which the live version was made. */
  digest: string | null;
  /** Faults of what is in the file now; the live version is then an earlier one. */
  diagnostics: Diagnostic[];
  updatedAt: number;
}

/** Keeps a version for as long as runs need it. The same hash is the same version. */
export function saveVersion(db: Database, version: Version, bundle: Uint8Array, source: string): void {
  db.run(
    "INSERT INTO wf_versions (hash, name, bundle, description, source, created_at, savers) VALUES (?,?,?,?,?,?,?) " +
      "ON CONFLICT (hash) DO UPDATE SET description = excluded.description, savers = excluded.savers",
    version.hash,
    version.name,
    bundle,
    JSON.stringify(version.description),
    source,
    version.createdAt,
    version.savers ? JSON.stringify(version.savers) : null,
  );
}

export function getVersion(db: Database, hash: string): Version | undefined {
  const row = db.get<{ hash: string; name: string; description: string; created_at: number }>(
    "SELECT hash, name, description, created_at FROM wf_versions WHERE hash = ?",
    hash,
  );
  return row && {
    hash: row.hash,
    name: row.name,
    description: JSON.parse(row.description) as ScriptDescription,
    createdAt: row.created_at,
  };
}

/** Whose rights a version has now: somebody else may have saved the same text since it was read. */
export function saversOfVersion(db: Database, hash: string): Savers | undefined {
  const row = db.get<{ savers: string | null }>("SELECT savers FROM wf_versions WHERE hash = ?", hash);
  return row?.savers ? JSON.parse(row.savers) as Savers : undefined;
}

export function bundleOf(db: Database, hash: string): Uint8Array | undefined {
  return db.get<{ bundle: Uint8Array }>("SELECT bundle FROM wf_versions WHERE hash = ?", hash)?.bundle;
}

/** The script's text from which a version was made. */
export function sourceOf(db: Database, hash: string): string | undefined {
  return db.get<{ source: string }>("SELECT source FROM wf_versions WHERE hash = ?", hash)?.source;
}

export function saveScript(db: Database, script: Script): void {
  db.run(
    "INSERT INTO wf_scripts (file, name, hash, digest, diagnostics, updated_at, pending) VALUES (?,?,?,?,?,?,?) " +
      "ON CONFLICT (file) DO UPDATE SET name = excluded.name, hash = excluded.hash, digest = excluded.digest, " +
      "diagnostics = excluded.diagnostics, updated_at = excluded.updated_at, " +
      "pending = excluded.pending",
    script.file,
    script.name,
    script.live?.hash ?? null,
    script.digest,
    JSON.stringify(script.diagnostics),
    script.updatedAt,
    script.pending?.hash ?? null,
  );
}

export function removeScript(db: Database, file: string): void {
  db.run("DELETE FROM wf_scripts WHERE file = ?", file);
}

export function readScripts(db: Database): Script[] {
  const rows = db.all<Record<string, string | number | null>>("SELECT * FROM wf_scripts");
  return rows.map((row) => ({
    file: row.file as string,
    name: row.name as string,
    live: row.hash === null ? undefined : getVersion(db, row.hash as string),
    pending: row.pending === null ? undefined : getVersion(db, row.pending as string),
    digest: row.digest as string | null,
    diagnostics: JSON.parse(row.diagnostics as string) as Diagnostic[],
    updatedAt: row.updated_at as number,
  }));
}

/** Forgets versions that are neither live nor needed by a run. */
export function pruneVersions(db: Database): number {
  return db.run(
    "DELETE FROM wf_versions WHERE hash NOT IN (SELECT hash FROM wf_scripts WHERE hash IS NOT NULL UNION ALL " +
      "SELECT pending FROM wf_scripts WHERE pending IS NOT NULL) " +
      "AND NOT EXISTS (SELECT 1 FROM wf_runs WHERE wf_runs.hash = wf_versions.hash)",
  ).changes;
}

/** The triggers of another version that are of the run's kind: theirs may stand in another order. */
export function sameTriggers(
  { hash, candidates, triggerKind }: { hash: string; candidates: number[]; triggerKind: string },
  version: Version,
): number[] {
  if (hash === version.hash) return candidates;
  const found = version.description.triggers.flatMap(({ kind }, index) => (kind === triggerKind ? [index] : []));
  return found.length > 0 ? found : candidates;
}

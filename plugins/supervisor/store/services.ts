import type { PluginDatabase } from "@bulkhead/plugin";
import type { Actual, Desired, Health, LastEnd } from "../domain/status.ts";

export interface ServiceRow {
  name: string;
  source: "toml" | "registered";
  file: string | null;
  /** JSON, as it was given. */
  spec: string;
  desired: Desired;
  stopped_by: string | null;
  enabled: number;
}

export interface InstanceRow {
  service: string;
  actual: Actual;
  health: Health;
  since: string;
  reason: string | null;
  restarts: number;
  /** JSON: times of unstable ends, milliseconds since 1970. */
  unstable: string;
  pid: number | null;
  start_ticks: string | null;
  started_at: string | null;
  ready_at: string | null;
  /** JSON of {@linkcode LastEnd}. */
  last_end: string | null;
}

export interface HealthRow {
  at: string;
  kind: string;
  ok: number;
  ms: number;
  detail: string;
}

/** Samples that are kept of each service. */
const KEEP_SAMPLES = 500;

export function allServices(db: PluginDatabase): ServiceRow[] {
  return db.all("SELECT name, source, file, spec, desired, stopped_by, enabled FROM services ORDER BY name");
}

export function allInstances(db: PluginDatabase): InstanceRow[] {
  return db.all("SELECT * FROM instances");
}

export function saveService(db: PluginDatabase, row: ServiceRow): void {
  db.run(
    "INSERT INTO services (name, source, file, spec, desired, stopped_by, enabled, updated_at) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET source = excluded.source, file = excluded.file, " +
      "spec = excluded.spec, desired = excluded.desired, stopped_by = excluded.stopped_by, enabled = excluded.enabled, " +
      "updated_at = excluded.updated_at",
    ...[row.name, row.source, row.file, row.spec, row.desired, row.stopped_by, row.enabled],
    new Date().toISOString(),
  );
}

export function removeService(db: PluginDatabase, name: string): void {
  db.run("DELETE FROM services WHERE name = ?", name);
}

export function saveInstance(db: PluginDatabase, row: InstanceRow): void {
  db.run(
    "INSERT OR REPLACE INTO instances (service, actual, health, since, reason, restarts, unstable, pid, start_ticks, " +
      "started_at, ready_at, last_end) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? " +
      "WHERE EXISTS (SELECT 1 FROM services WHERE name = ?1)",
    ...[row.service, row.actual, row.health, row.since, row.reason, row.restarts, row.unstable, row.pid],
    ...[row.start_ticks, row.started_at, row.ready_at, row.last_end],
  );
}

export function addSamples(db: PluginDatabase, service: string, samples: HealthRow[]): void {
  for (const { at, kind, ok, ms, detail } of samples) {
    db.run(
      "INSERT INTO health_samples (service, at, kind, ok, ms, detail) SELECT ?, ?, ?, ?, ?, ? " +
        "WHERE EXISTS (SELECT 1 FROM services WHERE name = ?1)",
      ...[service, at, kind, ok, ms, detail],
    );
  }
  db.run(
    "DELETE FROM health_samples WHERE service = ? AND n <= " +
      "(SELECT n FROM health_samples WHERE service = ? ORDER BY n DESC LIMIT 1 OFFSET ?)",
    ...[service, service, KEEP_SAMPLES],
  );
}

/** Newest first. */
export function listSamples(db: PluginDatabase, service: string, limit: number): HealthRow[] {
  return db.all(
    "SELECT at, kind, ok, ms, detail FROM health_samples WHERE service = ? ORDER BY n DESC LIMIT ?",
    service,
    limit,
  );
}

export type { LastEnd };

import { plain } from "../../output.ts";

/** What `service.list` tells, as far as it is shown. */
export interface ServiceRow {
  name: string;
  desired: string;
  actual: string;
  health: string;
  since: string;
  reason?: string;
  restarts: number;
  pid?: number;
  startedAt?: string;
  after: { service: string; condition: string }[];
  lastEnd?: { at: string; reason: string; lastLines: string[] };
}

/** What `service.usage` tells. */
export interface UsageRow {
  name: string;
  rssBytes: number;
  cpuMs: number;
  processes: number;
}

/** What a table shows of a service, in the order of its columns. */
export const COLUMNS = ["name", "state", "up", "restarts", "cpu", "memory", "why"] as const;

/** The cells of one row. `cpu` is in percent of one core. */
export function cellsOf(row: ServiceRow, use: { cpu?: number; rssBytes?: number }, nowMs: number): string[] {
  const differs = (row.desired === "running") !== !["stopped", "disabled"].includes(row.actual);
  const state = differs ? `${row.actual} (wanted: ${row.desired})` : row.actual;
  const why = row.reason ?? (row.actual === "completed" || row.restarts > 0 ? row.lastEnd?.reason : undefined);
  return [
    plain(row.name),
    state,
    row.startedAt === undefined ? "" : span(nowMs - Date.parse(row.startedAt)),
    String(row.restarts),
    use.cpu === undefined ? "" : `${use.cpu.toFixed(use.cpu < 10 ? 1 : 0)} %`,
    use.rssBytes === undefined ? "" : megabytes(use.rssBytes),
    plain(why),
  ];
}

/** `45s`, `12m`, `3h 20m`, `5d`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h ${minutes % 60}m` : `${Math.floor(hours / 24)}d`;
}

function megabytes(bytes: number): string {
  const mb = bytes / 1024 ** 2;
  return mb < 1_024 ? `${mb.toFixed(mb < 10 ? 1 : 0)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}

/** Processor use between two answers, by name. */
export class CpuMeter {
  readonly #before = new Map<string, { cpuMs: number; atMs: number; percent?: number }>();

  /** Takes an answer; answers the percent of one core since the one before, where there was one. */
  take(rows: readonly UsageRow[], atMs: number): Map<string, number | undefined> {
    for (const { name, cpuMs } of rows) {
      const last = this.#before.get(name);
      const spanMs = last === undefined ? 0 : atMs - last.atMs;
      // One that began anew has used less than before.
      const percent = last === undefined || spanMs < 200
        ? last?.percent
        : Math.max(0, (cpuMs - last.cpuMs) / spanMs * 100);
      if (last === undefined || spanMs >= 200) {
        this.#before.set(name, { cpuMs, atMs, ...(percent === undefined ? {} : { percent }) });
      }
    }
    return new Map(rows.map(({ name }) => [name, this.#before.get(name)?.percent]));
  }
}

import type { AuditEntry, AuditFilter } from "../../../state/audit/audit_feed.ts";

/** What the address says. */
export interface AuditSearch {
  /** Id or handle of a person, or id of a plugin or workflow. */
  who?: string;
  method?: string;
  outcome?: AuditEntry["outcome"];
  text?: string;
  /** A span such as `1h`, or an ISO time. */
  since?: string;
  /** The entry in the detail pane. */
  entry?: number;
}

const OUTCOMES = ["allowed", "denied", "failed"];

/** Keeps what is known. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const read: AuditSearch = {};
  for (const name of ["who", "method", "text", "since"] as const) {
    const value = search[name];
    if ((typeof value === "string" || typeof value === "number") && value !== "") read[name] = String(value);
  }
  if (OUTCOMES.includes(String(search.outcome))) read.outcome = search.outcome as AuditEntry["outcome"];
  if (Number.isInteger(search.entry) && (search.entry as number) > 0) read.entry = search.entry as number;
  return read;
}

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The host's filter for what the address says. A span counts from `nowMs`, to the minute. */
export function auditFilterOf({ who, method, outcome, text, since }: AuditSearch, nowMs: number): AuditFilter {
  const span = /^(\d+)([mhd])$/.exec(since ?? "");
  const time = span
    ? Math.floor((nowMs - Number(span[1]) * UNIT_MS[span[2]!]!) / 60_000) * 60_000
    : Date.parse(since ?? "");
  return {
    ...(who ? { caller: who } : {}),
    ...(method ? { method } : {}),
    ...(outcome ? { outcome } : {}),
    ...(text ? { text } : {}),
    ...(Number.isNaN(time) ? {} : { from: new Date(time).toISOString() }),
  };
}

import { badConfig } from "./exit_error.ts";
import { suggestion } from "./settings.ts";

/** What bulkhead.toml says of the log. */
export interface LogSettings {
  /** Milliseconds that records are kept, 0 = no limit. */
  maxAgeMs: number;
  /** Bytes that the log may take, 0 = no limit; the oldest records go. */
  maxBytes: number;
}

const KEYS = ["keep-days", "keep-mb"] as const;
const DAY_MS = 86_400_000;

/**
 * The table `logs` of bulkhead.toml.
 *
 * ```toml
 * [logs]
 * keep-days = 7
 * keep-mb = 512
 * ```
 */
export function readLogs(table: unknown, options: { where: string }): LogSettings {
  const { where } = options;
  const settings: LogSettings = { maxAgeMs: 7 * DAY_MS, maxBytes: 512 * 1024 ** 2 };
  if (table === undefined) return settings;
  if (typeof table !== "object" || table === null || Array.isArray(table) || table instanceof Date) {
    throw badConfig(`The key "logs" in ${where} has to be a table`);
  }
  for (const [name, value] of Object.entries(table)) {
    const key = KEYS.find((known) => known === name.replaceAll("_", "-"));
    const at = `"logs.${name}" in ${where}`;
    if (!key) throw badConfig(`Unknown key ${at}${suggestion(name, KEYS)}: accepted are ${KEYS.join(", ")}`);
    const unit = key === "keep-days" ? "days" : "megabytes";
    if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
      throw badConfig(`Bad value ${JSON.stringify(String(value))} for ${at}: expected ${unit}, 0 for no limit`);
    }
    if (key === "keep-days") settings.maxAgeMs = value * DAY_MS;
    else settings.maxBytes = value * 1024 ** 2;
  }
  return settings;
}

import { badConfig } from "./exit_error.ts";
import { suggestion } from "./settings.ts";

/** How long and how many ended runs of workflows are kept; 0 = no limit. */
export interface KeepSettings {
  /** Milliseconds since the end. */
  maxAgeMs: number;
  /** Of one workflow. */
  maxRuns: number;
}

/** What bulkhead.toml says of workflows' runs. */
export interface RunSettings {
  keep: KeepSettings & {
    /** Bytes of long values of all runs together, 0 = no limit. */
    maxBytes: number;
  };
  /** Of single workflows, by name. */
  workflows: Record<string, Partial<KeepSettings>>;
  /** Steps that one run may have. */
  maxSteps: number;
}

const KEYS = ["keep-days", "keep-runs", "keep-mb", "max-steps"] as const;
const KEYS_OF_ONE = ["keep-days", "keep-runs"] as const;
const DAY_MS = 86_400_000;
const MAX_STEPS = 100_000;

/**
 * The table `runs` of bulkhead.toml: what is kept of the history, and how long a run may get. A table in it with the name
 * of a workflow says it for that one.
 *
 * ```toml
 * [runs]
 * keep-days = 30
 * keep-runs = 5000
 * keep-mb = 4096
 * max-steps = 10000
 *
 * [runs.nightly-backup]
 * keep-days = 365
 * ```
 */
export function readRuns(table: unknown, options: { where: string }): RunSettings {
  const { where } = options;
  const settings: RunSettings = {
    keep: { maxAgeMs: 30 * DAY_MS, maxRuns: 5_000, maxBytes: 4 * 1024 ** 3 },
    workflows: {},
    maxSteps: 10_000,
  };
  if (table === undefined) return settings;
  for (const [name, value] of entries(table, `"runs" in ${where}`)) {
    const at = `"runs.${name}" in ${where}`;
    switch (KEYS.find((known) => known === name.replaceAll("_", "-"))) {
      case "keep-days":
        settings.keep.maxAgeMs = amount(value, at, "days") * DAY_MS;
        break;
      case "keep-runs":
        settings.keep.maxRuns = whole(value, at);
        break;
      case "keep-mb":
        settings.keep.maxBytes = amount(value, at, "megabytes") * 1024 ** 2;
        break;
      case "max-steps":
        settings.maxSteps = steps(value, at);
        break;
      default:
        if (typeof value !== "object") throw unknownKey(at, name, KEYS);
        settings.workflows[name] = readOne(value, `runs.${name}`, where);
    }
  }
  return settings;
}

function readOne(table: unknown, path: string, where: string): Partial<KeepSettings> {
  const keep: Partial<KeepSettings> = {};
  for (const [name, value] of entries(table, `"${path}" in ${where}`)) {
    const at = `"${path}.${name}" in ${where}`;
    const key = KEYS_OF_ONE.find((known) => known === name.replaceAll("_", "-"));
    if (key === "keep-days") keep.maxAgeMs = amount(value, at, "days") * DAY_MS;
    else if (key === "keep-runs") keep.maxRuns = whole(value, at);
    else throw unknownKey(at, name, KEYS_OF_ONE);
  }
  return keep;
}

function entries(table: unknown, at: string): [string, unknown][] {
  if (typeof table === "object" && table !== null && !Array.isArray(table) && !(table instanceof Date)) {
    return Object.entries(table);
  }
  throw badConfig(`The key ${at} has to be a table`);
}

function unknownKey(at: string, name: string, keys: readonly string[]): Error {
  return badConfig(`Unknown key ${at}${suggestion(name, keys)}: accepted are ${keys.join(", ")}`);
}

function amount(value: unknown, at: string, unit: string): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw badConfig(`Bad value ${JSON.stringify(String(value))} for ${at}: expected ${unit}, 0 for no limit`);
}

function whole(value: unknown, at: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw badConfig(`Bad value ${JSON.stringify(String(value))} for ${at}: expected a number of runs, 0 for no limit`);
}

function steps(value: unknown, at: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MAX_STEPS) return value as number;
  throw badConfig(`Bad value ${JSON.stringify(String(value))} for ${at}: expected 1 to ${MAX_STEPS} steps`);
}

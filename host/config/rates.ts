import defaults from "../../schemas/rate_limits.json" with { type: "json" };
import { badConfig } from "./exit_error.ts";
import { suggestion } from "./settings.ts";

/** Calls per minute and method of one class of callers. A class that is missing is not limited. */
export interface RateConfig {
  perMinute: number;
  /** Exceptions by full method name. */
  methods?: Record<string, number>;
}

const CLASSES = ["person", "token", "plugin", "workflow"] as const;
export type RateSettings = Partial<Record<typeof CLASSES[number], RateConfig>>;

/**
 * The table `rates` of bulkhead.toml over the defaults of schemas/rate_limits.json. In dev mode there are no defaults:
 * only what the file names is limited. `per-minute = 0` lifts a limit.
 *
 * ```toml
 * [rates.token]
 * per-minute = 120
 * methods = { "chat.message.send" = 20 }
 * ```
 */
export function readRates(table: unknown, options: { dev: boolean; where: string }): RateSettings {
  const rates: RateSettings = options.dev ? {} : structuredClone(defaults);
  if (table === undefined) return rates;
  const classes = tableOf(table, `"rates" in ${options.where}`);
  for (const [name, value] of Object.entries(classes)) {
    const known = CLASSES.find((candidate) => candidate === name);
    if (!known) {
      throw badConfig(
        `Unknown key "rates.${name}" in ${options.where}${suggestion(name, CLASSES)}: accepted are ${
          CLASSES.join(", ")
        }`,
      );
    }
    const rate = readRate(`rates.${name}`, value, { before: rates[known], where: options.where });
    if (rate) rates[known] = rate;
    else delete rates[known];
  }
  return rates;
}

interface RateContext {
  before?: RateConfig;
  where: string;
}

function readRate(key: string, value: unknown, { before, where }: RateContext): RateConfig | undefined {
  const table = tableOf(value, `"${key}" in ${where}`);
  const rate: RateConfig = { perMinute: before?.perMinute ?? 0, methods: { ...before?.methods } };
  for (const [name, entry] of Object.entries(table)) {
    if (name === "per-minute" || name === "per_minute") rate.perMinute = perMinute(`${key}.${name}`, entry, where);
    else if (name === "methods") {
      for (const [method, limit] of Object.entries(tableOf(entry, `"${key}.methods" in ${where}`))) {
        rate.methods![method] = perMinute(`${key}.methods."${method}"`, limit, where);
      }
    } else throw badConfig(`Unknown key "${key}.${name}" in ${where}: accepted are per-minute, methods`);
  }
  const methods = Object.entries(rate.methods!).filter(([, limit]) => limit > 0);
  if (rate.perMinute === 0 && methods.length === 0) return undefined;
  return {
    perMinute: rate.perMinute === 0 ? Number.MAX_SAFE_INTEGER : rate.perMinute,
    ...(methods.length > 0 ? { methods: Object.fromEntries(methods) } : {}),
  };
}

function perMinute(key: string, value: unknown, where: string): number {
  const number = Number(value);
  if (typeof value !== "boolean" && Number.isSafeInteger(number) && number >= 0) return number;
  throw badConfig(
    `Bad value ${JSON.stringify(String(value))} for "${key}" in ${where}: expected calls per minute, 0 for no limit`,
  );
}

function tableOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)) {
    return value as Record<string, unknown>;
  }
  throw badConfig(`${what[0] === '"' ? "The key " : ""}${what} has to be a table`);
}

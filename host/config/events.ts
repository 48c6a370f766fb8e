import { badConfig } from "./exit_error.ts";
import { suggestion } from "./settings.ts";

/** What bulkhead.toml says of the event log. */
export interface EventSettings {
  /** Type patterns whose events need not be on disk before their publisher hears of it. */
  normal: string[];
  /** Type patterns whose events must, whatever a plugin says of them; beats `normal`. */
  full: string[];
  /** Milliseconds that events are kept, 0 = no limit. */
  maxAgeMs: number;
  /** Bytes that events may take, 0 = no limit. */
  maxBytes: number;
}

const KEYS = ["normal", "full", "max-age-days", "max-size-mb"] as const;
const PATTERN = /^(?=.{1,200}$)([A-Za-z0-9_-]+|\*)(\.([A-Za-z0-9_-]+|\*))*(\.\*\*)?$|^\*\*$/;
const DAY_MS = 86_400_000;

/**
 * The table `events` of bulkhead.toml. An event is `full` unless a pattern here, or the manifest of its plugin
 * (`"x-durability": "normal"` in the event's schema), says `normal`: then a power failure may take the last moments of it.
 *
 * ```toml
 * [events]
 * normal = ["supervisor.metrics.**"]
 * full = ["shop.**"]
 * max-age-days = 30
 * max-size-mb = 4096
 * ```
 */
export function readEvents(table: unknown, options: { where: string }): EventSettings {
  const { where } = options;
  const settings: EventSettings = { normal: [], full: [], maxAgeMs: 30 * DAY_MS, maxBytes: 4 * 1024 ** 3 };
  if (table === undefined) return settings;
  if (typeof table !== "object" || table === null || Array.isArray(table) || table instanceof Date) {
    throw badConfig(`The key "events" in ${where} has to be a table`);
  }
  for (const [name, value] of Object.entries(table)) {
    const key = KEYS.find((known) => known === name.replaceAll("_", "-"));
    const at = `"events.${name}" in ${where}`;
    switch (key) {
      case "normal":
      case "full":
        settings[key] = patterns(value, at);
        break;
      case "max-age-days":
        settings.maxAgeMs = amount(value, at, "days") * DAY_MS;
        break;
      case "max-size-mb":
        settings.maxBytes = amount(value, at, "megabytes") * 1024 ** 2;
        break;
      default:
        throw badConfig(`Unknown key ${at}${suggestion(name, KEYS)}: accepted are ${KEYS.join(", ")}`);
    }
  }
  return settings;
}

function patterns(value: unknown, at: string): string[] {
  if (!Array.isArray(value)) throw badConfig(`Bad value for ${at}: expected a list of event types or patterns`);
  for (const pattern of value) {
    if (typeof pattern === "string" && PATTERN.test(pattern)) continue;
    throw badConfig(
      `Bad value ${JSON.stringify(pattern)} in ${at}: expected an event type such as "chat.message.sent", ` +
        `or a pattern with "*" for one segment and "**" for any tail`,
    );
  }
  return value;
}

function amount(value: unknown, at: string, unit: string): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw badConfig(`Bad value ${JSON.stringify(String(value))} for ${at}: expected ${unit}, 0 for no limit`);
}

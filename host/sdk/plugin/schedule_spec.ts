import type { ScheduleSpec } from "../channel/protocol.ts";
import { durationMs } from "./duration.ts";

/** When a durable schedule is due; exactly one of `cron`, `every` and `at`. */
export type When =
  /** Five fields (minute, hour, day of month, month, day of week) or `@daily` and the like. `timezone` is an IANA name; default UTC. */
  | { cron: string; timezone?: string }
  /** `"30m"`, `"1d"` or milliseconds, at least 10 s; the first time after one interval. */
  | { every: string | number }
  /** A Date, milliseconds since 1970, or ISO 8601. */
  | { at: Date | string | number };

/** Shortest interval, in milliseconds: what is faster belongs in a timer of the process. */
export const MIN_EVERY_MS = 10_000;

const NICKNAMES = /^@(yearly|annually|monthly|weekly|daily|hourly)$/;
const FIELD = /^[\d*?,/LW#A-Za-z+-]+$/;
const NAME = /^[a-z][A-Za-z0-9_-]{0,63}(:[^\s:]{1,120})?$/;

/** Checks when something is to be due and brings it into the form of the channel. Throws TypeError. */
export function checkedSpec(when: When): ScheduleSpec {
  const given = (when ?? {}) as Partial<Record<"cron" | "timezone" | "every" | "at", unknown>>;
  const kinds = (["cron", "every", "at"] as const).filter((kind) => given[kind] !== undefined);
  if (kinds.length !== 1) {
    throw new TypeError(`A schedule has exactly one of cron, every and at; this has ${kinds.join(", ") || "none"}`);
  }
  if (given.every !== undefined) {
    const everyMs = durationMs(given.every as string | number);
    if (everyMs >= MIN_EVERY_MS) return { every: everyMs };
    throw new TypeError(
      `"${given.every}" is too short for a durable schedule: at least 10 s; ctx.schedule.every is for less`,
    );
  }
  if (given.at !== undefined) {
    const at = new Date(given.at as Date | string | number);
    if (!Number.isNaN(at.getTime())) return { at: at.toISOString() };
    throw new TypeError(`"${given.at}" is not a time: expected a Date, milliseconds since 1970, or ISO 8601`);
  }
  return { cron: checkedCron(given.cron), timezone: checkedTimezone(given.timezone ?? "UTC") };
}

/** Throws TypeError unless it is a handler's name, or that with a colon and a key behind it. */
export function checkScheduleName(name: string): void {
  if (NAME.test(name)) return;
  throw new TypeError(
    `"${name}" is not the name of a schedule: expected a handler's name such as "daily", or "reminder:42"`,
  );
}

/** The handler's name in the name of a schedule. */
export function handlerOf(name: string): string {
  return name.split(":", 1)[0]!;
}

/** The host reads it in full; this finds what is plainly wrong where it is written. */
function checkedCron(cron: unknown): string {
  const text = String(cron).trim();
  const fields = text.split(/\s+/);
  if (NICKNAMES.test(text) || (fields.length === 5 && fields.every((field) => FIELD.test(field)))) {
    return fields.join(" ");
  }
  throw new TypeError(`"${cron}" is not a cron expression: expected five fields such as "0 9 * * 1-5", or "@daily"`);
}

function checkedTimezone(timezone: unknown): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: String(timezone) });
    return String(timezone);
  } catch {
    throw new TypeError(`"${timezone}" is not a time zone: expected an IANA name such as "Europe/Berlin"`);
  }
}

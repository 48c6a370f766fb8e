/** Words for times and durations, the same in the whole cockpit. */
import { type KitLanguage, type KitWord, kitWord } from "./i18n/words.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const DATE: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
const EXACT: Intl.DateTimeFormatOptions = { dateStyle: "full", timeStyle: "medium" };
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };

/** Making a formatter takes longer than all else about a row of a list; these are made once a language. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(kind: "date" | "exact" | "clock", time: number, locale: string | undefined): string {
  const key = `${kind} ${locale ?? ""}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    const options = { date: DATE, exact: EXACT, clock: CLOCK }[kind];
    formatters.set(key, formatter = new Intl.DateTimeFormat(locale, options));
  }
  return formatter.format(time);
}

/** How a time is told; default English, with dates as the browser writes them. */
export interface TimeWords {
  language?: KitLanguage;
  /** BCP 47. */
  locale?: string;
}

/** "now", "2 min ago", "3 h ago", "4 d ago", then the date; future times as "in 5 min". */
export function relativeTime(time: number, now: number, { language = "en", locale }: TimeWords = {}): string {
  const ago = now - time;
  const size = Math.abs(ago);
  const word = (text: KitWord, values?: Record<string, string | number>) => kitWord(language, text, values);
  if (size < 10_000) return word("now");
  if (size > 14 * DAY) return format("date", time, locale);
  const days = Math.round(size / DAY);
  const words = size < MINUTE
    ? word("{count} s", { count: Math.round(size / 1000) })
    : size < HOUR
    ? word("{count} min", { count: Math.round(size / MINUTE) })
    : size < DAY
    ? word("{count} h", { count: Math.round(size / HOUR) })
    : days === 1
    ? word("1 d")
    : word("{count} d", { count: days });
  return word(ago >= 0 ? "{time} ago" : "in {time}", { time: words });
}

/** Day, date and time to the second; `locale` default the browser's. */
export function exactTime(time: number, locale?: string): string {
  return format("exact", time, locale);
}

/** Hours and minutes of a message; `locale` default the browser's. */
export function clockTime(time: number, locale?: string): string {
  return format("clock", time, locale);
}

/** "850 µs", "12 ms", "1.4 s", "3 min 5 s", "2 h 10 min". */
export function duration(ms: number): string {
  if (ms < 1) return `${Math.max(0, Math.round(ms * 1000))} µs`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)} s`;
  if (ms < HOUR) return twoUnits(ms / 1000, "min", "s");
  if (ms < DAY) return twoUnits(ms / MINUTE, "h", "min");
  return twoUnits(ms / HOUR, "d", "h", 24);
}

/** `count` of the smaller unit as both units, the smaller one left out when it is nothing. */
function twoUnits(count: number, large: string, small: string, size = 60): string {
  const whole = Math.round(count);
  const rest = whole % size;
  return `${Math.floor(whole / size)} ${large}${rest > 0 ? ` ${rest} ${small}` : ""}`;
}

/** "12 MB"; powers of 1024. */
export function bytes(size: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

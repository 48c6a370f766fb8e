/** Words for times and durations, the same in the whole cockpit. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Making a formatter takes longer than all else about a row of a list; these are made once. */
const DATE = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** "now", "2 min ago", "3 h ago", "4 d ago", then the date; future times as "in 5 min". */
export function relativeTime(time: number, now: number): string {
  const ago = now - time;
  const size = Math.abs(ago);
  if (size < 10_000) return "now";
  if (size > 14 * DAY) {
    return DATE.format(time);
  }
  const words = size < MINUTE
    ? `${Math.round(size / 1000)} s`
    : size < HOUR
    ? `${Math.round(size / MINUTE)} min`
    : size < DAY
    ? `${Math.round(size / HOUR)} h`
    : `${Math.round(size / DAY)} d`;
  return ago >= 0 ? `${words} ago` : `in ${words}`;
}

/** Day, date and time to the second. */
export function exactTime(time: number): string {
  return EXACT.format(time);
}

/** Hours and minutes of a message. */
export function clockTime(time: number): string {
  return CLOCK.format(time);
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

import type { Preferences } from "./personal.ts";

/** Whether a time falls into somebody's quiet hours; those that go over midnight belong to the day on which they begin. */
export function isQuiet(hours: Preferences["quietHours"], now: Date): boolean {
  if (hours === null) return false;
  const { minute, weekday } = localTime(now, hours.timezone);
  const from = minutes(hours.from), to = minutes(hours.to);
  if (from === to) return hours.weekdays.includes(weekday);
  if (from < to) return hours.weekdays.includes(weekday) && minute >= from && minute < to;
  if (minute >= from) return hours.weekdays.includes(weekday);
  return minute < to && hours.weekdays.includes((weekday + 6) % 7);
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function localTime(now: Date, timeZone: string): { minute: number; weekday: number } {
  const format = (zone: string) =>
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  let parts: Intl.DateTimeFormatPart[];
  try {
    parts = format(timeZone).formatToParts(now);
  } catch {
    // A name that this machine's tables do not know.
    parts = format("UTC").formatToParts(now);
  }
  const part = (type: string) => parts.find((each) => each.type === type)!.value;
  return { minute: Number(part("hour")) * 60 + Number(part("minute")), weekday: DAYS.indexOf(part("weekday")) };
}

function minutes(clock: string): number {
  const [hour, minute] = clock.split(":").map(Number);
  return hour! * 60 + minute!;
}

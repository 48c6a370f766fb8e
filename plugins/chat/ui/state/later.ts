import { locale, t } from "../i18n/language.ts";
/** Times that are offered for what is sent later: in an hour, next morning, Monday morning. */
export function laterTimes(now: Date): Date[] {
  const hour = new Date(now.getTime() + 3_600_000);
  hour.setSeconds(0, 0);
  const evening = at(now, 0, 18);
  const morning = at(now, 1, 9);
  const monday = at(now, ((8 - now.getDay()) % 7) || 7, 9);
  const times = [hour, ...(evening.getTime() > hour.getTime() ? [evening] : []), morning];
  return monday.getTime() === morning.getTime() ? times : [...times, monday];
}

function at(now: Date, days: number, hour: number): Date {
  const time = new Date(now);
  time.setDate(time.getDate() + days);
  time.setHours(hour, 0, 0, 0);
  return time;
}

/** A coming time in words: `today at 18:00`, `Monday at 09:00`. */
export function timeWords(time: Date, now: Date = new Date()): string {
  const clock = time.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
  const days = Math.round((at(time, 0, 0).getTime() - at(now, 0, 0).getTime()) / 86_400_000);
  if (days === 0) return t("today at {clock}", { clock });
  if (days === 1) return t("tomorrow at {clock}", { clock });
  const day = days > 0 && days < 7
    ? time.toLocaleDateString(locale(), { weekday: "long" })
    : time.toLocaleDateString(locale(), { day: "numeric", month: "long" });
  return t("{day} at {clock}", { day, clock });
}

/** A time as a field of day and time has it, where this person is. */
export function localTime(time: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

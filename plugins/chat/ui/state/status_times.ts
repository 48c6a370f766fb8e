import { type Text, text } from "../i18n/language.ts";

/** How long a status stands. */
export type StatusTime = "half_hour" | "hour" | "four_hours" | "today" | "week" | "never";

export const STATUS_TIMES: { value: StatusTime; label: Text }[] = [
  { value: "half_hour", label: text("30 minutes") },
  { value: "hour", label: text("1 hour") },
  { value: "four_hours", label: text("4 hours") },
  { value: "today", label: text("Today") },
  { value: "week", label: text("This week") },
  { value: "never", label: text("Until you clear it") },
];

/** What is offered with one press. */
export const STATUS_PRESETS: { emoji: string; text: Text; time: StatusTime }[] = [
  { emoji: "📅", text: text("In a meeting"), time: "hour" },
  { emoji: "🍽️", text: text("At lunch"), time: "hour" },
  { emoji: "🚌", text: text("On the way"), time: "half_hour" },
  { emoji: "🎧", text: text("Focusing"), time: "four_hours" },
  { emoji: "🏠", text: text("Working from home"), time: "today" },
  { emoji: "🤒", text: text("Out sick"), time: "today" },
  { emoji: "🌴", text: text("On holiday"), time: "never" },
];

const MINUTE = 60_000;

/** When a status clears by itself; undefined: never. Days and weeks end at midnight where this person is. */
export function statusUntil(time: StatusTime, now: Date): Date | undefined {
  const midnight = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  switch (time) {
    case "half_hour":
      return new Date(now.getTime() + 30 * MINUTE);
    case "hour":
      return new Date(now.getTime() + 60 * MINUTE);
    case "four_hours":
      return new Date(now.getTime() + 240 * MINUTE);
    case "today":
      return midnight(1);
    case "week":
      return midnight(((8 - now.getDay()) % 7) || 7);
    case "never":
      return undefined;
  }
}

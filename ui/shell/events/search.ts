import type { EventFilter } from "../../state/events/event_feed.ts";

/** What the address says beside the tab. */
export interface EventsSearch {
  /** Type patterns, with blanks between. */
  types?: string;
  source?: string;
  subject?: string;
  text?: string;
  /** A span such as `1h`, or an ISO time. */
  since?: string;
  /** The event in the detail pane. */
  seq?: number;
  /** The consumer in the detail pane, or the one whose dead letters are shown. */
  consumer?: string;
  /** The dead letter in the detail pane. */
  letter?: number;
  /** 1: the flow shows only what fails or waits. */
  trouble?: number;
}

const TEXTS = ["types", "source", "subject", "text", "since", "consumer"] as const;
const NUMBERS = ["seq", "letter", "trouble"] as const;

/** Keeps what is known; of numbers only positions and ids. */
export function readEventsSearch(search: Record<string, unknown>): EventsSearch {
  const read: EventsSearch = {};
  for (const name of TEXTS) {
    const value = search[name];
    if ((typeof value === "string" || typeof value === "number") && value !== "") read[name] = String(value);
  }
  for (const name of NUMBERS) {
    const value = Number(search[name]);
    if (Number.isInteger(value) && value > 0) read[name] = value;
  }
  return read;
}

export const SPANS = [
  { value: "", label: "Any time" },
  { value: "5m", label: "Last 5 minutes" },
  { value: "1h", label: "Last hour" },
  { value: "1d", label: "Last day" },
  { value: "7d", label: "Last week" },
];

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The host's filter for what the address says. A span counts from now, to the minute. */
export function filterOf({ types, source, subject, text, since }: EventsSearch, nowMs: number): EventFilter {
  const patterns = (types ?? "").split(/[\s,]+/).filter(Boolean);
  const span = /^(\d+)([mhd])$/.exec(since ?? "");
  const time = span
    ? Math.floor((nowMs - Number(span[1]) * UNIT_MS[span[2]!]!) / 60_000) * 60_000
    : Date.parse(since ?? "");
  return {
    ...(patterns.length > 0 ? { types: patterns } : {}),
    ...(source ? { source } : {}),
    ...(subject ? { subject } : {}),
    ...(text ? { text } : {}),
    ...(Number.isNaN(time) ? {} : { sinceTime: new Date(time).toISOString() }),
  };
}

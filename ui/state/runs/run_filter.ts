import type { RunInfo } from "../wire.ts";

/** What the address of a list of runs says. */
export interface RunsSearch {
  workflow?: string;
  /** States, with blanks between. */
  state?: string;
  /** What began them, with blanks between; `time` is a schedule of either kind. */
  trigger?: string;
  /** A span such as `1h`. */
  since?: string;
  text?: string;
}

/** The host's filter. */
export interface RunFilter {
  name?: string;
  state?: string[];
  trigger?: string[];
  /** ISO 8601. */
  since?: string;
  text?: string;
}

export const RUN_STATES = ["running", "waiting", "sleeping", "queued", "paused", "failed", "succeeded", "cancelled"];
export const TRIGGERS = [
  { value: "event", label: "Event" },
  { value: "manual", label: "By hand" },
  { value: "time", label: "Schedule" },
  { value: "hook", label: "Webhook" },
  { value: "call", label: "Call" },
  { value: "replay", label: "Replay" },
];
export const RUN_SPANS = [
  { value: "", label: "Any time" },
  { value: "15m", label: "Last 15 minutes" },
  { value: "1h", label: "Last hour" },
  { value: "1d", label: "Last day" },
  { value: "7d", label: "Last week" },
];
const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const NAMES = ["workflow", "state", "trigger", "since", "text"] as const;

/** Keeps what is known and leaves out what is empty. */
export function readRunsSearch(search: Record<string, unknown>): RunsSearch {
  const read: RunsSearch = {};
  for (const name of NAMES) {
    const value = search[name];
    if ((typeof value === "string" || typeof value === "number") && value !== "") read[name] = String(value);
  }
  return read;
}

/** The host's filter for what the address says. A span counts from now, to the minute. */
export function runFilterOf(search: RunsSearch, nowMs: number): RunFilter {
  const states = wordsOf(search.state).filter((state) => RUN_STATES.includes(state));
  const triggers = wordsOf(search.trigger)
    .filter((kind) => TRIGGERS.some(({ value }) => value === kind))
    .flatMap((kind) => (kind === "time" ? ["cron", "every"] : [kind]));
  const span = /^(\d+)([mhd])$/.exec(search.since ?? "");
  const since = span && Math.floor((nowMs - Number(span[1]) * UNIT_MS[span[2]!]!) / 60_000) * 60_000;
  const text = search.text?.trim();
  return {
    ...(search.workflow ? { name: search.workflow } : {}),
    ...(states.length > 0 ? { state: states } : {}),
    ...(triggers.length > 0 ? { trigger: triggers } : {}),
    ...(since ? { since: new Date(since).toISOString() } : {}),
    ...(text ? { text } : {}),
  };
}

/** Does the filter show a run? Of a text the page knows less than the host: what it cannot tell it leaves out. */
export function fitsFilter(run: RunInfo, { name, state, trigger, since, text }: RunFilter): boolean {
  if (name !== undefined && run.name !== name) return false;
  if (state && !state.includes(run.state)) return false;
  if (trigger) {
    const replay = run.origin !== undefined;
    if (replay ? !trigger.includes("replay") : !trigger.includes(run.triggerKind ?? "")) return false;
  }
  if (since !== undefined && (run.createdAt ?? run.startedAt) < since) return false;
  if (text === undefined) return true;
  const words = text.toLowerCase();
  if (/^run_[0-9a-z]*$/.test(words)) return run.id.startsWith(words);
  return [run.id, run.reason, run.error?.message, run.trigger].some((each) => each?.toLowerCase().includes(words));
}

/** Puts a word into a list of words, or takes it out. */
export function toggleWord(list: string | undefined, word: string): string | undefined {
  const words = wordsOf(list);
  const next = words.includes(word) ? words.filter((each) => each !== word) : [...words, word];
  return next.join(" ") || undefined;
}

export function wordsOf(list: string | undefined): string[] {
  return (list ?? "").split(/[\s,]+/).filter(Boolean);
}

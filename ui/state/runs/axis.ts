/**
 * How time is laid along a line: `scale`: evenly; `short`: long stretches in which nothing begins or ends take less
 * room, so that milliseconds beside days are still seen.
 */
export type AxisMode = "scale" | "short";

export interface Axis {
  /** Per cent of the width at a time; between 0 and 100. */
  at(timeMs: number): number;
  /** Times that get a line, as milliseconds from the start, and where. */
  ticks: { ms: number; percent: number }[];
  startMs: number;
  endMs: number;
}

/** Boundaries that count for the stretches; more would only be blurred. */
const MAX_STRETCHES = 400;
/** Per cent that two lines with words are apart at least. */
const TICK_GAP = 12;

/** Lays out the time between two moments. `moments`: when something begins or ends. */
export function layAxis(startMs: number, endMs: number, moments: number[], mode: AxisMode): Axis {
  const end = Math.max(endMs, startMs + 1);
  if (mode === "scale") {
    const at = (time: number) => clamp(((time - startMs) / (end - startMs)) * 100);
    return { at, startMs, endMs: end, ticks: ticks(end - startMs).map((ms) => ({ ms, percent: at(startMs + ms) })) };
  }
  const inner = moments.filter((time) => time > startMs && time < end);
  const sorted = [...new Set([startMs, ...thinned(inner), end])].sort((a, b) => a - b);
  const places = [0];
  // The logarithm keeps the order of sizes: a day is longer than an hour, but not 24 times.
  for (let index = 1; index < sorted.length; index++) {
    places.push(places[index - 1]! + Math.log2(1 + sorted[index]! - sorted[index - 1]!));
  }
  const total = places.at(-1)!;
  const at = (time: number): number => {
    if (time <= startMs) return 0;
    if (time >= end) return 100;
    const index = upper(sorted, time);
    const from = sorted[index - 1]!;
    const share = (time - from) / (sorted[index]! - from);
    return ((places[index - 1]! + share * (places[index]! - places[index - 1]!)) / total) * 100;
  };
  const marks: Axis["ticks"] = [];
  for (const time of sorted.slice(1, -1)) {
    const percent = at(time);
    if (percent - (marks.at(-1)?.percent ?? 0) >= TICK_GAP && percent < 95) marks.push({ ms: time - startMs, percent });
  }
  return { at, startMs, endMs: end, ticks: marks };
}

/** A handful of round times below `totalMs`. */
export function ticks(totalMs: number): number[] {
  const raw = totalMs / 4;
  const step = STEPS.find((size) => size >= raw) ?? Math.ceil(raw / DAY) * DAY;
  const list: number[] = [];
  for (let at = step; at < totalMs * 0.97; at += step) list.push(at);
  return list;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 5, 10].map((count) => count * DAY),
];

function thinned(moments: number[]): number[] {
  if (moments.length <= MAX_STRETCHES) return moments;
  const sorted = moments.sort((a, b) => a - b);
  const every = sorted.length / MAX_STRETCHES;
  return Array.from({ length: MAX_STRETCHES }, (_, index) => sorted[Math.floor(index * every)]!);
}

/** Index of the first item above a value. */
function upper(sorted: number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

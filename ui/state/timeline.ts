import type { StepInfo } from "./wire.ts";

/** A step as a bar of a waterfall: from and width in per cent of the run's time. */
export interface TimelineBar {
  step: StepInfo;
  fromPercent: number;
  widthPercent: number;
  durationMs: number;
}

export interface Timeline {
  bars: TimelineBar[];
  startMs: number;
  totalMs: number;
  /** Round times at which a line is drawn, in milliseconds from the start. */
  ticksMs: number[];
}

/** Lays the steps of a run out to scale. A step that has not ended reaches to `now`. */
export function layTimeline(run: { startedAt: string; endedAt?: string; steps: StepInfo[] }, now: number): Timeline {
  const startMs = Date.parse(run.startedAt);
  const ends = run.steps.map((step) => (step.endedAt ? Date.parse(step.endedAt) : step.startedAt ? now : startMs));
  const endMs = Math.max(run.endedAt ? Date.parse(run.endedAt) : now, ...ends, startMs + 1);
  const totalMs = endMs - startMs;
  const bars = run.steps.map((step, index) => {
    const from = step.startedAt ? Math.max(Date.parse(step.startedAt), startMs) : ends[index]!;
    const durationMs = Math.max(0, ends[index]! - from);
    return {
      step,
      durationMs,
      fromPercent: ((from - startMs) / totalMs) * 100,
      widthPercent: (durationMs / totalMs) * 100,
    };
  });
  return { bars, startMs, totalMs, ticksMs: ticks(totalMs) };
}

/** A handful of round times below `totalMs`. */
export function ticks(totalMs: number): number[] {
  const raw = totalMs / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(raw, 1)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw) ?? raw;
  const list: number[] = [];
  for (let at = step; at < totalMs * 0.97; at += step) list.push(at);
  return list;
}

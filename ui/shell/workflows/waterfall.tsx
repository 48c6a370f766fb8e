import { cx, duration, lookOf, StateIcon, toneFill, useNow } from "@bulkhead/kit";
import { layTimeline, type TimelineBar } from "../../state/timeline.ts";
import type { RunDetail } from "../../state/wire.ts";

/** The steps of a run to scale: names at the left, time to the right. */
export function Waterfall(
  { run, chosen, onChoose }: { run: RunDetail; chosen?: string; onChoose(step: string): void },
) {
  const now = useNow();
  if (run.steps.length === 0) {
    return <p className="text-13 text-ink-2">No step yet. Each call to a plugin and each named step shows up here.</p>;
  }
  const timeline = layTimeline(run, now);
  return (
    <div className="rounded-card border border-line">
      <div
        className="grid h-7 grid-cols-[minmax(140px,38%)_1fr] items-center border-b border-line text-[11px] text-ink-3"
        aria-hidden
      >
        <span className="px-3">Step</span>
        <span className="relative mr-16 h-full">
          {timeline.ticksMs.map((at) => (
            <span
              key={at}
              className="tabular absolute top-1.5 -translate-x-1/2 whitespace-nowrap"
              style={{ left: `${(at / timeline.totalMs) * 100}%` }}
            >
              {duration(at)}
            </span>
          ))}
        </span>
      </div>
      <ul>
        {timeline.bars.map((bar) => (
          <li key={bar.step.id} className="border-b border-line last:border-0">
            <StepRow
              bar={bar}
              ticks={timeline.ticksMs.map((at) => (at / timeline.totalMs) * 100)}
              chosen={chosen === bar.step.id}
              onChoose={onChoose}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface StepRowProps {
  bar: TimelineBar;
  ticks: number[];
  chosen: boolean;
  onChoose(step: string): void;
}

function StepRow({ bar, ticks, chosen, onChoose }: StepRowProps) {
  const { step } = bar;
  const look = lookOf(step.state);
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={() => onChoose(step.id)}
      className={cx(
        "ring-in grid h-9 w-full grid-cols-[minmax(140px,38%)_1fr] items-center text-left",
        chosen ? "bg-active" : "hover:bg-hover",
      )}
    >
      <span className="flex min-w-0 items-center gap-2 px-3">
        <StateIcon state={step.state} size={14} />
        <span className="min-w-0 truncate text-13">{step.name}</span>
        {step.attempts > 1 && <span className="tabular shrink-0 text-[11px] text-warn-ink">×{step.attempts}</span>}
      </span>
      <span className="relative mr-16 h-full">
        {ticks.map((at) => <span key={at} className="absolute inset-y-0 w-px bg-line" style={{ left: `${at}%` }} />)}
        <span
          className={cx("absolute top-1/2 h-3 min-w-[3px] -translate-y-1/2 rounded-[3px]", toneFill(look.tone))}
          style={{ left: `min(${bar.fromPercent}%, calc(100% - 3px))`, width: `${bar.widthPercent}%` }}
        />
        <span
          className="tabular absolute top-1/2 -translate-y-1/2 pl-1.5 text-[11px] whitespace-nowrap text-ink-3"
          style={{ left: `${Math.min(bar.fromPercent + bar.widthPercent, 100)}%` }}
        >
          {step.startedAt ? duration(bar.durationMs) : ""}
        </span>
      </span>
    </button>
  );
}

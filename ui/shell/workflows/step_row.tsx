import { cx, lookOf, StateIcon, toneFill } from "@bulkhead/kit";
import type { Axis } from "../../state/runs/axis.ts";
import { layStep, type Piece } from "../../state/runs/bars.ts";
import type { StepInfo } from "../../state/wire.ts";
import { took } from "./words.ts";

/** Names at the left, time to the right. */
export const COLUMNS = "grid grid-cols-[minmax(120px,36%)_1fr]";

export interface StepRowProps {
  step: StepInfo;
  axis: Axis;
  now: number;
  chosen: boolean;
  onChoose(step: string): void;
}

/** One step: its name, its line in time, a mark for each attempt that failed. */
export function StepRow({ step, axis, now, chosen, onChoose }: StepRowProps) {
  const bar = layStep(step, axis, now);
  const fill = toneFill(lookOf(step.state).tone);
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={() => onChoose(step.id)}
      className={cx(
        COLUMNS,
        "ring-in h-full w-full items-center border-b border-line text-left",
        chosen ? "bg-active" : "hover:bg-hover",
      )}
    >
      <span className="flex min-w-0 items-center gap-2 pr-2 pl-4 md:pl-6">
        <StateIcon state={step.state} size={14} />
        <span className="min-w-0 truncate text-13">{step.id}</span>
        {step.attempts > 1 && (
          <span className="tabular shrink-0 text-[11px] text-warn-ink" title={`${step.attempts} attempts`}>
            ×{step.attempts}
          </span>
        )}
      </span>
      <span className="relative mr-20 h-full">
        {axis.ticks.map(({ ms, percent }) => (
          <span key={ms} className="absolute inset-y-0 w-px bg-line" style={{ left: `${percent}%` }} />
        ))}
        {bar.pieces.map((piece, index) => <Line key={index} piece={piece} fill={fill} />)}
        {bar.failures.map((at, index) => (
          <span
            key={index}
            className="absolute top-1/2 h-5 w-[3px] -translate-x-1/2 -translate-y-1/2 rounded-[1.5px] bg-bad ring-1 ring-surface"
            style={{ left: `clamp(2px, ${at}%, calc(100% - 2px))` }}
          />
        ))}
        <span
          className="tabular absolute top-1/2 -translate-y-1/2 pl-2 text-[11px] whitespace-nowrap text-ink-3"
          style={{ left: `${bar.end}%` }}
        >
          {step.startedAt ? took(bar.durationMs) : ""}
        </span>
      </span>
    </button>
  );
}

const LOOK: Record<Piece["kind"], string> = {
  work: "h-3",
  wait: "h-3 opacity-45",
  pause: "h-px opacity-70",
  ahead: "h-px border-t border-dashed border-line-strong !bg-transparent",
};

function Line({ piece, fill }: { piece: Piece; fill: string }) {
  const { kind, from, to } = piece;
  return (
    <span
      className={cx(
        "absolute top-1/2 -translate-y-1/2 rounded-[3px]",
        LOOK[kind],
        fill,
        kind === "work" && "min-w-[3px]",
      )}
      style={{ left: `min(${from}%, calc(100% - 3px))`, width: `${Math.max(0, to - from)}%` }}
    />
  );
}

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { cx, duration, Select, useNow } from "@bulkhead/kit";
import { type Axis, type AxisMode, layAxis } from "../../state/runs/axis.ts";
import { momentsOf, spanOf } from "../../state/runs/bars.ts";
import { hasEnded } from "../../state/run_list.ts";
import type { RunDetail, StepInfo } from "../../state/wire.ts";
import { useSteps } from "../data/runs.ts";
import { COLUMNS, StepRow } from "./step_row.tsx";
import { useRows } from "./use_rows.ts";

const STEP_ROW_PX = 36;

/** How much of the time is shown, and how. */
type Scale = AxisMode | "screen";
const SCALES: { value: Scale; label: string }[] = [
  { value: "scale", label: "To scale" },
  { value: "short", label: "Waits shortened" },
  { value: "screen", label: "Fit what is shown" },
];

export interface WaterfallProps {
  run: RunDetail;
  chosen?: string;
  onChoose(step: string): void;
}

/** The steps of a run to scale, however many and however long. */
export function Waterfall({ run, chosen, onChoose }: WaterfallProps) {
  const now = useNow();
  const { pages, rows } = useSteps(run);
  const scroller = useRef<HTMLDivElement>(null);
  const { first, last, heightPx, topOf, scrollTo } = useRows(scroller, rows.count, STEP_ROW_PX);
  useEffect(() => pages.look(first, Math.max(first, last - 1)), [pages, first, last]);
  const items = Array.from({ length: last - first }, (_, at) => first + at);
  const shown = items.flatMap((index) => pages.at(index) ?? []);
  const [scale, setScale] = useState<Scale>();
  // A run that mostly waits says nothing to scale.
  const mode = scale ?? (mostlyWaits(run, shown, now) ? "short" : "scale");
  const axis = axisOf(run, shown, mode, now);

  const wanted = useRef<string>(undefined);
  useEffect(() => {
    if (chosen === undefined || wanted.current === chosen) return;
    wanted.current = chosen;
    let gone = false;
    void pages.find(chosen).then((row) => {
      if (!gone && row !== undefined) scrollTo(row);
    });
    return () => void (gone = true);
  }, [chosen, pages, scrollTo]);

  const choose = (id: string) => {
    wanted.current = id;
    onChoose(id);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    if (!step || !row) return;
    event.preventDefault();
    const next = Number(row.dataset.row) + step;
    scrollTo(next);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"] button`)?.focus());
  };

  if (rows.count === 0) {
    return (
      <p className="px-4 py-6 text-13 text-ink-2 md:px-6">
        {hasEnded(run)
          ? "It ended without a step."
          : "No step yet. Each call to a plugin and each named step shows up here."}
      </p>
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div
        className={cx(
          COLUMNS,
          "h-9 shrink-0 items-center border-b border-line text-[11px] text-ink-3 max-md:h-11 max-md:grid-cols-1",
        )}
      >
        <span className="flex items-center gap-2 px-4 whitespace-nowrap max-md:justify-between md:pl-6">
          <span className="tabular">
            {rows.count === 1 ? "1 step" : `${rows.count.toLocaleString()} steps`}
          </span>
          <Select label="Scale of time" value={mode} options={SCALES} onChange={setScale} className="h-7 text-12" />
        </span>
        <Ticks axis={axis} />
      </div>
      <div
        ref={scroller}
        role="list"
        aria-label="Steps"
        tabIndex={0}
        onKeyDown={onKey}
        className="ring-in scroll-y min-h-0 flex-1"
      >
        <div className="relative" style={{ height: heightPx }}>
          {items.map((index) => {
            const step = pages.at(index);
            return (
              <div
                key={index}
                data-row={index}
                role="listitem"
                className="absolute inset-x-0 top-0"
                style={{ height: STEP_ROW_PX, transform: `translateY(${topOf(index)}px)` }}
              >
                {step
                  ? <StepRow step={step} axis={axis} now={now} chosen={step.id === chosen} onChoose={choose} />
                  : <div className="mx-6 my-3 h-3 rounded-sm bg-active" aria-label="Loading" />}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Ticks({ axis }: { axis: Axis }) {
  return (
    <span className="relative mr-20 h-full max-md:hidden" aria-hidden>
      {axis.ticks.map(({ ms, percent }, index) => (
        <span
          key={ms}
          className="tabular absolute top-2.5 -translate-x-1/2 whitespace-nowrap"
          style={{ left: `${percent}%` }}
        >
          {duration(ms) === duration(axis.ticks[index - 1]?.ms ?? -1) ? "" : duration(ms)}
        </span>
      ))}
    </span>
  );
}

function axisOf(run: RunDetail, shown: StepInfo[], mode: Scale, now: number): Axis {
  const start = Date.parse(run.startedAt);
  const end = run.endedAt ? Date.parse(run.endedAt) : now;
  if (mode === "screen") {
    const span = spanOf(shown, now) ?? { startMs: start, endMs: end };
    return layAxis(span.startMs, span.endMs, [], "scale");
  }
  // Steps that a fork took over began before it did.
  const span = spanOf(shown, now);
  const from = Math.min(start, span?.startMs ?? start);
  const until = Math.max(end, span?.endMs ?? end);
  if (mode === "scale") return layAxis(from, until, [], mode);
  // There is room for what is still to come: when a sleep ends, or a wait is given up.
  const ahead = shown.flatMap(({ endedAt, wakeAt }) => (endedAt === undefined && wakeAt ? [Date.parse(wakeAt)] : []));
  return layAxis(from, Math.max(until, ...ahead), [...momentsOf(shown), until], mode);
}

/** Kinds of steps in which nothing is done. */
const WAITS = new Set(["sleep", "wait", "signal", "approve", "invoke"]);

/** Is most of the time spent in steps that wait, beside others that could not be seen then? */
function mostlyWaits(run: RunDetail, shown: StepInfo[], now: number): boolean {
  const total = (run.endedAt ? Date.parse(run.endedAt) : now) - Date.parse(run.startedAt);
  const waited = shown.reduce((sum, step) => WAITS.has(step.kind ?? "") ? sum + lengthOf(step, now) : sum, 0);
  const others = shown.filter((step) => !WAITS.has(step.kind ?? ""));
  return total > 10_000 && waited > total * 0.7 && others.every((step) => lengthOf(step, now) < total / 50);
}

function lengthOf({ startedAt, endedAt }: StepInfo, now: number): number {
  return startedAt ? (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt) : 0;
}

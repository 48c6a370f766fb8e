import { type PointerEvent, useState } from "react";
import { sparklinePath } from "./sparkline_path.ts";
import type { Tone } from "./state_pill.tsx";

const STROKE: Record<Tone, string> = {
  neutral: "stroke-control",
  accent: "stroke-accent",
  ok: "stroke-ok",
  warn: "stroke-warn",
  bad: "stroke-bad",
};
const FILL: Record<Tone, string> = {
  neutral: "fill-control",
  accent: "fill-accent",
  ok: "fill-ok",
  warn: "fill-warn",
  bad: "fill-bad",
};

export interface SparklineProps {
  /** Oldest first; undefined where nothing was measured. */
  values: readonly (number | undefined)[];
  /** The whole in words, for those who do not see it. */
  label: string;
  tone?: Tone;
  height?: number;
  /** Told which value the pointer is over. */
  onPoint?(index: number | undefined): void;
}

const BOX = { width: 240, inset: 3 };

/** A figure over time, as wide as its place, without axes: the trend, not the number. */
export function Sparkline({ values, label, tone = "accent", height = 32, onPoint }: SparklineProps) {
  const [over, setOver] = useState<number>();
  const { lines, areas } = sparklinePath(values, { ...BOX, height });
  const point = (index: number | undefined) => {
    setOver(index);
    onPoint?.(index);
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const index = Math.round(((event.clientX - left) / Math.max(1, width)) * (values.length - 1));
    if (values.length > 1 && index !== over) point(Math.min(values.length - 1, Math.max(0, index)));
  };
  const overX = over === undefined || values.length < 2 ? undefined : (over / (values.length - 1)) * BOX.width;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${BOX.width} ${height}`}
      preserveAspectRatio="none"
      onPointerMove={onPoint && onPointerMove}
      onPointerLeave={onPoint && (() => point(undefined))}
      className="block w-full overflow-visible"
      style={{ height }}
    >
      <line
        x1="0"
        x2={BOX.width}
        y1={height - BOX.inset}
        y2={height - BOX.inset}
        vectorEffect="non-scaling-stroke"
        className="stroke-line"
      />
      {areas.map((d) => <path key={d} d={d} className={`${FILL[tone]} opacity-15`} />)}
      {lines.map((d) => (
        <path
          key={d}
          d={d}
          fill="none"
          strokeWidth="1.5"
          strokeLinejoin="round"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
          className={STROKE[tone]}
        />
      ))}
      {overX !== undefined && (
        <line x1={overX} x2={overX} y1="0" y2={height} vectorEffect="non-scaling-stroke" className="stroke-control" />
      )}
    </svg>
  );
}

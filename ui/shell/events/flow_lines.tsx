import { Link } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { cx, StateIcon } from "@bulkhead/kit";
import {
  type FlowLink,
  type FlowPicture,
  type FlowTaker,
  type FlowType,
  lineWidth,
} from "../../state/events/flow_picture.ts";
import { homeOf } from "./names.ts";
import { NodeMark, useNodeName } from "./node_mark.tsx";

/** Where the three columns end and begin, in hundredths of the width. */
const X = { source: 21, type: 30, typeEnd: 62, taker: 76 };

/** Sources at the left, types as lines, consumers at the right; a line is as thick as its rate and red where it fails. */
export function FlowLines({ picture }: { picture: FlowPicture }) {
  const [over, setOver] = useState<string>();
  const nameOf = useNodeName();
  const lit = (link: FlowLink) => over === undefined || link.type.key === over || link.taker.id === over;
  const litType = (type: FlowType) =>
    over === undefined || type.key === over || type.source === over ||
    picture.links.some((link) => link.type.key === type.key && link.taker.id === over);
  return (
    <section aria-label="Flow of the last minute" className="relative" style={{ height: picture.height }}>
      <svg
        aria-hidden
        viewBox={`0 0 100 ${picture.height}`}
        preserveAspectRatio="none"
        className="pointer-events-none absolute inset-0 size-full"
      >
        {picture.types.map((type) => (
          <Line
            key={type.key}
            d={`M${X.source} ${type.y} L${X.type} ${type.y}`}
            count={type.count}
            dim={!litType(type)}
          />
        ))}
        {picture.links.map((link) => (
          <Line
            key={link.key}
            d={curve(link)}
            count={link.taken + link.failed}
            failed={link.failed > 0}
            dim={!lit(link)}
          />
        ))}
      </svg>
      {picture.sources.map((source) => (
        <div
          key={source.id}
          className="absolute left-0"
          style={{ top: source.top + 2, height: source.height - 4, width: `${X.source}%` }}
        >
          <Place
            to={homeOf(source.id)}
            onOver={(on) => setOver(on ? source.id : undefined)}
            className="flex size-full items-center gap-2 rounded-card border border-line bg-surface px-3"
          >
            <span className="shrink-0 text-ink-3">
              <NodeMark kind={source.kind} name={source.name} />
            </span>
            <span className="min-w-0 flex-1 truncate text-13 font-medium" dir="auto">{nameOf(source)}</span>
            <Rate count={source.count} />
          </Place>
        </div>
      ))}
      {picture.types.map((type) => (
        <div
          key={type.key}
          className="absolute flex h-7 items-center"
          style={{ top: type.y - 14, left: `${X.type}%`, width: `${X.typeEnd - X.type}%` }}
        >
          <Link
            to={"/events/log" as never}
            search={{ types: type.type, source: type.source } as never}
            title={type.type}
            onPointerEnter={() => setOver(type.key)}
            onPointerLeave={() => setOver(undefined)}
            className={cx(
              "ring-in flex h-7 w-full items-center gap-2 rounded-pill border bg-surface px-3 hover:bg-canvas",
              type.failed > 0 ? "border-bad/50" : "border-line",
              !litType(type) && "opacity-40",
            )}
          >
            <code className="min-w-0 flex-1 truncate font-mono text-12">{type.type}</code>
            <Rate count={type.count} />
          </Link>
        </div>
      ))}
      {picture.takers.map((taker) => (
        <Taker
          key={taker.id}
          taker={taker}
          name={nameOf(taker)}
          onOver={(on) => setOver(on ? taker.id : undefined)}
        />
      ))}
    </section>
  );
}

function Taker({ taker, name, onOver }: { taker: FlowTaker; name: string; onOver(on: boolean): void }) {
  const { state, lag } = taker.consumer;
  return (
    <div
      className="absolute right-0"
      style={{ top: taker.top, height: taker.height, width: `${100 - X.taker}%` }}
    >
      <Link
        to={"/events/consumers" as never}
        search={{ consumer: taker.id } as never}
        onPointerEnter={() => onOver(true)}
        onPointerLeave={() => onOver(false)}
        className={cx(
          "ring-in flex h-full items-center gap-2 rounded-card border bg-surface px-3 hover:bg-canvas",
          taker.failed > 0 ? "border-bad/50" : "border-line",
        )}
      >
        <span className="shrink-0 text-ink-3">
          <NodeMark kind={taker.kind} name={taker.name} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-13 font-medium" dir="auto">{name}</span>
          <TakerNote failed={taker.failed} lag={lag} count={taker.count} />
        </span>
        {state !== "running" && <StateIcon state={state} size={15} />}
      </Link>
    </div>
  );
}

/** What matters most of a consumer, in a few words. */
export function TakerNote({ failed, lag, count }: { failed: number; lag: number; count: number }) {
  if (failed > 0) {
    return (
      <span className="flex items-center gap-1 text-12 text-bad-ink">
        <CircleAlert size={12} className="shrink-0" aria-hidden />
        <span className="truncate">{failed.toLocaleString()} failed</span>
      </span>
    );
  }
  return (
    <span className={cx("block truncate text-12", lag > 0 ? "text-warn-ink" : "text-ink-3")}>
      {lag > 0 ? `${lag.toLocaleString()} waiting` : `${count.toLocaleString()} a minute`}
    </span>
  );
}

function Rate({ count }: { count: number }) {
  return (
    <span className="tabular shrink-0 text-12 text-ink-3" title={`${count} in the last minute`}>
      {count.toLocaleString()}
      <span className="sr-only">a minute</span>
    </span>
  );
}

function Line({ d, count, failed, dim }: { d: string; count: number; failed?: boolean; dim: boolean }) {
  return (
    <path
      d={d}
      fill="none"
      vectorEffect="non-scaling-stroke"
      strokeWidth={lineWidth(count)}
      strokeDasharray={count === 0 ? "3 4" : undefined}
      className={cx(
        failed ? "stroke-bad" : count > 0 ? "stroke-accent" : "stroke-line-strong",
        dim ? "opacity-10" : count > 0 || failed ? "opacity-60" : "opacity-50",
      )}
    />
  );
}

function curve({ type, taker }: FlowLink): string {
  const [x1, x2] = [X.typeEnd, X.taker];
  const y2 = taker.top + taker.height / 2;
  const bend = (x1 + x2) / 2;
  return `M${x1} ${type.y} C${bend} ${type.y} ${bend} ${y2} ${x2} ${y2}`;
}

interface PlaceProps {
  to: string | undefined;
  onOver(on: boolean): void;
  className: string;
  children: React.ReactNode;
}

/** A link, where there is a page to go to. */
function Place({ to, onOver, className, children }: PlaceProps) {
  const hover = { onPointerEnter: () => onOver(true), onPointerLeave: () => onOver(false) };
  if (to === undefined) return <div {...hover} className={className}>{children}</div>;
  return <Link to={to as never} {...hover} className={cx(className, "ring-in hover:bg-canvas")}>{children}</Link>;
}

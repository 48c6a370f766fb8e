import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { Button, cx } from "@bulkhead/kit";
import type { EventInfo } from "../../state/events/wire.ts";

const ROW_PX = 28;
const END_PX = 30;

export interface EventListProps {
  events: readonly EventInfo[];
  /** Positions after which some were passed over. */
  gaps: ReadonlySet<number>;
  hasMore: boolean;
  chosen?: number;
  onOlder(): void;
  onChoose(seq: number): void;
}

/** Events, newest at the end; follows at the end, stands still elsewhere and says how many came. */
export function EventList({ events, gaps, hasMore, chosen, onOlder, onChoose }: EventListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [leftAt, setLeftAt] = useState<number>();
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => events[index]!.seq,
    overscan: 20,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: END_PX,
    paddingStart: 8,
    paddingEnd: 8,
  });
  const begun = useRef(false);
  useLayoutEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const index = events.findIndex((event) => event.seq === chosen);
    if (index >= 0) rows.scrollToIndex(index, { align: "center" });
    else rows.scrollToEnd();
  }, [events, chosen, rows]);
  const last = events.at(-1)!.seq;
  const onScroll = () => {
    const element = scroller.current!;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= END_PX;
    setLeftAt((before) => atEnd ? undefined : before ?? last);
    if (element.scrollTop < 400 && hasMore) onOlder();
  };
  const news = leftAt === undefined ? 0 : events.length - 1 - events.findLastIndex((event) => event.seq <= leftAt);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label="Events"
        tabIndex={0}
        className="ring-in scroll-y h-full [overflow-anchor:none]"
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const event = events[item.index]!;
            return (
              <div
                key={item.key}
                className="absolute inset-x-0 top-0"
                style={{ height: ROW_PX, transform: `translateY(${item.start}px)` }}
              >
                <Line event={event} gap={gaps.has(event.seq)} chosen={event.seq === chosen} onChoose={onChoose} />
              </div>
            );
          })}
        </div>
      </div>
      {leftAt !== undefined && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            className="pointer-events-auto rounded-pill shadow-float"
            icon={<ArrowDown size={14} aria-hidden />}
            onClick={() => rows.scrollToEnd()}
          >
            {news > 0 ? `${news.toLocaleString()} new` : "Jump to present"}
          </Button>
        </div>
      )}
    </div>
  );
}

interface LineProps {
  event: EventInfo;
  gap: boolean;
  chosen: boolean;
  onChoose(seq: number): void;
}

function Line({ event, gap, chosen, onChoose }: LineProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-current={chosen ? "true" : undefined}
      onClick={() => onChoose(event.seq)}
      title={gap ? "After this one more came than is shown here" : undefined}
      className={cx(
        "flex h-full w-full items-center gap-3 px-4 text-left font-mono text-12 md:px-6",
        gap && "border-b border-dashed border-warn",
        chosen ? "bg-active" : "hover:bg-hover",
      )}
    >
      <span className="tabular w-14 shrink-0 text-right text-ink-3 max-md:hidden">{event.seq}</span>
      <time dateTime={event.time} title={new Date(event.time).toLocaleString()} className="shrink-0 text-ink-3">
        {timeOf(event.time)}
      </time>
      <span className="max-w-[45%] shrink-0 truncate font-medium text-ink max-md:max-w-none max-md:shrink">
        {event.type}
      </span>
      {event.subject && (
        <span className="max-w-40 shrink-0 truncate text-accent-ink max-md:hidden">{event.subject}</span>
      )}
      <span className="min-w-0 flex-1 truncate text-ink-3 max-md:hidden">{JSON.stringify(event.data)}</span>
    </button>
  );
}

/** Hours to milliseconds; before today with the day. */
function timeOf(iso: string): string {
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${
    String(date.getMilliseconds()).padStart(3, "0")
  }`;
  const today = date.toDateString() === new Date().toDateString();
  return today ? time : `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

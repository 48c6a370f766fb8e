import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, Bug, CircleAlert, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { Button, cx } from "@bulkhead/kit";
import type { LogLine } from "../../state/log_feed.ts";

const ROW_PX = 26;
const END_PX = 30;

export const LEVEL_LOOK: Record<LogLine["level"], { icon: LucideIcon; word: string; ink: string }> = {
  debug: { icon: Bug, word: "Debug", ink: "text-ink-3" },
  info: { icon: Info, word: "Info", ink: "text-ink-3" },
  warn: { icon: TriangleAlert, word: "Warning", ink: "text-warn-ink" },
  error: { icon: CircleAlert, word: "Error", ink: "text-bad-ink" },
};

export interface LogListProps {
  lines: readonly LogLine[];
  hasMore: boolean;
  chosen?: number;
  onOlder(): void;
  onChoose(id: number): void;
}

/** Lines of the log, newest at the end; follows at the end, stands still elsewhere. */
export function LogList({ lines, hasMore, chosen, onOlder, onChoose }: LogListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => lines[index]!.id,
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
    const index = lines.findIndex((line) => line.id === chosen);
    if (index >= 0) rows.scrollToIndex(index, { align: "center" });
    else rows.scrollToEnd();
  }, [lines, chosen, rows]);
  const onScroll = () => {
    const element = scroller.current!;
    setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight <= END_PX);
    if (element.scrollTop < 400 && hasMore) onOlder();
  };
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label="Log"
        tabIndex={0}
        className="ring-in scroll-y h-full [overflow-anchor:none]"
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => (
            <div
              key={item.key}
              className="absolute inset-x-0 top-0"
              style={{ height: ROW_PX, transform: `translateY(${item.start}px)` }}
            >
              <Line line={lines[item.index]!} chosen={lines[item.index]!.id === chosen} onChoose={onChoose} />
            </div>
          ))}
        </div>
      </div>
      {!atEnd && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            className="pointer-events-auto rounded-pill shadow-float"
            icon={<ArrowDown size={14} aria-hidden />}
            onClick={() => rows.scrollToEnd()}
          >
            Jump to present
          </Button>
        </div>
      )}
    </div>
  );
}

function Line({ line, chosen, onChoose }: { line: LogLine; chosen: boolean; onChoose(id: number): void }) {
  const { icon: Icon, word, ink } = LEVEL_LOOK[line.level];
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-current={chosen ? "true" : undefined}
      onClick={() => onChoose(line.id)}
      className={cx(
        "flex h-full w-full items-center gap-3 px-4 text-left font-mono text-12 md:px-6",
        chosen ? "bg-active" : "hover:bg-hover",
      )}
    >
      <time dateTime={line.time} title={new Date(line.time).toLocaleString()} className="shrink-0 text-ink-3">
        {timeOf(line.time)}
      </time>
      <span role="img" aria-label={word} className={cx("inline-flex shrink-0", ink)}>
        <Icon size={13} aria-hidden />
      </span>
      <span className="w-32 shrink-0 truncate text-ink-3 max-md:hidden">{line.source}</span>
      <span className={cx("min-w-0 flex-1 truncate", line.level === "error" && "text-bad-ink")}>{line.message}</span>
    </button>
  );
}

/** Hours to milliseconds. */
function timeOf(iso: string): string {
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${
    String(date.getMilliseconds()).padStart(3, "0")
  }`;
}

import { useLayoutEffect, useRef, useState } from "react";
import { Button, cx, EmptyState, ErrorState, SkeletonRows } from "@bulkhead/kit";
import type { LogLine } from "./state/wire.ts";
import { useServiceLog } from "./use_services.ts";

const INK: Record<LogLine["level"], string> = {
  debug: "text-ink-3",
  info: "",
  warn: "text-warn-ink",
  error: "text-bad-ink",
};

/** What a service prints, as it comes; stands still while somebody reads further up. */
export function ServiceLog({ service }: { service: string }) {
  const { lines, problem } = useServiceLog(service);
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  useLayoutEffect(() => {
    if (atEnd && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [lines, atEnd]);
  if (problem) return <ErrorState inline title="The log could not be followed" message={problem} />;
  if (!lines) return <SkeletonRows count={4} label="Loading the log" />;
  if (lines.length === 0) {
    return <EmptyState title="It has printed nothing yet" description="What it writes to its output shows up here." />;
  }
  return (
    <div className="relative">
      <div
        ref={scroller}
        role="log"
        aria-label={`Log of ${service}`}
        tabIndex={0}
        onScroll={({ currentTarget: at }) => setAtEnd(at.scrollHeight - at.scrollTop - at.clientHeight < 24)}
        className="ring-in scroll-y max-h-96 min-h-16 rounded-card border border-line bg-canvas py-2 font-mono text-12"
      >
        {lines.map(({ id, time, source, level, message }) => (
          <p key={id} className="flex gap-3 px-3 py-px hover:bg-hover">
            <time dateTime={time} title={new Date(time).toLocaleString()} className="tabular shrink-0 text-ink-3">
              {new Date(time).toLocaleTimeString(undefined, { hour12: false })}
            </time>
            <span className={cx("min-w-0 whitespace-pre-wrap wrap-anywhere", INK[level])}>
              {part(source) && <span className="text-ink-3">{`${part(source)}: `}</span>}
              {message}
            </span>
          </p>
        ))}
      </div>
      {!atEnd && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button size="sm" className="pointer-events-auto rounded-pill shadow-float" onClick={() => setAtEnd(true)}>
            Jump to present
          </Button>
        </div>
      )}
    </div>
  );
}

/** What of a source comes behind the service. */
function part(source: string): string {
  return source.split(".").slice(2).join(".");
}

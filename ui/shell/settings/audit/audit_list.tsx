import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp, Ban, CircleAlert, CircleCheck, type LucideIcon } from "lucide-react";
import { useRef } from "react";
import { Button, cx, useMedia } from "@bulkhead/kit";
import type { AuditEntry, AuditFeed, AuditFeedState } from "../../../state/audit/audit_feed.ts";

/** How an outcome looks: icon, word and colour together. */
export const OUTCOME_LOOK: Record<AuditEntry["outcome"], { icon: LucideIcon; word: string; ink: string }> = {
  allowed: { icon: CircleCheck, word: "Done", ink: "text-ok-ink" },
  denied: { icon: Ban, word: "Denied", ink: "text-bad-ink" },
  failed: { icon: CircleAlert, word: "Failed", ink: "text-warn-ink" },
};

const ROW_PX = 36;
const SLIM_PX = 56;
const TOP_PX = 12;

export interface AuditListProps {
  feed: AuditFeed;
  state: AuditFeedState;
  chosen?: number;
  onChoose(id: number): void;
}

/** Entries, newest first; what comes while somebody reads further down is announced. */
export function AuditList({ feed, state, chosen, onChoose }: AuditListProps) {
  const { entries, fresh, missed, hasMore } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const slim = useMedia("(max-width: 767px)");
  const rowPx = slim ? SLIM_PX : ROW_PX;
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => entries[index]!.id,
    overscan: 20,
    paddingStart: 4,
    paddingEnd: 8,
  });
  const onScroll = () => {
    const element = scroller.current!;
    feed.setAtTop(element.scrollTop <= TOP_PX);
    if (element.scrollHeight - element.scrollTop - element.clientHeight < 600 && hasMore) void feed.more();
  };
  const toTop = () => {
    if (missed) void feed.read();
    else feed.showFresh();
    rows.scrollToIndex(0);
  };
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label="Entries"
        tabIndex={0}
        className="ring-in scroll-y h-full [overflow-anchor:none]"
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => (
            <div
              key={item.key}
              className="absolute inset-x-0 top-0"
              style={{ height: rowPx, transform: `translateY(${item.start}px)` }}
            >
              <Line entry={entries[item.index]!} chosen={entries[item.index]!.id === chosen} onChoose={onChoose} />
            </div>
          ))}
        </div>
      </div>
      {(fresh.length > 0 || missed) && (
        <div className="pointer-events-none absolute inset-x-0 top-3 flex justify-center">
          <Button
            className="pointer-events-auto rounded-pill shadow-float"
            icon={<ArrowUp size={14} aria-hidden />}
            onClick={toTop}
          >
            {missed ? "Many new ones: read anew" : `${fresh.length.toLocaleString()} new`}
          </Button>
        </div>
      )}
    </div>
  );
}

function Line({ entry, chosen, onChoose }: { entry: AuditEntry; chosen: boolean; onChoose(id: number): void }) {
  const { icon: Icon, word, ink } = OUTCOME_LOOK[entry.outcome];
  const about = aboutOf(entry);
  return (
    <button
      type="button"
      data-entry={entry.id}
      aria-current={chosen ? "true" : undefined}
      onClick={() => onChoose(entry.id)}
      className={cx(
        "ring-in flex h-full w-full items-center gap-3 px-4 text-left text-13 md:px-6",
        chosen ? "bg-active" : "hover:bg-hover",
      )}
    >
      <span role="img" aria-label={word} className={cx("inline-flex shrink-0", ink)}>
        <Icon size={14} aria-hidden />
      </span>
      <time
        dateTime={entry.time}
        title={new Date(entry.time).toLocaleString()}
        className="tabular w-[104px] shrink-0 text-12 text-ink-3 max-md:hidden"
      >
        {timeOf(entry.time)}
      </time>
      <span className="min-w-0 flex-1 md:contents">
        <span className="block w-32 shrink-0 truncate font-medium max-md:w-auto">
          <bdi>{entry.caller.name}</bdi>
          <span className="ml-2 text-12 font-normal text-ink-3 md:hidden">{timeOf(entry.time)}</span>
        </span>
        <span className="flex min-w-0 flex-1 items-baseline gap-2">
          <code className="min-w-0 shrink truncate font-mono text-12 text-ink-2 md:shrink-0">{entry.method}</code>
          {about && <span className="min-w-0 flex-1 truncate text-12 text-ink-3 max-md:hidden" dir="auto">{about}
          </span>}
        </span>
      </span>
      {entry.reason && <span className={cx("max-w-40 shrink-0 truncate text-12", ink)}>{entry.reason}</span>}
    </button>
  );
}

/** What a call was about, in one line. */
export function aboutOf({ target }: AuditEntry): string {
  return Object.values(target ?? {}).map(String).join(" · ");
}

/** Hours to seconds; before today with the day. */
function timeOf(iso: string): string {
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  const today = date.toDateString() === new Date().toDateString();
  return today ? time : `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

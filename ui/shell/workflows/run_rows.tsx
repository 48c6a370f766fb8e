import { useVirtualizer } from "@tanstack/react-virtual";
import { Link } from "@tanstack/react-router";
import { ArrowUp } from "lucide-react";
import { useRef } from "react";
import { Button, duration, lookOf, RelativeTime, StatePill, useNow } from "@bulkhead/kit";
import { hasEnded, runDurationMs } from "../../state/run_list.ts";
import type { RunFeed, RunFeedState } from "../../state/runs/run_feed.ts";
import type { RunInfo } from "../../state/wire.ts";
import { CleaningUp } from "./cleaning_up.tsx";
import { doing, runPath, sentence } from "./words.ts";

const ROW_PX = 52;
/** So near to an end it counts as there. */
const NEAR_PX = 8;
const AHEAD_PX = 800;

export interface RunRowsProps {
  feed: RunFeed;
  state: RunFeedState;
  /** They are of several workflows: each says of which. */
  named: boolean;
}

/** Runs, newest first. Nothing moves under somebody who reads further down: new ones are announced. */
export function RunRows({ feed, state, named }: RunRowsProps) {
  const { runs, fresh, hasMore, loadingMore } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => runs[index]!.id,
    overscan: 12,
  });
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller.current!;
    feed.setAtTop(scrollTop <= NEAR_PX);
    if (scrollHeight - scrollTop - clientHeight < AHEAD_PX && hasMore) void feed.more();
  };
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        role="list"
        aria-label="Runs"
        tabIndex={0}
        className="ring-in scroll-y h-full [overflow-anchor:none]"
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => (
            <div
              key={item.key}
              role="listitem"
              className="absolute inset-x-0 top-0"
              style={{ height: ROW_PX, transform: `translateY(${item.start}px)` }}
            >
              <RunRow run={runs[item.index]!} named={named} />
            </div>
          ))}
        </div>
        {hasMore && (
          <div className="flex h-14 items-center justify-center">
            <Button kind="ghost" size="sm" busy={loadingMore} onClick={() => void feed.more()}>Show older ones</Button>
          </div>
        )}
      </div>
      {fresh.length > 0 && (
        <div className="pointer-events-none absolute inset-x-0 top-3 flex justify-center" role="status">
          <Button
            className="pointer-events-auto rounded-pill shadow-float"
            icon={<ArrowUp size={14} aria-hidden />}
            onClick={() => {
              feed.showFresh();
              rows.scrollToOffset(0);
            }}
          >
            {fresh.length === 1 ? "1 new run" : `${fresh.length.toLocaleString()} new runs`}
          </Button>
        </div>
      )}
    </div>
  );
}

function RunRow({ run, named }: { run: RunInfo; named: boolean }) {
  const now = useNow();
  const took = run.state === "queued" ? "" : duration(runDurationMs(run, now));
  return (
    <div
      data-run={run.id}
      className="relative flex h-full items-center gap-3 border-b border-line px-4 hover:bg-hover md:gap-5 md:px-6"
    >
      <span className="w-28 shrink-0 max-md:w-[92px]">
        <StatePill state={run.state} quiet />
      </span>
      <span className="min-w-0 flex-1">
        <Link
          to={runPath(run) as never}
          className="ring-in block truncate rounded-sm text-13 font-medium after:absolute after:inset-0"
        >
          {named ? run.name : sentence(run.trigger ?? lookOf(run.state).word)}
        </Link>
        <span className={`block truncate text-12 ${run.error ? "text-bad-ink" : "text-ink-3"}`}>
          {run.error?.message ?? <Now run={run} />}
        </span>
      </span>
      {named && <span className="w-56 shrink-0 truncate text-13 text-ink-2 max-lg:hidden">{run.trigger}</span>}
      <span className="tabular w-20 shrink-0 text-right text-12 text-ink-2 max-md:w-auto">{took}</span>
      <RelativeTime
        at={run.createdAt ?? run.startedAt}
        className="relative w-20 shrink-0 text-right text-12 text-ink-3 max-md:hidden"
      />
    </div>
  );
}

/** What an open run waits for; of one that has ended its id. */
function Now({ run }: { run: RunInfo }) {
  if (hasEnded(run)) return run.id;
  if (run.cleaningUpSince) {
    return (
      <>
        <span className="text-warn-ink">
          <CleaningUp since={run.cleaningUpSince} />
        </span>
        {run.reason && <>· {run.reason}</>}
      </>
    );
  }
  const words = doing(run);
  if (words) return words;
  if (!run.wakeAt) return run.id;
  return (
    <>
      Goes on <RelativeTime at={run.wakeAt} className="relative" />
    </>
  );
}

import { useVirtualizer } from "@tanstack/react-virtual";
import { Link, useParams } from "@tanstack/react-router";
import { useRef } from "react";
import {
  cx,
  duration,
  lookOf,
  PaneHeader,
  RelativeTime,
  rowClass,
  SkeletonRows,
  StateIcon,
  useNow,
} from "@bulkhead/kit";
import { runDurationMs } from "../../state/run_list.ts";
import type { RunInfo } from "../../state/wire.ts";
import { useRuns } from "../data/workflows.ts";
import { doing } from "./words.ts";

const ROW_PX = 44;

/** The newest runs of a workflow. */
export function RunList({ name }: { name: string }) {
  const { data, isPending } = useRuns(name, 200);
  const runs = data?.items ?? [];
  return (
    <>
      <PaneHeader
        title="Runs"
        actions={
          <span className="tabular pr-2 text-12 text-ink-3">
            {data?.nextCursor ? `${runs.length}+` : runs.length || ""}
          </span>
        }
      />
      {isPending
        ? <SkeletonRows count={8} />
        : runs.length === 0
        ? <p className="px-4 py-6 text-13 text-ink-2">No run yet.</p>
        : <VirtualRuns runs={runs} />}
    </>
  );
}

function VirtualRuns({ runs }: { runs: RunInfo[] }) {
  const scroller = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => runs[index]!.id,
    overscan: 8,
    paddingStart: 4,
    paddingEnd: 4,
  });
  return (
    <nav ref={scroller} aria-label="Runs" className="scroll-y min-h-0 flex-1 px-2">
      <div className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => (
          <div
            key={item.key}
            className="absolute inset-x-0 top-0"
            style={{ height: ROW_PX, transform: `translateY(${item.start}px)` }}
          >
            <RunRow run={runs[item.index]!} />
          </div>
        ))}
      </div>
    </nav>
  );
}

function RunRow({ run }: { run: RunInfo }) {
  const { run: chosen } = useParams({ strict: false }) as { run?: string };
  const now = useNow();
  return (
    <Link
      to={`/workflows/${encodeURIComponent(run.name)}/${encodeURIComponent(run.id)}` as never}
      aria-current={chosen === run.id ? "page" : undefined}
      className={cx(rowClass({ selected: chosen === run.id }), "h-[42px]")}
    >
      <StateIcon state={run.state} size={15} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-13 leading-[1.3] text-ink">
          {doing(run) ?? run.error?.message ?? lookOf(run.state).word}
        </span>
        <RelativeTime at={run.startedAt} className="block truncate text-12 leading-[1.3] text-ink-3" />
      </span>
      <span className="tabular shrink-0 text-12 text-ink-3">{duration(runDurationMs(run, now))}</span>
    </Link>
  );
}
